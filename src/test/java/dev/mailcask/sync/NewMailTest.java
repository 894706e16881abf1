package dev.mailcask.sync;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mailcask.archive.AccountSettings;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Sleeper;
import dev.mailcask.catalog.Account;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.sync.NewMail.Place;
import dev.mailcask.testing.FakeAccounts;
import dev.mailcask.testing.FakeMailbox;
import dev.mailcask.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.assertj.core.api.Condition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class NewMailTest {

  private static final AccountId WORK = new AccountId("work");
  private static final AccountSettings SETTINGS =
      new AccountSettings("imap", "h", 993, "tls", "u", "", List.of(), List.of());
  private static final Place INBOX = new Place(WORK, "INBOX", SETTINGS);

  private final FakeMailbox server = new FakeMailbox();
  private final SettableClock clock = new SettableClock();
  private final BlockingQueue<AccountId> backups = new LinkedBlockingQueue<>();
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private volatile Runnable meanwhile = () -> {};
  private volatile Duration work = Duration.ZERO;
  private volatile boolean succeeds = true;
  private volatile Supplier<Mailbox> connect = server::connect;
  private volatile @Nullable Instant paused;
  private volatile Consumer<Duration> onPause = _ -> {};

  private final Sleeper sleeper =
      time -> {
        pauses.add(time);
        onPause.accept(time);
        Thread.sleep(1);
      };

  private final NewMail newMail =
      new NewMail(
          new FakeAccounts().with("work", () -> connect.get()),
          this::backUp,
          _ -> Optional.ofNullable(paused),
          clock,
          sleeper);

  private boolean backUp(AccountId account) {
    clock.advance(work);
    meanwhile.run();
    boolean ends = succeeds;
    backups.add(account);
    return ends;
  }

  @AfterEach
  void close() throws InterruptedException {
    newMail.close();
    for (int i = 0; server.openConnections() > 0 && i < 500; i++) {
      Thread.sleep(10);
    }
    assertThat(server.openConnections()).as("connections left open").isZero();
  }

  private void arrive() {
    server.add("INBOX", "Subject: new\r\n\r\n".getBytes(US_ASCII), "");
  }

  private boolean backedUp() throws InterruptedException {
    return backups.poll(5, TimeUnit.SECONDS) != null;
  }

  private void awaitListening(int times) throws InterruptedException {
    for (int i = 0; i < 500; i++) {
      if (server.operations().stream().filter("await INBOX"::equals).count() >= times) {
        return;
      }
      Thread.sleep(10);
    }
    assertThat(server.operations()).as("nobody listens").contains("await INBOX");
  }

  /// Waits in the folder, and for the backup of what may have come before.
  private void listen() throws InterruptedException {
    newMail.waitIn(Set.of(INBOX));
    assertThat(backedUp()).isTrue();
    awaitListening(1);
  }

  @Test
  void mailThatCameBeforeAnybodyListenedIsBackedUp() throws InterruptedException {
    arrive();
    newMail.waitIn(Set.of(INBOX));
    assertThat(backedUp()).isTrue();
  }

  @Test
  void mailThatComesIsBackedUpAtOnceAndEachTime() throws InterruptedException {
    listen();
    for (int times = 1; times <= 3; times++) {
      awaitListening(times);
      assertThat(backups).isEmpty();
      arrive();
      assertThat(backedUp()).isTrue();
    }
  }

  @Test
  void aBackupThatTakesLongIsRestedFrom() throws InterruptedException {
    listen();
    work = Duration.ofSeconds(30);
    arrive();
    assertThat(backedUp()).isTrue();
    awaitListening(2);
    assertThat(pauses).contains(Duration.ofMinutes(5));
  }

  @Test
  void mailThatCameWhileTheConnectionWasLostIsBackedUp() throws InterruptedException {
    listen();
    AtomicInteger away = new AtomicInteger();
    connect =
        () -> {
          if (away.incrementAndGet() < 4) {
            throw new Failure.Unreachable("server", "nobody is there", "wait", null);
          }
          return server.connect();
        };
    server.loseConnections();
    arrive();
    assertThat(backedUp()).isTrue();
    assertThat(pauses)
        .as("ten seconds, twenty, and forty, and up to a quarter more")
        .haveAtLeastOne(between(10))
        .haveAtLeastOne(between(20))
        .haveAtLeastOne(between(40));
  }

  private static Condition<Duration> between(long seconds) {
    return new Condition<>(
        its -> its.toMillis() >= seconds * 1_000 && its.toMillis() <= seconds * 1_250,
        "%d seconds or up to a quarter more",
        seconds);
  }

  @Test
  void aServerThatAsksForPatienceIsLeftAloneAsLongAsItSays() throws InterruptedException {
    AtomicInteger tries = new AtomicInteger();
    connect =
        () -> {
          if (tries.incrementAndGet() == 1) {
            throw new Failure.Throttled("server", "busy", "wait", Duration.ofMinutes(30), null);
          }
          return server.connect();
        };
    newMail.waitIn(Set.of(INBOX));
    assertThat(backedUp()).isTrue();
    assertThat(pauses.getFirst()).isBetween(Duration.ofMinutes(30), Duration.ofSeconds(2250));
  }

  @Test
  void whileTheAccountMakesAPauseNobodyConnects() throws InterruptedException {
    paused = clock.instant().plus(Duration.ofMinutes(40));
    onPause = clock::advance;
    AtomicInteger tries = new AtomicInteger();
    connect =
        () -> {
          tries.incrementAndGet();
          assertThat(clock.instant()).isAfterOrEqualTo(paused);
          return server.connect();
        };
    newMail.waitIn(Set.of(INBOX));
    assertThat(backedUp()).isTrue();
    assertThat(tries).hasValue(1);
    assertThat(pauses)
        .as("it is looked at again, for the owner may end it")
        .startsWith(Duration.ofMinutes(15), Duration.ofMinutes(15), Duration.ofMinutes(10));
  }

  @Test
  void aPauseThatBeginsEndsTheConnectionToo() throws InterruptedException {
    listen();
    succeeds = false;
    meanwhile = () -> paused = clock.instant().plus(Duration.ofMinutes(40));
    arrive();
    assertThat(backedUp()).isTrue();
    for (int i = 0; server.openConnections() > 0 && i < 500; i++) {
      Thread.sleep(10);
    }
    assertThat(server.openConnections()).isZero();
    meanwhile = () -> {};
    succeeds = true;
    paused = null;
    assertThat(backedUp()).as("what came is not forgotten").isTrue();
  }

  @Test
  void mailThatABackupHasIsNotBackedUpAgainAfterTheConnectionWasLost() throws InterruptedException {
    listen();
    arrive();
    assertThat(backedUp()).isTrue();
    awaitListening(2);
    server.loseConnections();
    awaitListening(3);
    assertThat(backups.poll(50, TimeUnit.MILLISECONDS)).as("a needless backup").isNull();
  }

  @Test
  void mailThatComesDuringABackupIsBackedUpByAnother() throws InterruptedException {
    listen();
    AtomicInteger during = new AtomicInteger();
    meanwhile =
        () -> {
          if (during.getAndIncrement() == 0) {
            arrive();
          }
        };
    arrive();
    assertThat(backedUp()).isTrue();
    assertThat(backedUp()).as("the one that came meanwhile").isTrue();
  }

  @Test
  void anAccountsOwnFoldersComeInsteadOfTheUsualOnes() {
    Account usual = new Account(new AccountId("usual"), SETTINGS, false);
    Account own = new Account(new AccountId("own"), watching(List.of("A", "B")), false);
    Account none = new Account(new AccountId("none"), watching(List.of()), false);
    assertThat(NewMail.places(List.of(usual, own, none), List.of("INBOX")))
        .extracting(place -> place.account() + " " + place.folder())
        .containsExactlyInAnyOrder("usual INBOX", "own A", "own B");
  }

  @Test
  void pop3TellsOfNothingAndIsNotWaitedAt() {
    AccountSettings pop3 =
        new AccountSettings("pop3", "h", 995, "tls", "u", "", List.of(), List.of());
    Account drop = new Account(new AccountId("drop"), pop3, false);
    assertThat(NewMail.places(List.of(drop), List.of("INBOX"))).isEmpty();
  }

  private static AccountSettings watching(List<String> folders) {
    return new AccountSettings(
        "imap", "h", 993, "tls", "u", "", List.of(), List.of(), null, null, folders);
  }

  @Test
  void ofAFolderThatIsNotThereIsToldOnceUntilItIs() throws InterruptedException {
    Logger logger = (Logger) LoggerFactory.getLogger(NewMail.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      newMail.waitIn(Set.of(new Place(WORK, "Later", SETTINGS)));
      for (int i = 0; pauses.size() < 3 && i < 500; i++) {
        Thread.sleep(10);
      }
    } finally {
      logger.detachAppender(log);
    }
    assertThat(pauses).hasSizeGreaterThanOrEqualTo(3).containsOnly(Duration.ofHours(1));
    assertThat(List.copyOf(log.list))
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .singleElement()
        .satisfies(event -> assertThat(event.getFormattedMessage()).contains("Later"));
    assertThat(newMail.problem(WORK)).hasValueSatisfying(p -> assertThat(p).contains("Later"));
    assertThat(newMail.problem(new AccountId("other"))).isEmpty();
    server.folder("Later");
    assertThat(backedUp()).isTrue();
    assertThat(newMail.problem(WORK)).isEmpty();
  }

  @Test
  void aBackupThatDoesNotComeToItsEndIsTriedAgain() throws InterruptedException {
    listen();
    succeeds = false;
    arrive();
    for (int times = 0; times < 3; times++) {
      assertThat(backedUp()).isTrue();
    }
    succeeds = true;
    awaitListening(2);
    assertThat(pauses)
        .haveAtLeastOne(between(10))
        .haveAtLeastOne(between(20))
        .haveAtLeastOne(between(40));
  }

  @Test
  void aRefusedLoginIsLeftAloneForAnHour() throws InterruptedException {
    AtomicInteger tries = new AtomicInteger();
    connect =
        () -> {
          tries.incrementAndGet();
          throw new Failure.Refused("account work", "wrong password", "enter it", null);
        };
    newMail.waitIn(Set.of(INBOX));
    for (int i = 0; tries.get() < 2 && i < 500; i++) {
      Thread.sleep(10);
    }
    assertThat(pauses).isNotEmpty().containsOnly(Duration.ofHours(1));
  }

  @Test
  void theInboxHasNoCase() throws InterruptedException {
    newMail.waitIn(Set.of(new Place(WORK, "Inbox", SETTINGS)));
    assertThat(backedUp()).isTrue();
    awaitListening(1);
  }

  @Test
  void aFolderThatIsNotThereStopsNoOther() throws InterruptedException {
    newMail.waitIn(Set.of(INBOX, new Place(WORK, "Nowhere", SETTINGS)));
    assertThat(backedUp()).isTrue();
    awaitListening(1);
    arrive();
    assertThat(backedUp()).isTrue();
  }

  @Test
  void whatIsNotWantedAnyMoreIsLeft() throws InterruptedException {
    listen();
    newMail.waitIn(Set.of());
    for (int i = 0; server.openConnections() > 0 && i < 500; i++) {
      Thread.sleep(10);
    }
    arrive();
    assertThat(backups.poll(50, TimeUnit.MILLISECONDS)).isNull();
  }
}
