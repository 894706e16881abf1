package dev.mailcask.secrets;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// AES-256-GCM (NIST SP 800-38D) under one key. The account's name is associated data, so a file
/// that was renamed to another account's does not open.
///
/// A sealed text is the four bytes `MCS1`, a random nonce of 12 bytes, the ciphertext, a tag of 16
/// bytes. Random nonces are safe for 2^32 seals under one key; passwords change less often.
final class Seal {

  static final int KEY_BYTES = 32;

  private static final byte[] MAGIC = {'M', 'C', 'S', '1'};
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int TAG_BITS = 8 * TAG_BYTES;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  Seal(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  static byte[] newKey() {
    byte[] key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    return key;
  }

  byte[] close(AccountId account, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, account, nonce).doFinal(plain);
      return ByteBuffer.allocate(MAGIC.length + NONCE_BYTES + sealed.length)
          .put(MAGIC)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no AES-GCM in this Java platform", e);
    }
  }

  /// @throws Failure.Corrupt if it was sealed with another key or for another account, or altered
  byte[] open(AccountId account, byte[] sealed) {
    if (sealed.length < MAGIC.length + NONCE_BYTES + TAG_BYTES) {
      throw unreadable(account, "the file of its password is cut off", null);
    }
    ByteBuffer in = ByteBuffer.wrap(sealed);
    byte[] magic = new byte[MAGIC.length];
    byte[] nonce = new byte[NONCE_BYTES];
    in.get(magic).get(nonce);
    if (!Arrays.equals(magic, MAGIC)) {
      throw unreadable(account, "the file of its password is not one of Mailcask's", null);
    }
    byte[] body = new byte[in.remaining()];
    in.get(body);
    try {
      return cipher(Cipher.DECRYPT_MODE, account, nonce).doFinal(body);
    } catch (AEADBadTagException e) {
      throw unreadable(account, "its password does not open with the master key", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no AES-GCM in this Java platform", e);
    }
  }

  static Failure unreadable(AccountId account, String problem, @Nullable Throwable cause) {
    return new Failure.Corrupt(
        "account " + account, problem, "enter the password of the account again", cause);
  }

  private Cipher cipher(int mode, AccountId account, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(("mailcask password of " + account.name()).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
