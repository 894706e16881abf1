package dev.mailcask.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.AccountSet;
import dev.mailcask.archive.JournalEvent.FetchFailed;
import dev.mailcask.archive.JournalEvent.FlagsChanged;
import dev.mailcask.archive.JournalEvent.FolderGone;
import dev.mailcask.archive.JournalEvent.FolderListed;
import dev.mailcask.archive.JournalEvent.FolderSeen;
import dev.mailcask.archive.JournalEvent.GenerationBegan;
import dev.mailcask.archive.JournalEvent.Gone;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.JournalEvent.RunStarted;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.message.Envelope;
import dev.mailcask.testing.InMemoryArchive;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every catalog promises.
abstract class CatalogContract {

  static final AccountId WORK = new AccountId("work");
  static final AccountId HOME = new AccountId("home");
  static final AccountSettings SETTINGS =
      new AccountSettings(
          "imap", "mail.example.org", 993, "tls", "me", "", List.of(), List.of("Trash"));

  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T01:00:00Z"));
  final InMemoryArchive archive = new InMemoryArchive(now::get);
  Catalog catalog;

  /// A new and empty catalog; called once more for a second one.
  abstract Catalog create();

  /// Closes the catalog and opens it again, so that it remembers only what it wrote.
  abstract void afterAnotherStart();

