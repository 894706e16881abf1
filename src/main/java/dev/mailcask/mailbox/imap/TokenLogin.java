package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.MailboxSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.eclipse.angus.mail.iap.ProtocolException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Logs in with an access token: by OAUTHBEARER (RFC 7628), or by XOAUTH2, which Google made up
/// before there was a standard and which is all that Microsoft takes.
///
/// Both put user and token into one message. A server that refuses says why in a challenge (JSON),
/// to be answered with nothing that means anything, and only then says NO.
final class TokenLogin {

  /// In OAUTHBEARER the answer to an error is one separator (RFC 7628 section 3.2.3).
  private static final String SEPARATOR_ALONE = encoded("\1");

  private static final int LONGEST_ERROR = 8 << 10;
  private static final JsonMapper JSON = JsonMapper.builder().build();

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
    if (wire.hasCapability("AUTH=OAUTHBEARER")) {
      return wire.authenticate(
          "OAUTHBEARER",
          bearer(account, token),
          challenge -> {
            status = status(challenge);
            return SEPARATOR_ALONE;
          });
    }
    if (wire.hasCapability("AUTH=XOAUTH2")) {
      return wire.authenticate(
          "XOAUTH2",
          encoded("user=" + account.user() + "\1auth=Bearer " + token + "\1\1"),
          challenge -> {
            status = status(challenge);
            return "";
          });
    }
    throw complaints.takesNoTokens();
  }

  static String bearer(MailboxSettings account, String token) {
    String user = account.user().replace("=", "=3D").replace(",", "=2C"); // RFC 5801 section 4
    return encoded(
        "n,a=%s,\1host=%s\1port=%d\1auth=Bearer %s\1\1"
            .formatted(user, account.host(), account.port(), token));
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// What the error says of the token, or empty: it is a help, never needed.
  private static String status(String challenge) {
    if (challenge.length() > LONGEST_ERROR) {
      return "";
    }
    try {
      JsonNode error = JSON.readTree(Base64.getDecoder().decode(challenge));
      return error.path("status").asString("").toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException | JacksonException _) {
      return ""; // neither base64 nor JSON
    }
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
