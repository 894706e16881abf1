package dev.mailcask.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.Journal.Segment;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.testing.InMemoryArchive;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Holds a catalog against the model of its journals.
final class CatalogComparison {
  private CatalogComparison() {}

  /// Whatever differs from before is among the changes, once.
  static Map<ContentId, Message> checkChanges(
      Catalog catalog, long after, Map<ContentId, Message> before) {
    Map<ContentId, Message> known = new HashMap<>(before);
    long last = after;
    while (true) {
      List<Change> page = catalog.changesAfter(last, 3);
      for (Change change : page) {
        assertThat(change.number()).isGreaterThan(last);
        last = change.number();
        known.put(change.message().id(), change.message());
      }
      if (page.isEmpty()) {
        break;
      }
    }
    assertThat(last).isEqualTo(catalog.lastChange());
    known.forEach((id, message) -> assertThat(catalog.message(id)).contains(message));
    List<ContentId> asked = new ArrayList<>(known.keySet());
    asked.add(asked.size() / 2, ContentId.of(new byte[] {7}));
    assertThat(catalog.messages(asked)).containsExactlyElementsOf(known.values());
    assertThat(catalog.messages(List.of())).isEmpty();
    assertThat(known).hasSize((int) catalog.counts().messages());
    return known;
  }

  /// Everything that the catalog answers is what the model says of the journals.
  static void compare(Catalog catalog, InMemoryArchive archive, List<ContentId> ids) {
    List<CatalogModel> accounts = new ArrayList<>();
    long placements = 0;
    for (AccountId account : List.of(CatalogContract.HOME, CatalogContract.WORK)) {
      List<Segment> journal = new ArrayList<>();
      archive.journal(account).readAfter(0, journal::add);
      CatalogModel model = CatalogModel.of(account, journal, null);
      accounts.add(model);
      placements += model.inFolders();
      compareNow(catalog, account, model);
      for (@Nullable Instant at : times(journal)) {
        compareAt(catalog, account, CatalogModel.of(account, journal, at), at);
      }
    }
    Map<ContentId, Message> messages = CatalogModel.messages(accounts);
    for (ContentId id : ids) {
      Message expected = messages.get(id);
      if (expected == null) {
        assertThat(catalog.message(id)).isEmpty();
      } else {
        assertThat(catalog.message(id)).hasValueSatisfying(actual -> assertSame(actual, expected));
        assertThat(catalog.byPrefix(id.toString().substring(0, 11))).containsExactly(id);
      }
    }
    long bytes = messages.values().stream().mapToLong(Message::size).sum();
    assertThat(catalog.counts()).isEqualTo(new Catalog.Counts(messages.size(), bytes, placements));
    assertThat(catalog.changesAfter(0, 1000))
        .extracting(change -> change.message().id())
        .containsExactlyInAnyOrderElementsOf(messages.keySet());
  }

  private static void assertSame(Message actual, Message expected) {
    assertThat(actual.places()).containsExactlyInAnyOrderElementsOf(expected.places());
    assertThat(actual).usingRecursiveComparison().ignoringFields("places").isEqualTo(expected);
  }

  private static void compareNow(Catalog catalog, AccountId account, CatalogModel model) {
    assertThat(catalog.account(account)).isEqualTo(model.account());
    assertThat(catalog.runs(account, 100)).isEqualTo(model.runs());
    for (Instant time : finished(model)) {
      assertThat(catalog.fetchedAfter(account, time)).isEqualTo(model.fetchedAfter(time));
    }
    for (String kind : model.alarmKinds()) {
      assertThat(catalog.lastAlarm(account, kind)).isEqualTo(model.lastAlarm(kind));
    }
    assertThat(catalog.knownFolders(account)).isEqualTo(model.knownFolders());
    assertThat(catalog.listed(account)).isEqualTo(model.listed());
    assertThat(
            catalog.named(account, IntStream.range(0, 26).mapToObj(i -> "EMAILID M" + i).toList()))
        .isEqualTo(model.named());
    assertThat(catalog.failed(account)).isEqualTo(model.failed());
    assertThat(catalog.alarms(account)).isEqualTo(model.alarms());
    for (int folder = 1; folder <= RandomJournals.FOLDERS; folder++) {
      for (long v = 1; v <= RandomJournals.GENERATIONS; v++) {
        assertThat(catalog.knownMessages(account, folder, v))
            .isEqualTo(model.knownMessages(folder, v));
        assertThat(catalog.held(account, folder, v))
            .isEqualTo(model.knownMessages(folder, v).size());
        List<Long> uids = new ArrayList<>();
        catalog.eachKnown(account, folder, v, uids::add);
        assertThat(uids).containsExactlyElementsOf(model.knownMessages(folder, v).keySet());
      }
    }
  }

  private static List<Instant> finished(CatalogModel model) {
    List<Instant> times = new ArrayList<>(List.of(Instant.EPOCH));
    model.runs().stream().map(Run::finished).filter(Objects::nonNull).forEach(times::add);
    return times;
  }

  private static List<@Nullable Instant> times(List<Segment> journal) {
    List<@Nullable Instant> times = new ArrayList<>();
    times.add(null);
    times.add(Instant.MIN);
    times.add(Instant.MAX);
    for (Segment segment : journal) {
      times.add(segment.at().minusNanos(1));
      times.add(segment.at());
    }
    return times;
  }

  private static void compareAt(
      Catalog catalog, AccountId account, CatalogModel model, @Nullable Instant at) {
    assertThat(catalog.folders(account, at)).as("folders at %s", at).isEqualTo(model.folders());
    for (String path : RandomJournals.PATHS) {
      List<MessageAt> newest = model.newestFirst(path);
      assertThat(catalog.messages(account, path, at, 0, 1000))
          .as("%s at %s", path, at)
          .isEqualTo(newest);
      assertThat(catalog.messages(account, path, at, 2, 3))
          .isEqualTo(newest.stream().skip(2).limit(3).toList());
      List<MessageAt> streamed = new ArrayList<>();
      catalog.eachMessage(account, path, at, streamed::add);
      assertThat(streamed).isEqualTo(model.byUid(path));
    }
  }
}
