package dev.mailcask.oauth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How the right to open a mailbox is given.
public enum Grant {
  /// The owner signs in with a browser, which comes back to an address of ours (RFC 6749 section
  /// 4.1, with PKCE, RFC 7636).
  AUTHORIZATION_CODE,
  /// The owner types a short code into a browser anywhere (RFC 8628).
  DEVICE_CODE,
  /// The administrator let this client open mailboxes; nobody signs in (RFC 6749 section 4.4).
  CLIENT_CREDENTIALS,
  /// The administrator let a key of Google's open mailboxes; nobody signs in (RFC 7523).
  SERVICE_ACCOUNT;

  /// As it is written in settings: `device-code`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Whether a person has to sign in.
  public boolean needsSignIn() {
    return this == AUTHORIZATION_CODE || this == DEVICE_CODE;
  }

  /// The grant that is written so.
  public static Optional<Grant> of(String word) {
    return Arrays.stream(values()).filter(grant -> grant.word().equals(word)).findFirst();
  }
}
