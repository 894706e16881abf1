package dev.mailcask.sync;

import static dev.mailcask.sync.Premises.WORK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.AccountSettings.Limits;
import dev.mailcask.archive.JournalEvent.Pause;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.mailbox.CommandPace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers that ask for patience, and providers that allow so much a day.
class MannersTest {

  @TempDir private Path dir;
  private Premises it;

  @BeforeEach
  void open() {
    it = new Premises(dir);
    it.settings = new SyncSettings(1, 32 << 20, Duration.ofSeconds(10));
  }

  @AfterEach
  void close() {
    assertThat(it.server.openConnections()).as("connections left open").isZero();
    it.close();
  }

  private static Failure throttled(Duration patience) {
    return new Failure.Throttled("the server", "it asks for patience", "wait", patience, null);
  }

  /// The server asks for patience at each such operation, so many times.
  private AtomicInteger throttling(String operation, int times, Duration patience) {
    return throttling(operation, times, patience, false);
  }

  private AtomicInteger throttling(String operation, int times, Duration patience, boolean just) {
    AtomicInteger asked = new AtomicInteger();
    it.server.before(
        what -> {
          if ((just ? what.equals(operation) : what.startsWith(operation))
              && asked.getAndIncrement() < times) {
            throw throttled(patience);
          }
        });
    return asked;
  }

  private Duration waited() {
    return it.pauses.stream().reduce(Duration.ZERO, Duration::plus);
  }

  private static Pause pause(RunSummary summary) {
    return Objects.requireNonNull(summary.pause());
  }

  // patience

  @Test
  void aServerThatAsksForPatienceIsWaitedFor() {
    it.fill("INBOX", 20);
    throttling("body INBOX 7", 3, Duration.ZERO);
    RunSummary summary = it.run();
    assertThat(summary.outcome()).isEqualTo("complete");
    assertThat(it.server.bodiesFetched()).as("none twice").isEqualTo(20);
    assertThat(waited())
        .as("30, 60 and 90 seconds, and up to a quarter more")
        .isBetween(Duration.ofSeconds(180), Duration.ofSeconds(225));
    it.mirrors();
  }

  @Test
  void whatTheServerAsksForIsKept() {
    it.fill("INBOX", 20);
    throttling("flags", 1, Duration.ofMillis(299_961)); // what Exchange says
    assertThat(it.run().outcome()).isEqualTo("complete");
    assertThat(waited()).isBetween(Duration.ofMillis(299_961), Duration.ofSeconds(375));
  }

  @Test
  void patienceEndsAndTheRunGoesOnLater() {
    it.fill("INBOX", 20);
    AtomicInteger bodies = new AtomicInteger();
    it.server.before(
        what -> {
          if (what.startsWith("body") && bodies.incrementAndGet() > 6) {
            throw throttled(Duration.ZERO);
          }
        });
    RunSummary summary = it.run();

    assertThat(summary.outcome()).isEqualTo("partial");
    assertThat(summary.fetched()).isEqualTo(6);
    assertThat(pause(summary).kind()).isEqualTo("throttled");
    assertThat(pause(summary).until())
        .isBetween(
            it.clock.instant().plus(Duration.ofMinutes(15)),
            it.clock.instant().plus(Duration.ofMinutes(19)));
    assertThat(waited()).isLessThanOrEqualTo(Manners.PATIENCE);
    assertThat(it.catalog.failed(WORK)).as("the message is not to blame").isEmpty();
    assertThat(summary.perFolder().getFirst().waiting()).isEqualTo(14);

    it.server.before(what -> {});
    assertThat(it.run().outcome()).isEqualTo("complete");
    it.mirrors();
  }

