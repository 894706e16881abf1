package dev.mailcask.oauth;

import dev.mailcask.base.Failure;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The key file of a Google service account, and what is signed with it: a JSON Web Token that says
/// which mailbox is to be opened (RFC 7523 section 3, RFC 7515, RS256).
///
/// @param clientEmail the account's address, the client id of [OAuthSettings]
/// @param privateKey as PEM (PKCS #8)
/// @param tokenUrl where Google says that tokens come from
public record ServiceAccountKey(String clientEmail, String privateKey, String tokenUrl) {

  private static final Duration LIFE = Duration.ofHours(1);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /// Reads the file that Google gives.
  ///
  /// @param subject whom a failure is about
  /// @throws Failure.Misconfigured if it is another file
  public static ServiceAccountKey of(String subject, String file) {
    try {
      JsonNode json = JSON.readTree(file);
      ServiceAccountKey key =
          new ServiceAccountKey(
              json.path("client_email").asString(""),
              json.path("private_key").asString(""),
              json.path("token_uri").asString(""));
      if (!key.clientEmail.isEmpty() && !key.privateKey.isEmpty()) {
        PrivateKey _ = key(subject, key.privateKey);
        return key;
      }
    } catch (JacksonException _) {
      // Told below, without the text, which may hold a key.
    }
    throw new Failure.Misconfigured(
        subject,
        "this is not the key file of a service account",
        "give the JSON file that Google made with the key, whole");
  }

  /// A token that asks for access to a mailbox.
  ///
  /// @param subject whom a failure is about
  /// @param mailbox whose it is
  static String assertion(
      String subject, OAuthSettings settings, String privateKey, String mailbox, Instant now) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", settings.clientId());
    claims.put("sub", mailbox);
    claims.put("scope", String.join(" ", settings.scopes()));
    claims.put("aud", settings.tokenUrl());
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(LIFE).getEpochSecond());
    String body =
        encoded(JSON.writeValueAsBytes(Map.of("alg", "RS256")))
            + "."
            + encoded(JSON.writeValueAsBytes(claims));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key(subject, privateKey));
      signature.update(body.getBytes(StandardCharsets.US_ASCII));
      return body + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no RSA in this Java platform", e);
    }
  }

  private static String encoded(byte[] bytes) {
    return BASE64.encodeToString(bytes);
  }

  private static PrivateKey key(String subject, String pem) {
    try {
      String body = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new Failure.Misconfigured(
          subject,
          "the private key of the service account cannot be read",
          "give the JSON file that Google made with the key, whole");
    }
  }

  @Override
  public String toString() {
    return clientEmail;
  }
}
