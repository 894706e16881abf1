package dev.mailcask.mailbox.pop3;

import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.MailboxLogin;
import dev.mailcask.mailbox.MailboxLogin.AccessTokens;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.net.TokenMessage;
import dev.mailcask.mailbox.pop3.PopAnswer.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connects and logs in: greeting, STLS (RFC 2595) if that is wanted, then never anything weaker,
/// and the password or token. Logins go in two steps, command and message, because servers from
/// before RFC 5034 do not know the one of a single line.
final class PopLogin {

  private static final Logger LOG = LoggerFactory.getLogger(PopLogin.class);

  private final MailboxSettings account;
  private final MailboxLogin proof;
  private final Pop3Settings settings;
  private final SSLSocketFactory tls;
  private final PopComplaints complaints;
  private final CommandPace pace;

  PopLogin(
      MailboxSettings account,
      MailboxLogin proof,
      Pop3Settings settings,
      SSLSocketFactory tls,
      PopComplaints complaints,
      CommandPace pace) {
    this.account = account;
    this.proof = proof;
    this.settings = settings;
    this.tls = tls;
    this.complaints = complaints;
    this.pace = pace;
  }

  /// A connection that is logged in, with what the server can do then.
  record Session(PopWire wire, Capabilities capabilities) {}

  /// @throws dev.mailcask.base.Failure if there is none to be had
  Session open() {
    return switch (proof) {
      case MailboxLogin.Password(Secret password) ->
          open((wire, its) -> authenticate(wire, its, password));
      case MailboxLogin.OAuth(AccessTokens tokens) -> openWith(tokens);
    };
  }

  /// A token that should be valid may be refused all the same: revoked, or ended early. Another one
  /// tells that from a right that is missing.
  private Session openWith(AccessTokens tokens) {
    Secret token = tokens.current();
    try {
      return open((wire, its) -> authenticateBy(wire, its, token));
    } catch (TokenRefusedException e) {
      LOG.info("{}: the server refused the token; trying another", complaints.trouble().subject());
      Secret other = tokens.insteadOf(token);
      try {
        return open((wire, its) -> authenticateBy(wire, its, other));
      } catch (TokenRefusedException again) {
        throw complaints.tokenRefused(again.answer, again.narrow);
      }
    }
  }

  private <X extends Exception> Session open(Step<X> authentication) throws X {
    PopWire wire = connect();
    boolean done = false;
    try {
      Capabilities before = protect(wire);
      authentication.on(wire, before);
      Capabilities after = before.known() ? Capabilities.ask(wire) : before;
      done = true;
      return new Session(wire, after);
    } catch (IOException e) {
      throw complaints.trouble().unconnected(e);
    } finally {
      if (!done) {
        wire.close();
      }
    }
  }

  private PopWire connect() {
    try {
      return new PopWire(account, settings, tls, pace);
    } catch (IOException e) {
      throw complaints.trouble().unconnected(e);
    }
  }

  private Capabilities protect(PopWire wire) throws IOException {
    PopAnswer greeting = wire.answer();
    if (!greeting.ok()) {
      throw complaints.turnedAway(greeting);
    }
    Capabilities offered = Capabilities.ask(wire);
    if (account.security() != Security.STARTTLS) {
      return offered;
    }
    if ((offered.known() && !offered.has("STLS")) || !wire.command("STLS").ok()) {
      throw complaints.trouble().withoutStartTls("STLS");
    }
    if (!wire.startTls()) {
      throw complaints.trouble().tampered();
    }
    return Capabilities.ask(wire); // what was said in plaintext does not count
  }

  private void authenticate(PopWire wire, Capabilities its, Secret password) throws IOException {
    PopAnswer answer;
    if (its.takes("PLAIN")) {
      answer = wire.command("AUTH PLAIN");
      if (answer.kind() == Kind.MORE) {
        answer = wire.command(encoded("\0" + account.user() + "\0" + password.value()));
      }
    } else if (its.has("USER") || (!its.has("SASL") && !its.has("STLS"))) {
      answer = wire.command("USER " + account.user());
      if (answer.ok()) {
        answer = wire.command("PASS " + password.value());
      }
    } else {
      throw complaints.loginDisabled();
    }
    if (!answer.ok()) {
      throw complaints.loginRefused(answer, its.loginDelay());
    }
  }

  private void authenticateBy(PopWire wire, Capabilities its, Secret token)
      throws IOException, TokenRefusedException {
    for (TokenMessage message : TokenMessage.values()) {
      if (its.takes(message.name())) {
        authenticateBy(wire, its, message, token);
        return;
      }
    }
    throw complaints.takesNoTokens();
  }

  private void authenticateBy(PopWire wire, Capabilities its, TokenMessage message, Secret token)
      throws IOException, TokenRefusedException {
    String status = "";
    PopAnswer answer = wire.command("AUTH " + message.name());
    if (answer.kind() == Kind.MORE) {
      answer = wire.command(message.of(account, token.value()));
    }
    if (answer.kind() == Kind.MORE) {
      status = TokenMessage.status(answer.text());
      answer = wire.command(message.answerToRefusal());
    }
    if (!answer.ok()) {
      RuntimeException other = complaints.beyondTheToken(answer, its.loginDelay());
      if (other != null) {
        throw other;
      }
      throw new TokenRefusedException(answer, status.equals("insufficient_scope"));
    }
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private interface Step<X extends Exception> {
    void on(PopWire wire, Capabilities offered) throws IOException, X;
  }

  /// The server does not take the token.
  private static final class TokenRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient PopAnswer answer;

    /// Whether the token is valid, but not for mail (RFC 6750 section 3.1).
    private final boolean narrow;

    TokenRefusedException(PopAnswer answer, boolean narrow) {
      super("the access token was refused");
      this.answer = answer;
      this.narrow = narrow;
    }
  }
}