  @Test
  void aMessageThatAloneMeetsWithItIsGivenUpAndTheOthersGoOn() {
    it.fill("INBOX", 200);
    throttling("body INBOX 7", Integer.MAX_VALUE, Duration.ZERO, true);
    RunSummary summary = it.run();
    assertThat(summary.outcome()).isEqualTo("partial");
    assertThat(summary.pause()).isNull();
    assertThat(summary.fetched()).isEqualTo(199);
    assertThat(it.catalog.failed(WORK))
        .singleElement()
        .satisfies(
            failed -> {
              assertThat(failed.uid()).isEqualTo(7);
              assertThat(failed.reason()).contains("patience", "for no other message");
            });
    it.server.before(what -> {});
    assertThat(it.run().outcome()).as("it is tried again").isEqualTo("complete");
    it.mirrors();
  }

  @Test
  void whoIsSentAwayAtTheDoorComesBackLaterAndLater() {
    it.fill("INBOX", 3);
    throttling("connect", Integer.MAX_VALUE, Duration.ofHours(1));
    Duration before = Duration.ZERO;
    for (int run = 0; run < 4; run++) {
      Pause pause = pause(it.run());
      Duration away = Duration.between(it.clock.instant(), pause.until());
      assertThat(away).isGreaterThan(before.multipliedBy(3).dividedBy(2));
      before = away;
    }
    assertThat(before).isBetween(Duration.ofHours(8), Duration.ofHours(10));
    assertThat(it.pauses).as("nothing is tried meanwhile").isEmpty();
  }

  @Test
  void aSecondConnectionThatIsRefusedIsDoneWithout() {
    it.settings = SyncSettings.DEFAULT;
    it.fill("INBOX", 600);
    it.fill("A", 600);
    AtomicInteger connects = new AtomicInteger();
    it.server.before(
        what -> {
          if (what.equals("connect") && connects.incrementAndGet() > 1) {
            throw throttled(Duration.ZERO);
          }
        });
    assertThat(it.run().outcome()).isEqualTo("complete");
    it.mirrors();
  }

  @Test
  void whoIsToldToWaitWhenItComesBackWaits() {
    it.fill("INBOX", 20);
    it.server.loseAfterBodies(5, 1);
    AtomicInteger connects = new AtomicInteger();
    it.server.before(
        what -> {
          if (what.equals("connect") && connects.incrementAndGet() > 1 && connects.get() < 4) {
            throw throttled(Duration.ofMinutes(2));
          }
        });
    assertThat(it.run().outcome()).isEqualTo("complete");
    assertThat(connects).as("the first, two sent away, and one").hasValue(4);
    assertThat(waited()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    it.mirrors();
  }

  @Test
  void whatOneConnectionIsToldHoldsForTheOther() {
    it.settings = SyncSettings.DEFAULT;
    it.fill("INBOX", 600);
    it.fill("A", 600);
    throttling("body A 300", 1, Duration.ofMinutes(1));
    assertThat(it.run().outcome()).isEqualTo("complete");
    assertThat(it.commands.free()).as("no connection sends ahead from then on").isFalse();
    it.mirrors();
  }

  @Test
  void aWaitThatIsTooLongForOneConnectionEndsTheRunOfBoth() {
    it.settings = SyncSettings.DEFAULT;
    it.fill("INBOX", 600);
    it.fill("A", 600);
    throttling("body A 300", 1, Duration.ofHours(1));
    RunSummary summary = it.run();
    assertThat(summary.outcome()).isEqualTo("partial");
    assertThat(pause(summary).kind()).isEqualTo("throttled");
    assertThat(pause(summary).until())
        .isAfterOrEqualTo(it.clock.instant().plus(Duration.ofHours(1)));
  }

  @Test
  void aSecondConnectionThatIsNotLetInAgainIsDoneWithout() {
    it.settings = SyncSettings.DEFAULT;
    it.fill("INBOX", 600);
    it.fill("A", 600);
    AtomicInteger connects = new AtomicInteger();
    it.server.before(
        what -> {
          if (what.equals("connect") && connects.incrementAndGet() > 2) {
            throw throttled(Duration.ZERO);
          }
          if (what.equals("body A 300") && Thread.currentThread().getName().contains("second")) {
            throw new Failure.Unreachable("the server", "the connection was lost", "wait", null);
          }
        });
    assertThat(it.run().outcome()).isEqualTo("complete");
    it.mirrors();
  }

  @Test
  void theOwnerNeedNotWaitForTheEndOfAWait() {
    it.fill("INBOX", 20);
    throttling("body", Integer.MAX_VALUE, Duration.ofMinutes(5));
    Failure.Cancelled _ = it.fails(Failure.Cancelled.class, cancelledAfterWaiting(3));
    assertThat(it.pauses).hasSizeLessThan(6);
  }

  private Progress cancelledAfterWaiting(int naps) {
    return new Progress() {
      @Override
      public void at(Step step) {}

      @Override
      public boolean cancelled() {
        return it.pauses.size() >= naps;
      }
    };
  }

  @Test
  void waitsGrowAndDiffer() {
    Manners manners = Manners.UNKNOWN;
    for (long seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int times = 1; times < 5; times++) {
        assertThat(manners.wait(Duration.ZERO, times, random).toMillis())
            .as("seed %d", seed)
            .isBetween(30_000L * times, 37_500L * times);
      }
    }
    assertThat(manners.wait(Duration.ZERO, 1, new SplittableRandom(1)))
        .isNotEqualTo(manners.wait(Duration.ZERO, 1, new SplittableRandom(2)));
  }