  @BeforeEach
  void open() {
    catalog = create();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void answersAsTheModelDoesAtEveryTime() {
    long first = new Random().nextLong();
    for (long seed = first; seed < first + 5; seed++) {
      System.out.println("random journals: seed " + seed);
      AtomicReference<Instant> clock = new AtomicReference<>(Instant.parse("2026-03-01T01:00:00Z"));
      InMemoryArchive journals = new InMemoryArchive(clock::get);
      RandomJournals random = new RandomJournals(seed, journals, clock);
      Random order = new Random(seed);
      try (Catalog step = create();
          Catalog whole = create()) {
        Map<ContentId, Message> before = Map.of();
        long change = 0;
        for (int i = 0; i < 40; i++) {
          AccountId account = order.nextInt(3) == 0 ? HOME : WORK;
          random.segment(account);
          if (order.nextBoolean()) {
            step.catchUp(journals, account);
            before = CatalogComparison.checkChanges(step, change, before);
            change = step.lastChange();
          }
        }
        step.catchUp(journals, Progress.NONE);
        CatalogComparison.compare(step, journals, random.messages);
        whole.catchUp(journals, HOME);
        whole.catchUp(journals, WORK);
        CatalogComparison.compare(whole, journals, random.messages);
        String generation = whole.generation();
        whole.rebuild(journals, Progress.NONE);
        assertThat(whole.generation()).isNotEqualTo(generation);
        CatalogComparison.compare(whole, journals, random.messages);
      }
    }
  }

  @Test
  void anEmptyCatalogAnswersEverything() {
    catalog.catchUp(archive, Progress.NONE);
    catalog.catchUp(archive, WORK);
    assertThat(catalog.accounts()).isEmpty();
    assertThat(catalog.account(WORK)).isEmpty();
    assertThat(catalog.runs(WORK, 10)).isEmpty();
    assertThat(catalog.folders(WORK, null)).isEmpty();
    assertThat(catalog.messages(WORK, "INBOX", null, 0, 10)).isEmpty();
    assertThat(catalog.knownFolders(WORK)).isEmpty();
    assertThat(catalog.knownMessages(WORK, 1, 1)).isEmpty();
    assertThat(catalog.failed(WORK)).isEmpty();
    assertThat(catalog.restored(WORK, "INBOX")).isEmpty();
    assertThat(catalog.message(ContentId.of(new byte[0]))).isEmpty();
    assertThat(catalog.lastChange()).isZero();
    assertThat(catalog.changesAfter(0, 10)).isEmpty();
    assertThat(catalog.counts()).isEqualTo(new Catalog.Counts(0, 0, 0));
  }

  @Test
  void aFolderCanBeSeenAsItWas() {
    Instant monday = now.get();
    ContentId a = store("a");
    ContentId b = store("bb");
    append(
        new FolderSeen(1, "INBOX", "INBOX", "/", List.of()),
        new GenerationBegan(1, 7),
        placed(1, 7, 1, a, "01-Jan-2026 00:00:00 +0000", "\\Seen"),
        placed(1, 7, 2, b, "02-Jan-2026 00:00:00 +0000"));
    Instant tuesday = nextDay();
    append(new Gone(1, 7, List.of(1L)), new FlagsChanged(1, 7, 2, List.of("\\Seen")));
    Instant wednesday = nextDay();
    append(new FolderGone(1));

    assertThat(catalog.messages(WORK, "INBOX", monday, 0, 10))
        .extracting(MessageAt::id)
        .containsExactly(b, a);
    assertThat(catalog.messages(WORK, "INBOX", monday, 0, 10).getFirst().flags()).isEmpty();
    assertThat(catalog.messages(WORK, "INBOX", tuesday, 0, 10))
        .extracting(MessageAt::id)
        .containsExactly(b);
    assertThat(catalog.messages(WORK, "INBOX", null, 0, 10))
        .as("gone, so as it was last seen")
        .extracting(MessageAt::flags)
        .containsExactly(List.of("\\Seen"));
    assertThat(catalog.folders(WORK, null))
        .containsExactly(new FolderAt(1, "INBOX", List.of(), 1, 2, wednesday));
    assertThat(catalog.folders(WORK, monday))
        .containsExactly(new FolderAt(1, "INBOX", List.of(), 2, 3, null));
    assertThat(catalog.message(a).orElseThrow().places())
        .extracting(Message.Place::gone)
        .containsExactly(tuesday);
    assertThat(catalog.counts()).isEqualTo(new Catalog.Counts(2, 3, 0));
  }

  @Test
  void aGenerationMayComeBack() {
    ContentId a = store("a");
    append(
        new FolderSeen(1, "INBOX", "INBOX", "/", List.of()),
        new GenerationBegan(1, 7),
        placed(1, 7, 1, a, ""));
    Instant reset = nextDay();
    append(new GenerationBegan(1, 8), placed(1, 8, 100, a, ""));
    assertThat(catalog.knownMessages(WORK, 1, 7)).containsOnlyKeys(1L);
    assertThat(catalog.message(a).orElseThrow().places())
        .extracting(Message.Place::uid, Message.Place::gone)
        .containsExactly(tuple(1L, reset), tuple(100L, null));
    nextDay();
    append(new GenerationBegan(1, 7));
    assertThat(catalog.messages(WORK, "INBOX", reset, 0, 10))
        .extracting(MessageAt::uid)
        .containsExactly(100L);
    assertThat(catalog.messages(WORK, "INBOX", null, 0, 10))
        .extracting(MessageAt::uid)
        .containsExactly(1L);
    assertThat(catalog.knownFolders(WORK).getFirst().uidValidity()).isEqualTo(7);
  }

  @Test
  void whatCouldNotBeFetchedIsRememberedUntilItIs() {
    append(
        new FolderSeen(1, "INBOX", "INBOX", "/", List.of()),
        new GenerationBegan(1, 7),
        new RunStarted(1, now.get()),
        new FetchFailed(1, 7, 5, "too large"),
        new FetchFailed(1, 7, 5, "too large"),
        new FetchFailed(1, 7, 6, "no answer"));
    Instant first = now.get();
    Instant second = nextDay();
    Instant next = second.plusSeconds(86_400);
    append(
        new RunStarted(2, second),
        new FetchFailed(1, 7, 5, "still too large", next),
        placed(1, 7, 6, store("a"), ""));
    assertThat(catalog.failed(WORK))
        .containsExactly(
            new FailedMessage(1, "INBOX", 7, 5, "still too large", 2, first, second, next));
    append(new Gone(1, 7, List.of(5L)));
    assertThat(catalog.failed(WORK)).isEmpty();
  }

  @Test
  void theEarliestTimeThatMakesSenseCounts() {
    ContentId a = store("a");
    append(
        new FolderSeen(1, "INBOX", "INBOX", "/", List.of()),
        new GenerationBegan(1, 7),
        placed(1, 7, 1, a, "01-Jan-1970 00:00:00 +0000"));
    assertThat(catalog.message(a).orElseThrow().received()).isEqualTo(now.get());
    append(placed(1, 7, 2, a, "05-Feb-2026 00:00:00 +0000"));
    append(placed(1, 7, 3, a, "04-Feb-2026 00:00:00 +0000"));
    append(placed(1, 7, 4, a, "06-Feb-2026 00:00:00 +0000"));
    assertThat(catalog.message(a).orElseThrow().received())
        .isEqualTo(Instant.parse("2026-02-04T00:00:00Z"));
  }

  @Test
  void aPrefixMayBeAmbiguousAndMayBeNonsense() {
    List<ContentId> ids = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ids.add(store("message " + i));
    }
    append(new FolderSeen(1, "INBOX", "INBOX", "/", List.of()), new GenerationBegan(1, 7));
    for (int i = 0; i < ids.size(); i++) {
      append(placed(1, 7, i + 1, ids.get(i), ""));
    }
    assertThat(catalog.byPrefix("")).hasSize(2);
    for (ContentId id : ids) {
      String hex = id.toString();
      assertThat(catalog.byPrefix(hex)).containsExactly(id);
      assertThat(catalog.byPrefix(hex.substring(0, 9).toUpperCase(Locale.ROOT)))
          .containsExactly(id);
      assertThat(catalog.byPrefix(hex + "0")).isEmpty();
    }
    assertThat(catalog.byPrefix("xyz")).isEmpty();
  }

