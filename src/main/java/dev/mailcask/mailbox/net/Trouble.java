package dev.mailcask.mailbox.net;

import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Security;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Translates what goes wrong with a connection, whatever is spoken on it, into a [Failure] that
/// the account's owner can act upon. The server's own words are passed on in part, without what
/// looks like an address.
public final class Trouble {

  /// The hint where nothing but time helps.
  public static final String AGAIN = "try again later; what was done until then is kept";

  private static final Pattern ADDRESS = Pattern.compile("\\S*@\\S+");
  private static final Pattern BACK_OFF =
      Pattern.compile("back-?off time: *(\\d{1,10})", Pattern.CASE_INSENSITIVE);

  /// Who has taken more than a day's share is let in again after hours, not seconds.
  private static final Duration BANDWIDTH = Duration.ofHours(1);

  /// What servers were seen to say. Too many of what matters: a message may well have too many
  /// parts, and that does not pass with time.
  private static final Pattern PATIENCE =
      Pattern.compile(
          "\\bthrottl(ed|ing)\\b"
              + "|back-?off time"
              + "|too many (\\w+ ){0,3}?(connections?|sessions?|requests?|logins?|log-?ins?"
              + "|login failures|attempts|clients|processes)\\b"
              + "|too many (commands|operations|queries)\\b"
              + "|\\brate[- ]limit"
              + "|(command or )?bandwidth limits?"
              + "|maximum number of connections"
              + "|server unavailable\\. 15\\b",
          Pattern.CASE_INSENSITIVE);

  private static final int LONGEST_QUOTE = 160;

  private final MailboxSettings account;

  public Trouble(MailboxSettings account) {
    this.account = account;
  }

  /// The subject of failures of the account as a whole.
  public String subject() {
    return "account " + account.account();
  }

  /// The server, for people.
  public String server() {
    return account.host() + ":" + account.port();
  }

  /// No connection came about.
  public Failure unconnected(Exception e) {
    if (cancelled()) {
      return new Failure.Cancelled(subject());
    }
    if (cause(e, Trust.UntrustedException.class) instanceof Trust.UntrustedException untrusted) {
      return distrusted(untrusted, e);
    }
    String label = account.protocol().label();
    if (cause(e, UnknownHostException.class) != null) {
      return unreachable(
          "no server named " + account.host() + " is known",
          "check the host name, and this machine's network",
          e);
    }
    if (cause(e, SSLException.class) != null) {
      return new Failure.Refused(
          subject(),
          server() + " does not agree on TLS (" + quote(String.valueOf(e.getMessage())) + ")",
          "check port and security: %d is for tls, %d for starttls"
              .formatted(
                  account.protocol().defaultPort(Security.TLS),
                  account.protocol().defaultPort(Security.STARTTLS)),
          e);
    }
    if (cause(e, SocketTimeoutException.class) != null) {
      return unreachable(
          server() + " does not answer in time",
          "check host, port and security, and whether a firewall is in between",
          e);
    }
    if (cause(e, ConnectException.class) != null) {
      return unreachable(
          server() + " refuses connections",
          "check the port, and that " + label + " is switched on there",
          e);
    }
    if (cause(e, NoRouteToHostException.class) != null) {
      return unreachable("there is no way to " + server(), "check this machine's network", e);
    }
    return unreachable(
        "%s does not greet as %s server does (%s)"
            .formatted(
                server(),
                label.startsWith("I") ? "an " + label : "a " + label,
                quote(String.valueOf(e.getMessage()))),
        "check host, port and security",
        e);
  }

