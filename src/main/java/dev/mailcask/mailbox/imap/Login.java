package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Secret;
import dev.mailcask.base.Spool;
import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.MailboxLogin;
import dev.mailcask.mailbox.MailboxLogin.AccessTokens;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Security;
import java.io.IOException;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connects and logs in: greeting, STARTTLS if that is wanted, then never anything weaker, the
/// password or token, and who we are (ID, RFC 2971), without which some servers open no folder.
final class Login {

  private static final Logger LOG = LoggerFactory.getLogger(Login.class);
  private static final String NOT_REFRESHED = "__BEFORE_LOGIN__";

  private final MailboxSettings account;
  private final MailboxLogin proof;
  private final ImapSettings settings;
  private final SSLSocketFactory tls;
  private final Complaints complaints;
  private final CommandPace pace;

  Login(
      MailboxSettings account,
      MailboxLogin proof,
      ImapSettings settings,
      SSLSocketFactory tls,
      Complaints complaints,
      CommandPace pace) {
    this.pace = pace;
    this.account = account;
    this.proof = proof;
    this.settings = settings;
    this.tls = tls;
    this.complaints = complaints;
  }

  /// A connection that is logged in.
  ///
  /// @throws dev.mailcask.base.Failure if there is none to be had
  ImapWire open() {
    return switch (proof) {
      case MailboxLogin.Password(Secret password) -> open(wire -> authenticate(wire, password));
      case MailboxLogin.OAuth(AccessTokens tokens) -> openWith(tokens);
    };
  }

  /// A token that should be valid may be refused all the same: revoked, or ended early. Another one
  /// tells that from a right that is missing.
  private ImapWire openWith(AccessTokens tokens) {
    Secret token = tokens.current();
    try {
      return open(wire -> authenticateBy(wire, token));
    } catch (TokenLogin.RefusedException e) {
      LOG.info("{}: the server refused the access token; trying another", complaints.subject());
      Secret other = tokens.insteadOf(token);
      try {
        return open(wire -> authenticateBy(wire, other));
      } catch (TokenLogin.RefusedException again) {
        throw complaints.tokenRefused(again);
      }
    }
  }

  private <X extends Exception> ImapWire open(Step<X> authentication) throws X {
    ImapWire wire = connect();
    boolean done = false;
    try {
      protect(wire);
      if (!wire.isAuthenticated()) {
        authentication.on(wire);
      }
      introduce(wire);
      done = true;
      return wire;
    } finally {
      if (!done) {
        wire.disconnect();
      }
    }
  }

  private ImapWire connect() {
    try {
      Spool spool = new Spool(settings.spool(), settings.inMemory());
      return new ImapWire(account, settings, new Sockets(tls), spool, pace);
    } catch (ConnectionException e) {
      throw endOfTalk(e);
    } catch (IOException | ProtocolException e) {
      throw complaints.unconnected(e);
    }
  }

  private void protect(ImapWire wire) {
    if (account.security() != Security.STARTTLS) {
      return;
    }
    if (wire.isAuthenticated()) {
      throw complaints.tampered(); // PREAUTH is no way around TLS
    }
    if (!wire.hasCapability("STARTTLS")) {
      throw complaints.withoutStartTls();
    }
    try {
      wire.startTLS();
      wire.capability(); // what was said in plaintext does not count
    } catch (CommandFailedException | BadCommandException e) {
      throw complaints.withoutStartTls();
    } catch (ConnectionException e) {
      throw wire.injected() ? complaints.tampered() : endOfTalk(e);
    } catch (ProtocolException e) {
      throw wire.injected() ? complaints.tampered() : complaints.unconnected(e);
    }
    if (wire.injected() || !wire.isSSL()) {
      throw complaints.tampered();
    }
  }

  private void authenticateBy(ImapWire wire, Secret token) throws TokenLogin.RefusedException {
    try {
      new TokenLogin(account, wire, complaints).authenticate(token);
    } catch (ImapWire.GoodbyeException e) {
      throw complaints.turnedAway(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw complaints.unconnected(e);
    } catch (ConnectionException e) {
      throw endOfTalk(e);
    } catch (ProtocolException e) {
      throw complaints.unconnected(e);
    }
  }

  private void authenticate(ImapWire wire, Secret password) {
    wire.getCapabilities().put(NOT_REFRESHED, "");
    try {
      if (wire.hasCapability("AUTH=PLAIN")) {
        wire.authplain(null, account.user(), password.value());
      } else if (!wire.hasCapability("LOGINDISABLED")) {
        wire.login(account.user(), password.value());
      } else if (wire.hasCapability("AUTH=LOGIN")) {
        wire.authlogin(account.user(), password.value());
      } else {
        throw complaints.loginDisabled();
      }
      if (wire.hasCapability(NOT_REFRESHED)) {
        wire.capability();
      }
    } catch (ConnectionException e) {
      throw endOfTalk(e);
    } catch (CommandFailedException | BadCommandException e) {
      throw complaints.loginRefused(answer(e));
    } catch (ProtocolException e) {
      throw complaints.unconnected(e);
    }
  }

  private void introduce(ImapWire wire) {
    if (!wire.hasCapability("ID")) {
      return;
    }
    try {
      Completion _ = wire.execute("ID (\"name\" \"Mailcask\")");
    } catch (IOException e) {
      throw complaints.lost(complaints.subject(), e, wire.lastComplaint());
    }
  }

  /// A BYE, or what Angus makes of an exception on the wire.
  private RuntimeException endOfTalk(ConnectionException e) {
    Response response = e.getResponse();
    if (response == null) {
      return complaints.unconnected(e);
    }
    if (response.getException() instanceof IOException wire) {
      return complaints.unconnected(wire);
    }
    return response.isBYE()
        ? complaints.turnedAway(response.getRest(), e)
        : complaints.unconnected(e);
  }

  private static Completion answer(ProtocolException e) {
    Response response = e.getResponse();
    return Completion.of("NO " + (response == null ? e.getMessage() : response.getRest()));
  }

  private interface Step<X extends Exception> {
    void on(ImapWire wire) throws X;
  }
}