  @Test
  void streamsAFolderOfMoreThanOnePageInTheOrderOfItsUids() {
    List<JournalEvent> events = new ArrayList<>();
    events.add(new FolderSeen(1, "INBOX", "INBOX", "/", List.of()));
    events.add(new GenerationBegan(1, 7));
    ContentId a = store("a");
    List<Long> uids = new ArrayList<>();
    for (long uid = 1; uid <= 2500; uid++) {
      uids.add(uid * 3);
    }
    List<Long> shuffled = new ArrayList<>(uids);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.forEach(uid -> events.add(placed(1, 7, uid, a, "")));
    append(events.toArray(JournalEvent[]::new));
    List<Long> read = new ArrayList<>();
    catalog.eachMessage(
        WORK,
        "INBOX",
        null,
        message -> {
          read.add(message.uid());
          if (read.size() == 1) { // the stream stays what it was when it began
            append(new Gone(1, 7, uids.subList(1000, 2000)));
          }
        });
    assertThat(read).isEqualTo(uids);
    assertThat(catalog.knownMessages(WORK, 1, 7)).hasSize(1500);
  }

  @Test
  void restoresAreRememberedByTheirTarget() {
    JournalEvent.Restored first =
        new JournalEvent.Restored(store("a"), "INBOX", HOME, "Back/INBOX", 9, 4);
    JournalEvent.Restored second =
        new JournalEvent.Restored(store("b"), "INBOX", HOME, "Back/INBOX", 9, 0);
    append(first, new JournalEvent.Restored(store("c"), "INBOX", HOME, "Other", 9, 5), second);
    assertThat(catalog.restored(HOME, "Back/INBOX")).containsExactly(first, second);
    assertThat(catalog.restored(WORK, "Back/INBOX")).isEmpty();
  }

  @Test
  void catchesUpFromWhereItStopped() {
    append(new AccountSet(SETTINGS));
    String generation = catalog.generation();
    append(new FolderSeen(1, "INBOX", "INBOX", "/", List.of()));
    assertThat(catalog.generation()).isEqualTo(generation);
    assertThat(catalog.accounts()).containsExactly(new Account(WORK, SETTINGS, false));
  }

  @Test
  void anotherArchiveMakesAnotherCatalog() {
    append(new AccountSet(SETTINGS), placed(1, 1, 1, store("a"), ""));
    String generation = catalog.generation();
    InMemoryArchive other = new InMemoryArchive(now::get);
    other.append(HOME, List.of(new AccountSet(SETTINGS)));
    catalog.catchUp(other, Progress.NONE);
    assertThat(catalog.generation()).isNotEqualTo(generation);
    assertThat(catalog.accounts()).extracting(Account::id).containsExactly(HOME);
    assertThat(catalog.counts().messages()).isZero();
  }

  @Test
  void behindADamagedSegmentWhatCanBeKnownIsKnown() {
    archive.append(HOME, List.of(new AccountSet(SETTINGS)));
    archive.append(
        HOME,
        List.of(
            new FolderSeen(1, "INBOX", "INBOX", "/", List.of()),
            new GenerationBegan(1, 5),
            placed(1, 5, 1, store("lost"), "")));
    archive.append(
        HOME,
        List.of(
            placed(1, 5, 2, store("known"), "", "\\Seen"),
            new FolderListed(1, 5, 3, 9, 1, 1, 1, now.get(), false)));
    archive.append(WORK, List.of(new AccountSet(SETTINGS)));
    archive.damageJournal(HOME, 2);
    catalog.catchUp(archive, Progress.NONE);
    assertThat(catalog.damage())
        .containsExactly(new JournalDamage(HOME, 2, "it was altered", true));
    assertThat(catalog.accounts()).extracting(Account::id).containsExactly(HOME, WORK);
    FolderAt folder = catalog.folders(HOME, null).getFirst();
    assertThat(folder.path()).isEqualTo("folder 1 (name lost)");
    assertThat(catalog.messages(HOME, folder.path(), null, 0, 9))
        .extracting(MessageAt::uid)
        .containsExactly(2L);
    assertThat(catalog.knownMessages(HOME, 1, 5)).containsOnlyKeys(2L);
    assertThat(catalog.listed(HOME)).isEmpty();
    archive.append(HOME, List.of(new FolderSeen(2, "INBOX", "INBOX", "/", List.of())));
    catalog.catchUp(archive, HOME);
    assertThat(catalog.folders(HOME, null))
        .extracting(FolderAt::path)
        .containsExactly("INBOX", "folder 1 (name lost)");
    assertThat(catalog.damage()).hasSize(1);
  }

