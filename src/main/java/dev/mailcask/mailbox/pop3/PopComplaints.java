package dev.mailcask.mailbox.pop3;

import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.net.Trouble;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Translates what goes wrong with a POP3 server into a [Failure] that its owner can act upon.
final class PopComplaints {

  /// A session that was lost may hold the maildrop until the server notices (RFC 1939 section 3:
  /// ten minutes at least).
  private static final Duration UNTIL_FREE = Duration.ofMinutes(10);

  /// Servers without response codes say it in words of their own.
  private static final Pattern IN_USE =
      Pattern.compile(
          "(mail ?(drop|box)|spool).*(lock|in use|busy|already)|(lock|in use|busy).*mail ?(drop|box)"
              + "|another (pop|session)",
          Pattern.CASE_INSENSITIVE);

  private final MailboxSettings account;
  private final Trouble trouble;

  PopComplaints(MailboxSettings account) {
    this.account = account;
    this.trouble = new Trouble(account);
  }

  /// What any server may have.
  Trouble trouble() {
    return trouble;
  }

  /// The subject of failures of the one folder.
  String inbox() {
    return trouble.subject() + ", folder " + Pop3Mailbox.INBOX.path();
  }

  /// The server says no instead of greeting.
  Failure turnedAway(PopAnswer answer) {
    Failure passing = passing(answer, Duration.ZERO);
    return passing != null
        ? passing
        : trouble.unreachable(
            trouble.server() + " turns the connection away" + said(answer), Trouble.AGAIN, null);
  }

  /// What says nothing against user and password, and passes; null if it is not that.
  ///
  /// @param loginDelay what the server wants between two logins, zero where it does not say
  private @Nullable Failure passing(PopAnswer answer, Duration loginDelay) {
    if (answer.hasCode("IN-USE")
        || (answer.code().isEmpty() && IN_USE.matcher(answer.text()).find())) {
      return new Failure.Throttled(
          trouble.subject(),
          "another program has the mailbox open, and POP3 lets in one at a time" + said(answer),
          "close other mail programs that fetch from the account by POP3, or wait some minutes",
          UNTIL_FREE,
          null);
    }
    if (answer.hasCode("LOGIN-DELAY")) {
      return new Failure.Throttled(
          trouble.subject(),
          "the server wants more time between two logins" + said(answer),
          "wait, and make backups and other mail programs ask less often",
          loginDelay,
          null);
    }
    if (Trouble.asksForPatience(answer.words())) {
      return Trouble.throttled(trouble.subject(), answer.text(), said(answer), false);
    }
    if (answer.hasCode("SYS/TEMP")) {
      return trouble.unreachable(
          trouble.server() + " cannot open the mailbox now" + said(answer), Trouble.AGAIN, null);
    }
    if (answer.hasCode("SYS")) {
      return new Failure.Refused(
          trouble.subject(),
          trouble.server() + " cannot open the mailbox" + said(answer),
          "tell who runs the server",
          null);
    }
    return null;
  }

  /// The login was answered with no.
  Failure loginRefused(PopAnswer answer, Duration loginDelay) {
    Failure passing = passing(answer, loginDelay);
    return passing != null
        ? passing
        : new Failure.Refused(
            trouble.subject(),
            trouble.server() + " does not accept user name and password" + said(answer),
            "check both; some providers want an app password, or POP3 to be switched on first",
            null);
  }

  /// The server takes no password on this connection.
  Failure loginDisabled() {
    boolean open = account.security() == MailboxSettings.Security.NONE;
    return new Failure.Refused(
        trouble.subject(),
        trouble.server()
            + (open ? " takes no login without TLS" : " takes no login with a password"),
        open ? "choose tls or starttls as security" : "sign in to the account instead",
        null);
  }

  /// The server takes no access tokens.
  Failure takesNoTokens() {
    return new Failure.Refused(
        trouble.subject(),
        trouble.server() + " takes no access tokens (it offers neither OAUTHBEARER nor XOAUTH2)",
        "check the host, or use the account's password or an app password instead",
        null);
  }

  /// The answer to a token that says nothing about the token, or null if it does.
  @Nullable Failure beyondTheToken(PopAnswer answer, Duration loginDelay) {
    return passing(answer, loginDelay);
  }

  /// Two access tokens in a row were refused, the second one made just for this.
  Failure tokenRefused(PopAnswer answer, boolean narrow) {
    return new Failure.Refused(
        trouble.subject(),
        trouble.server()
            + (narrow
                ? " says that the sign-in lacks the right to read mail over POP3"
                : " does not accept the access token of the sign-in, though it is a new one")
            + said(answer),
        narrow
            ? "give the OAuth client the right for POP3 at the provider, and sign in again"
            : "check that POP3 is switched on for the mailbox, that its user name is the one who"
                + " signed in, and sign in again if access was withdrawn",
        null);
  }

  /// The connection went away.
  Failure lost(String subject, IOException e) {
    if (Trouble.cancelled()) {
      return new Failure.Cancelled(subject);
    }
    String problem =
        e instanceof SocketTimeoutException
            ? "the server stopped answering"
            : "the connection was lost (" + Trouble.quote(String.valueOf(e.getMessage())) + ")";
    return new Failure.Unreachable(subject, problem, Trouble.AGAIN, e);
  }

  /// The server answered a command with no.
  ///
  /// @param problem what could not be done
  Failure refused(String problem, PopAnswer answer) {
    if (Trouble.asksForPatience(answer.words())) {
      return Trouble.throttled(inbox(), answer.text(), said(answer), false);
    }
    if (answer.hasCode("SYS/TEMP") || answer.hasCode("IN-USE")) {
      return nonsense(problem + said(answer));
    }
    return new Failure.Refused(
        inbox(), problem + said(answer), "look into the mailbox with a mail program", null);
  }

  /// The server did not keep to the protocol in a way that makes its answer useless.
  Failure nonsense(String problem) {
    return new Failure.Unreachable(inbox(), problem, Trouble.AGAIN, null);
  }

  /// What cannot be done over POP3.
  Failure onlyReads(String problem) {
    return new Failure.Refused(
        trouble.subject(),
        problem + ": POP3 only reads",
        "restore to an IMAP account, which may be the same mailbox over IMAP",
        null);
  }

  /// The server's words in brackets, or nothing.
  static String said(PopAnswer answer) {
    return Trouble.said(answer.words());
  }
}
