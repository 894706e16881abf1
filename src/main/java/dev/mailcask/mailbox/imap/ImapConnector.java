package dev.mailcask.mailbox.imap;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxConnector;
import dev.mailcask.mailbox.MailboxLogin;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.net.Trust;
import dev.mailcask.mailbox.providers.Providers;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocketFactory;

/// Connects to IMAP accounts. Thread-safe. At most two connections an account: providers allow few,
/// and two are enough to keep one message on the wire while another is written.
public final class ImapConnector implements MailboxConnector {

  private static final int CONNECTIONS_PER_ACCOUNT = 2;
  private static final int BESIDE = 3;

  private final ImapSettings settings;
  private final Predicate<InetAddress> compressed;
  private final SSLSocketFactory tls;
  private final BrokenOffMessages brokenOff = new BrokenOffMessages();
  private final Map<AccountId, Semaphore> permits = new ConcurrentHashMap<>();
  private final Map<AccountId, Semaphore> beside = new ConcurrentHashMap<>();

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
    return connect(
        account,
        proof,
        pace,
        permits.computeIfAbsent(
            account.account(), id -> new Semaphore(connections(account), true)));
  }

  @Override
  public Mailbox connectBeside(MailboxSettings account, MailboxLogin proof) {
    return connect(
        account,
        proof,
        CommandPace.FREE,
        beside.computeIfAbsent(account.account(), id -> new Semaphore(BESIDE, true)));
  }

  private Mailbox connect(
      MailboxSettings account, MailboxLogin proof, CommandPace pace, Semaphore permit) {
    Complaints complaints = new Complaints(account);
    try {
      permit.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure.Cancelled(complaints.subject());
    }
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

  private static int connections(MailboxSettings account) {
    int most = Providers.limits(account.host()).connections();
    return most == 0 ? CONNECTIONS_PER_ACCOUNT : Math.min(most, CONNECTIONS_PER_ACCOUNT);
  }
}
