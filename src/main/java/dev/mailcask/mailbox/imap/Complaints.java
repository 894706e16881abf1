package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.net.Trouble;
import dev.mailcask.mailbox.providers.Providers;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/// Translates what goes wrong with a server into a [Failure] that its owner can act upon. The
/// server's own words are passed on in part, without what looks like an address.
final class Complaints {

  private final MailboxSettings account;
  private final Trouble trouble;

  Complaints(MailboxSettings account) {
    this.account = account;
    this.trouble = new Trouble(account);
  }

  /// The subject of failures of the account as a whole.
  String subject() {
    return trouble.subject();
  }

  /// The subject of failures of a folder.
  String subject(String rawFolder) {
    return subject() + ", folder " + ModifiedUtf7.decode(rawFolder);
  }

  private String server() {
    return trouble.server();
  }

  /// No connection came about.
  Failure unconnected(Exception e) {
    return trouble.unconnected(e);
  }

  /// The server said BYE instead of a greeting, or while logging in.
  Failure turnedAway(String text, @Nullable Exception e) {
    Completion words = Completion.of("NO " + text);
    return isThrottling(words)
        ? throttled(subject(), words)
        : unreachable(server() + " turns the connection away" + said(words), Trouble.AGAIN, e);
  }

  /// STARTTLS was asked for, and the server does not have it.
  Failure withoutStartTls() {
    return trouble.withoutStartTls("STARTTLS");
  }

  /// Something came in plaintext where only TLS may speak.
  Failure tampered() {
    return trouble.tampered();
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
      return unreachable(
          server() + " cannot log anybody in now" + said(answer), Trouble.AGAIN, null);
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
      return unreachable(
          server() + " cannot log anybody in now" + said(answer), Trouble.AGAIN, null);
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
    if (Trouble.cancelled()) {
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
          default ->
              "the connection was lost (" + Trouble.quote(String.valueOf(e.getMessage())) + ")";
        };
    return new Failure.Unreachable(subject, problem, Trouble.AGAIN, e);
  }

  /// The server answered a command with NO or BAD.
  ///
  /// @param problem what could not be done
  Failure refused(String subject, String problem, Completion answer) {
    if (isThrottling(answer)) {
      return throttled(subject, answer);
    }
    if (answer.hasCode("UNAVAILABLE") || answer.hasCode("SERVERBUG") || answer.hasCode("INUSE")) {
      return new Failure.Unreachable(subject, problem + said(answer), Trouble.AGAIN, null);
    }
    return new Failure.Refused(
        subject,
        problem + said(answer),
        "check the folder and your rights with a mail program",
        null);
  }

  /// The server did not keep to the protocol in a way that makes its answer useless.
  Failure nonsense(String subject, String problem) {
    return new Failure.Unreachable(subject, problem, Trouble.AGAIN, null);
  }

  /// Whether the server asks for patience.
  static boolean isThrottling(Completion answer) {
    return answer.hasCode("THROTTLED")
        || answer.hasCode("OVERQUOTA")
        || (answer.hasCode("LIMIT") && answer.mentions("rate"))
        || Trouble.asksForPatience(answer.code() + " " + answer.text());
  }

  /// Takes a refusal for what it is before anything is read into it.
  ///
  /// @throws Failure.Throttled if it asks for patience
  static void heed(String subject, Completion refusal) {
    if (isThrottling(refusal)) {
      throw throttled(subject, refusal);
    }
  }

  /// The server asks for patience.
  static Failure throttled(String subject, Completion answer) {
    return Trouble.throttled(subject, answer.text(), said(answer), answer.hasCode("OVERQUOTA"));
  }

  private Failure unreachable(String problem, String hint, @Nullable Exception e) {
    return trouble.unreachable(problem, hint, e);
  }

  /// The server's words in brackets, or nothing.
  static String said(Completion answer) {
    String words = (answer.code().isEmpty() ? "" : "[" + answer.code() + "] ") + answer.text();
    return Trouble.said(words);
  }
}
