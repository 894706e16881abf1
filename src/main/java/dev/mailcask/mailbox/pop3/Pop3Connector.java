package dev.mailcask.mailbox.pop3;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Spool;
import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxConnector;
import dev.mailcask.mailbox.MailboxLogin;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.net.Trust;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;

/// Connects to POP3 accounts. Thread-safe. One connection an account: a second one would be refused
/// while the first has the mailbox (RFC 1939 section 4). Who finds it in use by this program waits
/// for a while, and is told so then.
public final class Pop3Connector implements MailboxConnector {

  private final Pop3Settings settings;
  private final Duration patience;
  private final SSLSocketFactory tls;
  private final Map<AccountId, Semaphore> permits = new ConcurrentHashMap<>();

  /// @throws Failure.Misconfigured if the trusted certificates cannot be read
  public Pop3Connector(Pop3Settings settings) {
    this(settings, Duration.ofSeconds(30));
  }

  /// @param patience how long to wait for another connection of this program to the same account
  Pop3Connector(Pop3Settings settings, Duration patience) {
    this.settings = settings;
    this.patience = patience;
    this.tls = Trust.sockets(settings.trustedCertificates());
  }

  @Override
  public Mailbox connect(MailboxSettings account, MailboxLogin proof, CommandPace pace) {
    PopComplaints complaints = new PopComplaints(account);
    Semaphore permit = permits.computeIfAbsent(account.account(), id -> new Semaphore(1, true));
    acquire(permit, complaints);
    boolean connected = false;
    try {
      PopLogin.Session session =
          new PopLogin(account, proof, settings, tls, complaints, pace).open();
      Spool spool = new Spool(settings.spool(), settings.inMemory());
      connected = true;
      return new Pop3Mailbox(session, complaints, spool, permit::release);
    } finally {
      if (!connected) {
        permit.release();
      }
    }
  }

  private void acquire(Semaphore permit, PopComplaints complaints) {
    try {
      if (!permit.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw complaints
            .trouble()
            .unreachable(
                "a backup has the mailbox open, and POP3 lets in one at a time",
                "try again when it has ended",
                null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure.Cancelled(complaints.trouble().subject());
    }
  }
}
