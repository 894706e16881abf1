package dev.mailcask.archive.keys;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;

/// AES-256-GCM (NIST SP 800-38D) with nonces of 12 bytes and tags of 16. Thread-safe.
///
/// The platform's cipher calls the processor's own instructions only from methods that are
/// compiled, and methods are compiled when they are called often, not when they work long. A block
/// of some hundred kilobytes in one call runs some thirty times slower, for hundreds of blocks. So
/// both ways are cut into calls for a kilobyte: by hand where we seal; where we open, the platform
/// does it by itself if the source is a buffer without an array that it may use.
final class Gcm {

  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  /// Whole blocks of AES, so that nothing waits in the cipher between two calls.
  private static final int PIECE = 1024;

  private Gcm() {}

  /// Encrypts in place; the tag comes behind.
  static void seal(
      SecretKey key, byte[] nonce, byte[] associated, byte[] buffer, int offset, int length) {
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, associated);
      int at = offset;
      for (int end = offset + length; end - at > PIECE; at += PIECE) {
        int _ = cipher.update(buffer, at, PIECE, buffer, at);
      }
      int _ = cipher.doFinal(buffer, at, offset + length - at, buffer, at);
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
      int _ = cipher.doFinal(sealed.asReadOnlyBuffer(), into);
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