  // so much a day

  @Test
  void gmailIsTakenFourFifthsOfWhatItAllows() {
    Manners gmail = Manners.of(settings("imap.gmail.com"), SyncSettings.DEFAULT);
    assertThat(gmail.bytesPerDay()).isEqualTo(2_000_000_000L);
    assertThat(Manners.of(settings("mail.example.org"), SyncSettings.DEFAULT).bytesPerDay())
        .isZero();
    AccountSettings pop =
        new AccountSettings("pop3", "pop.gmail.com", 995, "tls", "u", "", List.of(), List.of());
    assertThat(Manners.of(pop, SyncSettings.DEFAULT).bytesPerDay())
        .as("over POP3 it is half as much")
        .isEqualTo(1_000_000_000L);
    SyncSettings own = new SyncSettings(2, 1 << 20, Duration.ofSeconds(1), 77);
    assertThat(Manners.of(settings("imap.gmail.com"), own).bytesPerDay()).isEqualTo(77);
  }

  @Test
  void pop3IsAskedOnOneConnectionWhateverIsAllowed() {
    AccountSettings pop3 =
        new AccountSettings(
            "pop3",
            "mail.example.org",
            995,
            "tls",
            "u",
            "",
            List.of(),
            List.of(),
            null,
            new Limits(2, 0, 0),
            null);
    assertThat(Manners.of(pop3, SyncSettings.DEFAULT).connections()).isEqualTo(1);
  }

  private static AccountSettings settings(String host) {
    return settings(host, Limits.NONE);
  }

  private static AccountSettings settings(String host, Limits limits) {
    return new AccountSettings(
        "imap", host, 993, "tls", "u", "", List.of(), List.of(), null, limits, null);
  }

  @Test
  void whatTheOwnerSaysOfAnAccountOutweighsAllElse() {
    SyncSettings all = new SyncSettings(2, 1 << 20, Duration.ofSeconds(1), 77);
    Manners gmail = Manners.of(settings("imap.gmail.com", new Limits(1, 3_000_000, 30)), all);
    assertThat(gmail.connections()).isEqualTo(1);
    assertThat(gmail.bytesPerDay()).isEqualTo(3_000_000);
    assertThat(gmail.commandsPerMinute()).isEqualTo(30);
    SyncSettings one = new SyncSettings(1, 1 << 20, Duration.ofSeconds(1));
    assertThat(Manners.of(settings("h", new Limits(2, 0, 0)), one).connections()).isEqualTo(2);
    assertThat(Manners.of(settings("h", new Limits(0, 5_000_000, 0)), one).connections())
        .as("what is not said is left to the configuration")
        .isEqualTo(1);
  }

  @Test
  void commandsArePacedOnlyWhereALimitIsKnown() {
    assertThat(Manners.of(settings("outlook.office365.com"), it.settings).commandsPerMinute())
        .isEqualTo(240);
    Manners unknown = Manners.of(settings("mail.example.org"), it.settings);
    assertThat(unknown.pace(it.clock, it.pauses::add, "")).isSameAs(CommandPace.FREE);
  }

