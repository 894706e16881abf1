package dev.mailcask.mailbox.imap;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxConnector;
import dev.mailcask.mailbox.MailboxLogin;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.net.Trust;
import dev.mailcask.mailbox.providers.Connections;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocketFactory;

/// Connects to IMAP accounts. Thread-safe. Holds each account to as many connections at a time as
/// its owner and its provider allow ([Connections]).
public final class ImapConnector implements MailboxConnector {

  /// A connection that is about to be given back is waited for.
  private static final Duration BRIEFLY = Duration.ofSeconds(5);

  /// Permits of an account; others where its limit is another one.
  private record Permits(AccountId account, int number) {}

  private final ImapSettings settings;
  private final Predicate<InetAddress> compressed;
  private final SSLSocketFactory tls;
  private final BrokenOffMessages brokenOff = new BrokenOffMessages();
  private final Map<Permits, Semaphore> permits = new ConcurrentHashMap<>();
  private final Map<Permits, Semaphore> beside = new ConcurrentHashMap<>();

  /// @throws Failure.Misconfigured if the trusted certificates cannot be read
  public ImapConnector(ImapSettings settings) {
    this(settings, Compression::pays);
  }

  /// @param compressed whether to compress what is exchanged with the server at an address
  ImapConnector(ImapSettings settings, Predicate<InetAddress> compressed) {
    this.settings = settings;
    this.compressed = compressed;
    this.tls = Trust.sockets(settings.trustedCertificates());
  }

  @Override
  public Mailbox connect(MailboxSettings account, MailboxLogin proof, CommandPace pace) {
    Semaphore free = permits(permits, account, Connections.of(account).working());
    Complaints complaints = new Complaints(account);
    try {
      free.acquire();
    } catch (InterruptedException e) {
      throw cancelled(complaints);
    }
    return connect(account, proof, pace, free, complaints);
  }

  @Override
  public Mailbox connectBeside(MailboxSettings account, MailboxLogin proof) {
    int most = Connections.of(account).waiting();
    Semaphore free = permits(beside, account, most);
    Complaints complaints = new Complaints(account);
    try {
      if (!free.tryAcquire(BRIEFLY.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Failure.Misconfigured(
            complaints.subject(),
            "only %d of its connections may wait for new mail at a time".formatted(most),
            "name that many folders, or fewer, in the account's settings or as backup.watch in the"
                + " configuration");
      }
    } catch (InterruptedException e) {
      throw cancelled(complaints);
    }
    return connect(account, proof, CommandPace.FREE, free, complaints);
  }

  private static Semaphore permits(
      Map<Permits, Semaphore> all, MailboxSettings account, int number) {
    return all.computeIfAbsent(
        new Permits(account.account(), number), _ -> new Semaphore(number, true));
  }

  private static Failure cancelled(Complaints complaints) {
    Thread.currentThread().interrupt();
    return new Failure.Cancelled(complaints.subject());
  }

  /// @param permit that was acquired, and is given back when the connection is
  private Mailbox connect(
      MailboxSettings account,
      MailboxLogin proof,
      CommandPace pace,
      Semaphore permit,
      Complaints complaints) {
    boolean connected = false;
    try {
      Login login = new Login(account, proof, settings, tls, complaints, pace);
      ImapSession session = new ImapSession(login, complaints, settings, compressed, brokenOff);
      ImapMailbox mailbox = new ImapMailbox(session, permit::release);
      connected = true;
      return mailbox;
    } finally {
      if (!connected) {
        permit.release();
      }
    }
  }
}
