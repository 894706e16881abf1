package dev.mailcask.mailbox.net;

import dev.mailcask.mailbox.MailboxSettings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The one message of a login with an access token, in base64: user and token together. A server
/// that refuses says why in a challenge (JSON), to be answered with nothing that means anything,
/// and only then says no.
public enum TokenMessage {
  /// The standard (RFC 7628).
  OAUTHBEARER("\1") {
    @Override
    public String of(MailboxSettings account, String token) {
      String user = account.user().replace("=", "=3D").replace(",", "=2C"); // RFC 5801 section 4
      return encoded(
          "n,a=%s,\1host=%s\1port=%d\1auth=Bearer %s\1\1"
              .formatted(user, account.host(), account.port(), token));
    }
  },
  /// What Google made up before there was a standard, and all that Microsoft takes.
  XOAUTH2("") {
    @Override
    public String of(MailboxSettings account, String token) {
      return encoded("user=" + account.user() + "\1auth=Bearer " + token + "\1\1");
    }
  };

  private static final int LONGEST_ERROR = 8 << 10;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String answer;

  TokenMessage(String answer) {
    this.answer = answer.isEmpty() ? answer : encoded(answer);
  }

  /// The message.
  public abstract String of(MailboxSettings account, String token);

  /// The answer to the challenge of a server that refuses: in OAUTHBEARER one separator (RFC 7628
  /// section 3.2.3), in XOAUTH2 an empty line.
  public String answerToRefusal() {
    return answer;
  }

  /// What a challenge says of the token, as `insufficient_scope`, or empty: it is a help, never
  /// needed.
  public static String status(String challenge) {
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

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
