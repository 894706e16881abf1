package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.providers.Providers;
import java.io.IOException;
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

/// Translates what goes wrong with a server into a [Failure] that its owner can act upon. The
/// server's own words are passed on in part, without what looks like an address.
final class Complaints {

  private static final Pattern ADDRESS = Pattern.compile("\\S*@\\S+");
  private static final Pattern BACK_OFF =
      Pattern.compile("back-?off time: *(\\d{1,10})", Pattern.CASE_INSENSITIVE);
  /// Who has taken more than a day's share is let in again after hours, not seconds.
  private static final Duration BANDWIDTH = Duration.ofHours(1);

  private static final int LONGEST_QUOTE = 160;
  private static final String AGAIN = "try again later; what was done until then is kept";

  private final MailboxSettings account;

  Complaints(MailboxSettings account) {
    this.account = account;
  }

  /// The subject of failures of the account as a whole.
  String subject() {
    return "account " + account.account();
  }

  /// The subject of failures of a folder.
  String subject(String rawFolder) {
    return subject() + ", folder " + ModifiedUtf7.decode(rawFolder);
  }

  private String server() {
    return account.host() + ":" + account.port();
  }

  /// No connection came about.
  Failure unconnected(Exception e) {
    if (cancelled()) {
      return new Failure.Cancelled(subject());
    }
    if (cause(e, Trust.UntrustedException.class) instanceof Trust.UntrustedException untrusted) {
      return distrusted(untrusted, e);
    }
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
          "check port and security: 993 is for tls, 143 for starttls",
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
          "check the port, and that IMAP is switched on there",
          e);
    }
    if (cause(e, NoRouteToHostException.class) != null) {
      return unreachable("there is no way to " + server(), "check this machine's network", e);
    }
    return unreachable(
        server()
            + " does not greet as an IMAP server does ("
            + quote(String.valueOf(e.getMessage()))
            + ")",
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

  /// The server said BYE instead of a greeting, or while logging in.
  Failure turnedAway(String text, @Nullable Exception e) {
    Completion words = Completion.of("NO " + text);
    return isThrottling(words)
        ? throttled(subject(), words)
        : unreachable(server() + " turns the connection away" + said(words), AGAIN, e);
  }

  /// STARTTLS was asked for, and the server does not have it.
  Failure withoutStartTls() {
    return new Failure.Refused(
        subject(),
        server() + " does not offer STARTTLS, and the password is not sent without it",
        "choose tls with port 993; if STARTTLS worked before, somebody may be tampering with the"
            + " connection",
        null);
  }

  /// Something came in plaintext where only TLS may speak.
  Failure tampered() {
    return new Failure.Refused(
        subject(),
        server() + " sent plaintext where TLS was due, as only somebody in between would do",
        "choose tls with port 993, and check the network",
        null);
  }

  /// The server takes no password on this connection.
  Failure loginDisabled() {
    boolean open = account.security() == MailboxSettings.Security.NONE;
    return new Failure.Refused(
        subject(),
        server() + (open ? " takes no login without TLS" : " takes no login with a password"),
        open ? "choose tls or starttls as security" : Providers.hint(account.host()),
        null);
  }

  /// The login was answered with NO or BAD.
  Failure loginRefused(Completion answer) {
    if (isThrottling(answer)) {
      return throttled(subject(), answer);
    }
    if (answer.hasCode("UNAVAILABLE") || answer.mentions("authenticated but not connected")) {
      return unreachable(server() + " cannot log anybody in now" + said(answer), AGAIN, null);
    }
    if (answer.hasCode("PRIVACYREQUIRED")) {
      return loginDisabled();
    }
    return new Failure.Refused(
        subject(),
        server() + " does not accept user name and password" + said(answer),
        Providers.hint(account.host()),
        null);
  }

  /// The server takes no access tokens.
  Failure takesNoTokens() {
    return new Failure.Refused(
        subject(),
        server() + " takes no access tokens (it offers neither OAUTHBEARER nor XOAUTH2)",
        "check the host, or use the account's password or an app password instead",
        null);
  }

  /// The answer to a token that says nothing about the token, or null if it does.
  @Nullable Failure beyondTheToken(Completion answer) {
    if (isThrottling(answer)) {
      return throttled(subject(), answer);
    }
    if (answer.hasCode("UNAVAILABLE") || answer.mentions("authenticated but not connected")) {
      return unreachable(server() + " cannot log anybody in now" + said(answer), AGAIN, null);
    }
    return null;
  }

  /// Two access tokens in a row were refused, the second one made just for this.
  Failure tokenRefused(TokenLogin.RefusedException refused) {
    boolean narrow = refused.lacksScope();
    return new Failure.Refused(
        subject(),
        server()
            + (narrow
                ? " says that the sign-in lacks the right to read mail over IMAP"
                : " does not accept the access token of the sign-in, though it is a new one")
            + said(refused.answer()),
        narrow
            ? "give the OAuth client the right for IMAP at the provider, and sign in again"
            : "check that IMAP is switched on for the mailbox, that its user name is the one who"
                + " signed in or may open it, and sign in again if access was withdrawn",
        null);
  }

  /// The connection went away during a command.
  Failure lost(String subject, IOException e, String lastComplaint) {
    if (cancelled()) {
      return new Failure.Cancelled(subject);
    }
    String words = e instanceof ImapWire.GoodbyeException ? e.getMessage() : lastComplaint;
    Completion last = Completion.of("NO " + (words == null ? "" : words));
    if (isThrottling(last)) {
      return throttled(subject, last);
    }
    String problem =
        switch (e) {
          case ImapWire.GoodbyeException _ -> "the server ended the session" + said(last);
          case SocketTimeoutException _ -> "the server stopped answering";
          default -> "the connection was lost (" + quote(String.valueOf(e.getMessage())) + ")";
        };
    return new Failure.Unreachable(subject, problem, AGAIN, e);
  }

  /// The server answered a command with NO or BAD.
  ///
  /// @param problem what could not be done
  Failure refused(String subject, String problem, Completion answer) {
    if (isThrottling(answer)) {
      return throttled(subject, answer);
    }
    if (answer.hasCode("UNAVAILABLE") || answer.hasCode("SERVERBUG") || answer.hasCode("INUSE")) {
      return new Failure.Unreachable(subject, problem + said(answer), AGAIN, null);
    }
    return new Failure.Refused(
        subject,
        problem + said(answer),
        "check the folder and your rights with a mail program",
        null);
  }

  /// The server did not keep to the protocol in a way that makes its answer useless.
  Failure nonsense(String subject, String problem) {
    return new Failure.Unreachable(subject, problem, AGAIN, null);
  }

  /// Whether the server asks for patience.
  static boolean isThrottling(Completion answer) {
    return answer.hasCode("THROTTLED")
        || answer.hasCode("OVERQUOTA")
        || (answer.hasCode("LIMIT") && answer.mentions("rate"))
        || answer.mentions("throttl")
        || answer.mentions("too many")
        || answer.mentions("rate limit")
        || answer.mentions("bandwidth limit")
        || answer.mentions("maximum number of connections")
        || answer.mentions("server unavailable. 15");
  }

  private Failure throttled(String subject, Completion answer) {
    Matcher time = BACK_OFF.matcher(answer.text());
    Duration patience = Duration.ZERO;
    String wait = "an hour or more";
    if (time.find()) {
      patience = Duration.ofMillis(Long.parseLong(time.group(1)));
      wait = (patience.toSeconds() + 1) + " seconds";
    } else if (answer.hasCode("OVERQUOTA") || answer.mentions("bandwidth limit")) {
      patience = BANDWIDTH;
    }
    return new Failure.Throttled(
        subject,
        "the server asks for patience" + said(answer),
        "wait " + wait + ", and close other mail programs that use the account",
        patience,
        null);
  }

  private Failure unreachable(String problem, String hint, @Nullable Exception e) {
    return new Failure.Unreachable(subject(), problem, hint, e);
  }

  /// The server's words in brackets, or nothing.
  static String said(Completion answer) {
    String words = (answer.code().isEmpty() ? "" : "[" + answer.code() + "] ") + answer.text();
    return words.isBlank() ? "" : " (it says: " + quote(words.strip()) + ")";
  }

  private static String quote(String words) {
    String tame = ADDRESS.matcher(words).replaceAll("…").replaceAll("\\p{Cntrl}", " ");
    return tame.length() > LONGEST_QUOTE ? tame.substring(0, LONGEST_QUOTE) + "…" : tame;
  }

  private static boolean cancelled() {
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