  @Test
  void anAccountWhoseSettingsAreLostIsAmongTheRemovedOnes() {
    archive.append(HOME, List.of(new AccountSet(SETTINGS)));
    archive.append(HOME, List.of(placed(1, 5, 2, store("known"), "")));
    archive.damageJournal(HOME, 1);
    catalog.catchUp(archive, Progress.NONE);
    assertThat(catalog.account(HOME).orElseThrow().removed()).isTrue();
    assertThat(catalog.folders(HOME, null)).extracting(FolderAt::messages).containsExactly(1L);
    archive.append(HOME, List.of(new AccountSet(SETTINGS)));
    catalog.catchUp(archive, HOME);
    assertThat(catalog.account(HOME)).contains(new Account(HOME, SETTINGS, false));
  }

  @Test
  void aSegmentThatCameBackIsReadAgain() {
    archive.append(HOME, List.of(new AccountSet(SETTINGS)));
    archive.append(HOME, List.of(new FolderSeen(1, "INBOX", "INBOX", "/", List.of())));
    archive.damageJournal(HOME, 2);
    catalog.catchUp(archive, Progress.NONE);
    assertThat(catalog.folders(HOME, null)).isEmpty();
    archive.damageJournal(HOME, 0);
    afterAnotherStart();
    catalog.catchUp(archive, Progress.NONE);
    assertThat(catalog.folders(HOME, null)).hasSize(1);
    assertThat(catalog.damage()).isEmpty();
  }

  @Test
  void whatWasReadBeforeItWasDamagedStaysKnown() {
    append(new AccountSet(SETTINGS), new FolderSeen(1, "INBOX", "INBOX", "/", List.of()));
    archive.damageJournal(WORK, 1);
    String generation = catalog.generation();
    afterAnotherStart();
    append(new FolderSeen(2, "Sent", "Sent", "/", List.of()));
    assertThat(catalog.generation()).isEqualTo(generation);
    assertThat(catalog.folders(WORK, null)).hasSize(2);
    assertThat(catalog.damage()).isEmpty();
  }

  @Test
  void segmentsThatVanishedAreToldUntilTheOwnerTakesTheArchiveAsItIs() {
    archive.append(WORK, List.of(new AccountSet(SETTINGS)));
    append(new FolderSeen(1, "INBOX", "INBOX", "/", List.of()));
    archive.append(HOME, List.of(new AccountSet(SETTINGS)));
    catalog.catchUp(archive, Progress.NONE);
    InMemoryArchive older = new InMemoryArchive(now::get);
    older.append(WORK, List.of(new AccountSet(SETTINGS)));
    afterAnotherStart();
    catalog.catchUp(older, Progress.NONE);
    assertThat(catalog.folders(WORK, null)).isEmpty();
    assertThat(catalog.damage())
        .extracting(JournalDamage::account, JournalDamage::segment, JournalDamage::lost)
        .containsExactly(tuple(HOME, 1L, true), tuple(WORK, 2L, true));
    older.append(WORK, List.of(new AccountSet(SETTINGS)));
    catalog.catchUp(older, WORK);
    afterAnotherStart();
    catalog.catchUp(older, Progress.NONE);
    assertThat(catalog.damage()).hasSize(2);
    catalog.rebuild(older, Progress.NONE);
    assertThat(catalog.damage()).isEmpty();
  }

  @Test
  void aRebuildFromADamagedJournalKeepsTheSoundCatalog() {
    append(new AccountSet(SETTINGS));
    append(new FolderSeen(1, "INBOX", "INBOX", "/", List.of()));
    archive.damageJournal(WORK, 2);
    String generation = catalog.generation();
    assertThatThrownBy(() -> catalog.rebuild(archive, Progress.NONE))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining("journal of work, segment 2")
        .hasMessageContaining("verify --repair");
    assertThat(catalog.generation()).isEqualTo(generation);
    assertThat(catalog.folders(WORK, null)).hasSize(1);
  }

  // what the tests write

  final ContentId store(String text) {
    return archive.put(WORK, text.getBytes(StandardCharsets.UTF_8));
  }

  final void append(JournalEvent... events) {
    archive.append(WORK, Arrays.asList(events));
    catalog.catchUp(archive, WORK);
  }

  final Instant nextDay() {
    return now.updateAndGet(time -> time.plusSeconds(86_400));
  }

  final Placed placed(
      int folder, long uidValidity, long uid, ContentId id, String internalDate, String... flags) {
    long size = archive.read(id).orElseThrow().size();
    return new Placed(
        folder, uidValidity, uid, id, size, internalDate, List.of(flags), Envelope.EMPTY);
  }
}
