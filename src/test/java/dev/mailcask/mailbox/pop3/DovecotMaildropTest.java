package dev.mailcask.mailbox.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxConnector;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.MailboxContract;
import dev.mailcask.testing.RawImap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract against Dovecot's POP3 over TLS, and what is said of locks.
class DovecotMaildropTest extends MailboxContract {

  private static DovecotServer server;
  private static int accounts;

  @TempDir private Path dir;

  @BeforeAll
  static void start() {
    server = DovecotServer.withLockingPop3();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected MailboxConnector connector() {
    return connector(Duration.ofSeconds(30));
  }

  private Pop3Connector connector(Duration patience) {
    return new Pop3Connector(
        new Pop3Settings(
            Duration.ofSeconds(5), Duration.ofSeconds(60), server.authority(), dir, 4 << 10),
        patience);
  }

  @Override
  protected MailboxSettings newAccount() {
    return server.pop3Settings("drop" + accounts++, Security.TLS);
  }

  @Override
  protected Secret password() {
    return DovecotServer.PASSWORD;
  }

  @Override
  protected RawImap client(MailboxSettings account) {
    return server.imap(account.user());
  }

  @Test
  void speaksStls() {
    raw.append("INBOX", "", "", mail(1));
    mailbox.close();
    MailboxSettings open = server.pop3Settings(account.user(), Security.STARTTLS);
    try (Mailbox its = connector.connect(open, password())) {
      assertThat(its.examine(INBOX).state().exists()).isEqualTo(1);
    }
  }

  @Test
  void holdsAnAccountToOneConnection() throws Exception {
    CompletableFuture<Mailbox> second = new CompletableFuture<>();
    Thread waiting =
        Thread.ofVirtual().start(() -> second.complete(connector.connect(account, password())));
    while (waiting.getState() != Thread.State.TIMED_WAITING && !second.isDone()) {
      Thread.sleep(5);
    }
    assertThat(second).isNotDone();
    mailbox.close();
    mailbox.close();
    try (Mailbox open = second.get(30, TimeUnit.SECONDS)) {
      assertThat(open.folders()).hasSize(1);
    }
  }

  @Test
  void saysThatItHasTheMailboxOpenItself() {
    Pop3Connector impatient = connector(Duration.ZERO);
    try (Mailbox its = connector.connect(server.pop3Settings("own", Security.TLS), password());
        Mailbox first = impatient.connect(server.pop3Settings("own2", Security.TLS), password())) {
      assertThat(its.folders()).isEqualTo(first.folders());
      assertThatThrownBy(
              () -> impatient.connect(server.pop3Settings("own2", Security.TLS), password()))
          .isInstanceOf(Failure.Unreachable.class)
          .hasMessageContaining("a backup has the mailbox open");
    }
  }

  @Test
  void aLockedMailboxIsNoWrongPassword() {
    raw.append("INBOX", "", "", mail(1));
    mailbox.close();
    try (Mailbox other = connector.connect(account, password())) {
      assertThat(other.examine(INBOX).state().exists()).isEqualTo(1);
      assertThatThrownBy(() -> connector(Duration.ZERO).connect(account, password()))
          .isInstanceOf(Failure.Throttled.class)
          .hasMessageContaining("another program has the mailbox open")
          .satisfies(e -> assertThat(((Failure.Throttled) e).patience()).isPositive());
    }
    try (Mailbox free = connector.connect(account, password())) {
      assertThat(free.examine(INBOX).state().exists()).isEqualTo(1);
    }
  }

  @Test
  void onlyReads() {
    assertThatThrownBy(() -> mailbox.append(INBOX))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("POP3 only reads");
    assertThatThrownBy(() -> mailbox.create(INBOX)).isInstanceOf(Failure.Refused.class);
    assertThat(mailbox.states(List.of(INBOX))).isEmpty();
    OpenFolder folder = mailbox.examine(INBOX);
    assertThat(folder.changes(1, new TreeMap<Long, Long>().navigableKeySet())).isEmpty();
    assertThatThrownBy(() -> folder.await(Duration.ofSeconds(1)))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("does not tell of new mail");
  }
}