  @Test
  void anAccountsOwnShareStopsItsRunAndItsPlanCountsWithIt() {
    thousands(10_000);
    it.settings = new SyncSettings(1, 32 << 20, Duration.ofSeconds(10), 50_000_000);
    it.limits = new Limits(0, 1_000_000, 0);

    Pause pause = pause(it.run());

    assertThat(pause.problem()).contains("1 MB").contains("as the account's settings allow");
    assertThat(Duration.between(pause.until(), pause.done()))
        .as("9 MB more at 1 MB a day")
        .isBetween(Duration.ofHours(215), Duration.ofHours(217));
  }

  @Test
  void theTimeLeftIsInDaysWhereTheShareIs() {
    thousands(3_000);
    it.limits = new Limits(0, 1_000_000, 0);
    List<Long> left = new ArrayList<>();
    it.run(
        new Progress() {
          @Override
          public void at(Step step) {
            it.clock.advance(Duration.ofMillis(100));
            if (step.secondsLeft() >= 0) {
              left.add(step.secondsLeft());
            }
          }

          @Override
          public boolean cancelled() {
            return false;
          }
        });
    assertThat(left)
        .isNotEmpty()
        .allSatisfy(
            seconds ->
                assertThat(Duration.ofSeconds(seconds))
                    .as("1 MB now, 2 MB from tomorrow on")
                    .isBetween(Duration.ofHours(71), Duration.ofHours(73)));
  }

  // so many commands a minute

  @Test
  void aBackupSendsItsCommandsAtTheAccountsPace() {
    it.fill("INBOX", 20);
    it.limits = new Limits(0, 0, 30);
    it.server.before(what -> it.commands.await());
    assertThat(it.run().outcome()).isEqualTo("complete");
    assertThat(waited()).as("5 at once, 2.4 s for each of the others").isGreaterThan(LONG);
    it.mirrors();
  }

  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void theOwnerNeedNotWaitForThePace() {
    it.fill("INBOX", 200);
    it.limits = new Limits(0, 0, 10);
    it.server.before(what -> it.commands.await());
    Failure.Cancelled _ = it.fails(Failure.Cancelled.class, cancelledAfterWaiting(3));
    assertThat(it.pauses).hasSizeLessThan(6);
  }

  /// Messages of 1,000 bytes.
  private void thousands(int count) {
    for (int i = 0; i < count; i++) {
      byte[] mail = Premises.mail("n" + i);
      byte[] padded = Arrays.copyOf(mail, 1_000);
      Arrays.fill(padded, mail.length, 1_000, (byte) 'x');
      it.server.add("INBOX", padded, Premises.DATE);
    }
  }

  @Test
  void theRunStopsAtTheDaysShareAndSaysWhenAllIsDone() {
    thousands(1_000);
    it.settings = new SyncSettings(1, 32 << 20, Duration.ofSeconds(10), 300_000);

    RunSummary first = it.run();

    assertThat(first.outcome()).isEqualTo("partial");
    assertThat(first.fetched()).isEqualTo(300);
    Pause pause = pause(first);
    assertThat(pause.kind()).isEqualTo("quota");
    Instant now = it.clock.instant();
    assertThat(pause.until()).isBetween(now.plusSeconds(86_000), now.plusSeconds(86_400));
    assertThat(Duration.between(pause.until(), pause.done()))
        .as("700 kB more at 300 kB a day")
        .isBetween(Duration.ofHours(55), Duration.ofHours(57));

    it.clock.advance(Duration.ofHours(-23)); // an hour later
    RunSummary early = it.run();
    assertThat(early.fetched()).as("too early").isZero();
    assertThat(pause(early).done()).isNotNull();

    int runs = 0;
    RunSummary last = early;
    while (!last.outcome().equals("complete") && runs++ < 10) {
      last = it.run();
    }
    assertThat(runs).isBetween(3, 4);
    assertThat(it.server.bodiesFetched()).isLessThan(1_010);
    it.mirrors();
  }

