package dev.mailcask.sync;

import static dev.mailcask.sync.Premises.WORK;
import static dev.mailcask.sync.Premises.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.JournalEvent.Evidence;
import dev.mailcask.archive.JournalEvent.FolderCount;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first backup of a large account is of use long before it is done.
class FirstRunTest {

  private static final DateTimeFormatter INTERNAL =
      DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss Z", Locale.ENGLISH);
  private static final LocalDate FIRST_DAY = LocalDate.of(2016, 1, 1);

  @TempDir private Path dir;
  private Premises it;

  @BeforeEach
  void open() {
    it = new Premises(dir);
    it.settings = new SyncSettings(1, 32 << 20, Duration.ofSeconds(10));
  }

  @AfterEach
  void close() {
    it.close();
  }

  /// One message a day, from 2016 on.
  private void days(String path, int count) {
    for (int day = 0; day < count; day++) {
      String date = INTERNAL.format(FIRST_DAY.plusDays(day).atTime(12, 0).atOffset(ZoneOffset.UTC));
      it.server.add(path, mail(path + " " + day), date);
    }
  }

  private final List<Progress.Step> steps = Collections.synchronizedList(new ArrayList<>());

  private Progress stopping(Predicate<Progress.Step> when) {
    return new Progress() {
      private volatile boolean stopped;

      @Override
      public void at(Step step) {
        steps.add(step);
        stopped |= when.test(step);
      }

      @Override
      public boolean cancelled() {
        return stopped;
      }
    };
  }

  private void stoppedAfter(long messages) {
    assertThatThrownBy(
            () -> it.run(stopping(s -> s.stage().equals("fetching") && s.done() >= messages)))
        .isInstanceOf(Failure.Cancelled.class);
  }

  private RunSummary last() {
    RunSummary summary = it.catalog.runs(WORK, 1).getFirst().summary();
    assertThat(summary).isNotNull();
    return summary;
  }

  private Evidence evidence(String path) {
    int number =
        it.catalog.knownFolders(WORK).stream()
            .filter(folder -> folder.path().equals(path))
            .findFirst()
            .orElseThrow()
            .number();
    return last().perFolder().stream()
        .filter(count -> count.folder() == number)
        .map(FolderCount::evidence)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theNewestOfEachFolderComesFirstAndTheImportantFoldersBeforeOthers() {
    days("INBOX", 3_000);
    days("Archive", 3_000);
    days("Trash", 3_000);
    it.server.folder("Gesendetes", "\\Sent");
    days("Gesendetes", 3_000);

    stoppedAfter(2_000);

    List<String> order = it.events(Placed.class).stream().map(p -> path(p.folder())).toList();
    assertThat(order.stream().distinct())
        .containsExactly("INBOX", "Gesendetes", "Archive", "Trash");
    for (String path : List.of("INBOX", "Gesendetes", "Archive", "Trash")) {
      assertThat(it.archived(path, null).keySet())
          .as(path)
          .hasSize(500)
          .allMatch(uid -> uid > 2_500);
    }
  }

  private String path(int folder) {
    return it.catalog.knownFolders(WORK).get(folder - 1).path();
  }

  @Test
  void whatIsThereIsToldAndTheNextRunGoesOn() {
    days("INBOX", 3_000);
    it.clock.ticking(Duration.ofMillis(50));
    stoppedAfter(600);

    FolderCount inbox = last().perFolder().getFirst();
    assertThat(inbox.archived()).isBetween(600L, 700L);
    assertThat(inbox.waiting()).isEqualTo(3_000 - inbox.archived());
    Instant back = evidence("INBOX").backTo();
    assertThat(back)
        .as("the newest 375 of 3,000 days")
        .isBetween(Instant.parse("2023-03-01T00:00:00Z"), Instant.parse("2023-04-30T00:00:00Z"));
    assertThat(steps.getLast().coverage())
        .matches("[56]\\d\\d of 3,000 archived, newest first, back to (March|April) 2023");

    it.server.forget();
    assertThat(it.run().outcome()).isEqualTo("complete");
    assertThat(it.server.bodiesFetched()).as("none twice").isEqualTo((int) inbox.waiting());
    assertThat(evidence("INBOX").backTo()).as("none waits").isNull();
    it.mirrors();
  }

  @Test
  void itCanBeStoppedAnywhere() {
    days("INBOX", 1_500);
    days("A", 700);
    it.fill("B", 40);
    int fetched = 0;
    for (int stop = 0; stop < 4; stop++) {
      it.server.forget();
      stoppedAfter(500);
      fetched += it.server.bodiesFetched();
    }
    it.server.forget();
    assertThat(it.run().outcome()).isEqualTo("complete");
    assertThat(fetched + it.server.bodiesFetched())
        .as("at each stop the one in hand is let go")
        .isBetween(2_240, 2_244);
    it.mirrors();
  }

  @Test
  void oneOldNewsletterDoesNotReachBackToIt() {
    days("INBOX", 2_000);
    it.server.add("INBOX", mail("old"), "01-Jan-1999 12:00:00 +0000");
    stoppedAfter(600);
    assertThat(evidence("INBOX").backTo()).isAfter(Instant.parse("2018-01-01T00:00:00Z"));
  }

  @Test
  void theTimeLeftComesFromTheLastMinutes() {
    it.fill("INBOX", 2_000);
    it.clock.ticking(Duration.ofMillis(100));
    it.run(stopping(step -> false));
    List<Progress.Step> told =
        steps.stream().filter(step -> step.secondsLeft() >= 0 && step.done() < 2_000).toList();
    assertThat(told).isNotEmpty();
    double perMessage =
        told.stream()
            .mapToDouble(step -> (double) step.secondsLeft() / (step.total() - step.done()))
            .filter(rate -> rate > 0)
            .average()
            .orElseThrow();
    assertThat(told)
        .filteredOn(step -> step.total() - step.done() > 200)
        .allSatisfy(
            step ->
                assertThat(step.secondsLeft() / perMessage)
                    .as("%s", step)
                    .isBetween(
                        0.6 * (step.total() - step.done()), 1.5 * (step.total() - step.done())));
  }
}