  private Failure distrusted(Trust.UntrustedException untrusted, Exception e) {
    X509Certificate certificate = untrusted.certificate();
    String whose = "the certificate that " + server() + " shows ";
    if (cause(untrusted, CertificateExpiredException.class) != null) {
      return new Failure.Refused(
          subject(),
          whose + "expired on " + certificate.getNotAfter().toInstant(),
          "ask who runs the server to renew it, and check this machine's clock",
          e);
    }
    if (cause(untrusted, CertificateNotYetValidException.class) != null) {
      return new Failure.Refused(
          subject(),
          whose + "is not valid before " + certificate.getNotBefore().toInstant(),
          "check this machine's clock",
          e);
    }
    String reason = String.valueOf(untrusted.getMessage()).toLowerCase(Locale.ROOT);
    if (reason.contains("no subject alternative") || reason.contains("no name matching")) {
      return new Failure.Refused(
          subject(),
          whose + "is made out to another host name (" + Names.of(certificate) + ")",
          "enter one of the names in the certificate as the host, if that is the server you mean",
          e);
    }
    return new Failure.Refused(
        subject(),
        whose + "was issued by " + issuer(certificate) + ", which is not trusted",
        "add the issuer's certificate to the trusted certificates, if you know it to be genuine",
        e);
  }

  private static String issuer(X509Certificate certificate) {
    String issuer = certificate.getIssuerX500Principal().getName();
    return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())
        ? "itself (" + issuer + ")"
        : issuer;
  }

  /// STARTTLS was asked for, and the server does not have it.
  ///
  /// @param command what it is called there
  public Failure withoutStartTls(String command) {
    return new Failure.Refused(
        subject(),
        server() + " does not offer " + command + ", and the password is not sent without it",
        "choose tls with port %d; if %s worked before, somebody may be tampering with the connection"
            .formatted(account.protocol().defaultPort(Security.TLS), command),
        null);
  }

  /// Something came in plaintext where only TLS may speak.
  public Failure tampered() {
    return new Failure.Refused(
        subject(),
        server() + " sent plaintext where TLS was due, as only somebody in between would do",
        "choose tls with port %d, and check the network"
            .formatted(account.protocol().defaultPort(Security.TLS)),
        null);
  }

  /// The server is there, and does not do what was asked for now.
  public Failure unreachable(String problem, String hint, @Nullable Exception e) {
    return new Failure.Unreachable(subject(), problem, hint, e);
  }

  /// Whether the words of a server ask for patience.
  public static boolean asksForPatience(String words) {
    return PATIENCE.matcher(words).find();
  }

  /// The server asks for patience.
  ///
  /// @param words of the server; they may say how long
  /// @param said the same in brackets, for people
  /// @param exhausted whether a share of the day is used up
  public static Failure throttled(String subject, String words, String said, boolean exhausted) {
    Matcher time = BACK_OFF.matcher(words);
    Duration patience = Duration.ZERO;
    String wait = "an hour or more";
    if (time.find()) {
      patience = Duration.ofMillis(Long.parseLong(time.group(1)));
      wait = (patience.toSeconds() + 1) + " seconds";
    } else if (exhausted || words.toLowerCase(Locale.ROOT).contains("bandwidth limit")) {
      patience = BANDWIDTH;
    }
    return new Failure.Throttled(
        subject,
        "the server asks for patience" + said,
        "wait " + wait + ", and close other mail programs that use the account",
        patience,
        null);
  }

  /// A server's words in brackets, tamed, or nothing.
  public static String said(String words) {
    return words.isBlank() ? "" : " (it says: " + quote(words.strip()) + ")";
  }

  /// Words of strangers, without addresses and control characters, and not too many.
  public static String quote(String words) {
    String tame = ADDRESS.matcher(words).replaceAll("…").replaceAll("\\p{Cntrl}", " ");
    return tame.length() > LONGEST_QUOTE ? tame.substring(0, LONGEST_QUOTE) + "…" : tame;
  }

  /// Whether the work on this thread was cancelled, so that a lost connection is no trouble.
  public static boolean cancelled() {
    return Thread.currentThread().isInterrupted();
  }

  private static @Nullable Throwable cause(Throwable e, Class<? extends Throwable> type) {
    Throwable at = e;
    for (int depth = 0; at != null && depth < 20; depth++) {
      if (type.isInstance(at)) {
        return at;
      }
      at = at.getCause();
    }
    return null;
  }
}