  @Test
  void whereNothingIsNewTheShareDoesNotMatter() {
    thousands(300);
    it.settings = new SyncSettings(1, 32 << 20, Duration.ofSeconds(10), 300_000);
    assertThat(it.run().outcome()).isEqualTo("complete");
    it.clock.advance(Duration.ofHours(-23));
    assertThat(it.run().outcome()).isEqualTo("complete");
  }

  @Test
  void aDaysShareIsNotForgottenForManyShortRuns() {
    thousands(300);
    it.settings = new SyncSettings(1, 32 << 20, Duration.ofSeconds(10), 300_000);
    assertThat(it.run().outcome()).isEqualTo("complete");
    for (int run = 0; run < 120; run++) { // as waiting for new mail makes them
      soon();
      assertThat(it.run().outcome()).isEqualTo("complete");
    }
    thousands(10);
    soon();
    RunSummary summary = it.run();
    assertThat(summary.fetched()).isZero();
    assertThat(pause(summary).kind()).isEqualTo("quota");
  }

  /// The next run is a minute after the last.
  private void soon() {
    it.clock.advance(Duration.ofMinutes(1).minus(Duration.ofDays(1)));
  }

  @Test
  void whatWouldBeTooMuchIsNotAskedFor() {
    it.settings = new SyncSettings(2, 32 << 20, Duration.ofSeconds(10), 300_000);
    thousands(1_000);
    assertThat(it.run().fetched()).isEqualTo(300);
    assertThat(it.server.bodiesFetched()).isEqualTo(300);
    for (int run = 0; run < 3; run++) {
      soon();
      assertThat(pause(it.run()).kind()).isEqualTo("quota");
    }
    assertThat(it.server.bodiesFetched())
        .as("not one more, as nobody would count it")
        .isEqualTo(300);
  }

  @Test
  void aMessageLargerThanTheShareHasADayOfItsOwn() {
    it.settings = new SyncSettings(1, 32 << 20, Duration.ofSeconds(10), 300_000);
    thousands(1);
    it.server.add("INBOX", Arrays.copyOf(Premises.mail("large"), 400_000), Premises.DATE);
    thousands(1);

    RunSummary first = it.run();
    assertThat(first.fetched()).isEqualTo(1);
    assertThat(pause(first).problem()).contains("with the next message, of 0 MB");
    RunSummary second = it.run();
    assertThat(second.fetched()).as("a day later").isEqualTo(1);
    assertThat(pause(second).kind()).isEqualTo("quota");
    assertThat(it.run().outcome()).isEqualTo("complete");
    assertThat(it.server.bodiesFetched()).isEqualTo(3);
  }

  @Test
  void messagesThatAreLargerThanAnnouncedEndTheRunToo() throws InterruptedException {
    Quota quota = new Quota(it.clock, 100, "somebody allows", List.of());
    assertThat(quota.ask(List.of(1L, 1L, 1L), 3, () -> 1)).isEqualTo(3);
    quota.took(60);
    quota.check(2, () -> 1);
    quota.took(60);
    quota.check(0, () -> 1);
    assertThatThrownBy(() -> quota.check(1, () -> 1)).isInstanceOf(Enough.class);
  }

  @Test
  void whatOneConnectionAskedForIsNotTakenByTheOther() throws InterruptedException {
    Quota quota = new Quota(it.clock, 100, "somebody allows", List.of());
    assertThat(quota.ask(List.of(60L), 3, () -> 1)).isEqualTo(1);
    assertThat(quota.ask(List.of(60L), 2, () -> 1)).as("it may yet not come").isZero();
    quota.done(List.of(60L));
    assertThat(quota.ask(List.of(60L), 2, () -> 1)).isEqualTo(1);
    quota.took(60);
    quota.done(List.of(60L));
    assertThatThrownBy(() -> quota.ask(List.of(60L), 1, () -> 1)).isInstanceOf(Enough.class);
  }
}
