package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Security;
import java.io.IOException;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;

/// Connects and logs in: greeting, STARTTLS if that is wanted, then never anything weaker, the
/// password, and who we are (ID, RFC 2971), without which some servers open no folder.
final class Login {

  private static final String NOT_REFRESHED = "__BEFORE_LOGIN__";

  private final MailboxSettings account;
  private final Secret password;
  private final ImapSettings settings;
  private final SSLSocketFactory tls;
  private final Complaints complaints;

  Login(
      MailboxSettings account,
      Secret password,
      ImapSettings settings,
      SSLSocketFactory tls,
      Complaints complaints) {
    this.account = account;
    this.password = password;
    this.settings = settings;
    this.tls = tls;
    this.complaints = complaints;
  }

  /// A connection that is logged in.
  ///
  /// @throws dev.mailcask.base.Failure if there is none to be had
  ImapWire open() {
    ImapWire wire = connect();
    boolean done = false;
    try {
      protect(wire);
      if (!wire.isAuthenticated()) {
        authenticate(wire);
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
      return new ImapWire(account, settings, new Sockets(tls), spool);
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

  private void authenticate(ImapWire wire) {
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
}
