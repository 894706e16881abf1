package dev.mailcask.mailbox;

import dev.mailcask.base.AccountId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How to reach an account.
///
/// @param account whose it is; the subject of every failure
/// @param protocol what its server speaks
/// @param host the server's name or address
/// @param port its port, see [Protocol#defaultPort]
/// @param security how the connection is protected
/// @param user the login name
/// @param connections that its owner allows at a time, 0 where nothing was said
public record MailboxSettings(
    AccountId account,
    Protocol protocol,
    String host,
    int port,
    Security security,
    String user,
    int connections) {

  /// Those of an account whose owner says nothing of connections.
  public MailboxSettings(
      AccountId account, Protocol protocol, String host, int port, Security security, String user) {
    this(account, protocol, host, port, security, user, 0);
  }

  /// Those of an IMAP account.
  public MailboxSettings(AccountId account, String host, int port, Security security, String user) {
    this(account, Protocol.IMAP, host, port, security, user);
  }

  /// What a server speaks.
  public enum Protocol {
    /// Folders, flags, several connections, and a way to put mail back (RFC 3501).
    IMAP("IMAP", 993, 143),
    /// One maildrop, to be read and nothing else (RFC 1939).
    POP3("POP3", 995, 110);

    private final String label;
    private final int tlsPort;
    private final int otherPort;

    Protocol(String label, int tlsPort, int otherPort) {
      this.label = label;
      this.tlsPort = tlsPort;
      this.otherPort = otherPort;
    }

    /// The one of that word, as in settings.
    public static Optional<Protocol> of(String word) {
      return Arrays.stream(values()).filter(its -> its.word().equals(word)).findFirst();
    }

    /// As in settings: `imap`, `pop3`.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// For people.
    public String label() {
      return label;
    }

    /// The port used where the owner names none.
    public int defaultPort(Security security) {
      return security == Security.TLS ? tlsPort : otherPort;
    }
  }

  /// How a connection is protected. Nothing falls back to something weaker.
  public enum Security {
    /// TLS from the first byte (RFC 8314).
    TLS,
    /// STARTTLS (with POP3: STLS), or no connection at all.
    STARTTLS,
    /// Plaintext, for a server on the same machine; only when asked for by name.
    NONE
  }
}
