package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.net.TokenMessage;
import java.io.IOException;
import org.eclipse.angus.mail.iap.ProtocolException;

/// Logs in with an access token: by OAUTHBEARER, or by XOAUTH2; see [TokenMessage].
final class TokenLogin {

  private final MailboxSettings account;
  private final ImapWire wire;
  private final Complaints complaints;
  private String status = "";

  TokenLogin(MailboxSettings account, ImapWire wire, Complaints complaints) {
    this.account = account;
    this.wire = wire;
    this.complaints = complaints;
  }

  /// @throws RefusedException if the server does not take this token
  /// @throws Failure if it takes none, or cannot say now
  void authenticate(Secret token) throws IOException, ProtocolException, RefusedException {
    Completion answer = exchange(token.value());
    if (!answer.ok()) {
      Failure other = complaints.beyondTheToken(answer);
      if (other != null) {
        throw other;
      }
      throw new RefusedException(answer, status);
    }
    if (answer.hasCode("CAPABILITY")) {
      wire.getCapabilities().clear();
      for (String word : answer.code().split(" ", -1)) {
        wire.getCapabilities().put(word, word);
      }
    } else {
      wire.capability();
    }
  }

  private Completion exchange(String token) throws IOException {
    for (TokenMessage message : TokenMessage.values()) {
      if (wire.hasCapability("AUTH=" + message)) {
        return wire.authenticate(
            message.name(),
            message.of(account, token),
            challenge -> {
              status = TokenMessage.status(challenge);
              return message.answerToRefusal();
            });
      }
    }
    throw complaints.takesNoTokens();
  }

  /// The server does not take the token.
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Completion answer;
    private final String status;

    RefusedException(Completion answer, String status) {
      super("the access token was refused");
      this.answer = answer;
      this.status = status;
    }

    Completion answer() {
      return answer;
    }

    /// Whether the token is valid, but not for mail (RFC 6750 section 3.1).
    boolean lacksScope() {
      return status.equals("insufficient_scope");
    }
  }
}
