package dev.mailcask.archive.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/// HKDF-SHA256 (RFC 5869) to keys of 32 bytes for AES.
final class Hkdf {

  private static final int KEY_BYTES = 32;

  private Hkdf() {}

  /// @param info what the key is for, in ASCII
  static SecretKey derive(byte[] material, byte[] salt, String info) {
    byte[] context = info.getBytes(StandardCharsets.US_ASCII);
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              "AES",
              HKDFParameterSpec.ofExtract()
                  .addIKM(material)
                  .addSalt(salt)
                  .thenExpand(context, KEY_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no HKDF-SHA256 in this Java platform", e);
    }
  }
}
