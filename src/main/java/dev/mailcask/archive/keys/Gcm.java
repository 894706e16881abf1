package dev.mailcask.archive.keys;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;

/// AES-256-GCM (NIST SP 800-38D) with nonces of 12 bytes and tags of 16. Thread-safe.
final class Gcm {

  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  private Gcm() {}

  /// Encrypts in place; the tag comes behind.
  static void seal(
      SecretKey key, byte[] nonce, byte[] associated, byte[] buffer, int offset, int length) {
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, associated);
      int _ = cipher.doFinal(buffer, offset, length, buffer, offset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed to encrypt", e);
    }
  }

  /// Decrypts what is between a buffer's position and limit, the tag at its end, and says whether
  /// it is what was sealed; nothing is written where it is not.
  static boolean open(
      SecretKey key, byte[] nonce, byte[] associated, ByteBuffer sealed, ByteBuffer into) {
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, associated);
      int _ = cipher.doFinal(sealed, into);
      return true;
    } catch (AEADBadTagException e) {
      return false; // an answer: the caller says of what
    } catch (ShortBufferException e) {
      throw new IllegalArgumentException("no room for the content", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed to decrypt", e);
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] associated)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
    cipher.updateAAD(associated);
    return cipher;
  }
}
