package dev.mailcask.archive.keys;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.mailcask.archive.keys.Credential.KeyFile;
import dev.mailcask.archive.keys.Credential.Passphrase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// One copy of the data key, wrapped so that one passphrase or one key file opens it.
///
/// A passphrase becomes a key by Argon2id (RFC 9106, version 0x13), one lane. 19 MiB and eight
/// passes move about as many bytes through an attacker's memory for each guess as the RFC's second
/// choice (64 MiB, three passes) and take a quarter of a second here; more memory is not to be had
/// for nothing, as the library keeps it for good once it was used. The figures are part of the
/// slot, so later ones can differ. A key file is random already and becomes a key by HKDF.
///
/// @param number counted from 1; numbers of removed slots may come back
/// @param memoryKib of Argon2id; 0 in a key file's slot
/// @param iterations of Argon2id; 0 in a key file's slot
/// @param wrapped the data key, encrypted, and the tag
@SuppressWarnings("ArrayRecordComponent") // never compared
record KeySlot(
    int number,
    Kind kind,
    int memoryKib,
    int iterations,
    byte[] salt,
    byte[] nonce,
    byte[] wrapped) {

  static final int SALT_BYTES = 16;
  static final int WRAPPED_BYTES = ArchiveKey.BYTES + Gcm.TAG_BYTES;
  static final int MAX_MEMORY_KIB = 1 << 16;
  static final int MAX_ITERATIONS = 1000;

  private static final int MEMORY_KIB = 19 * 1024;
  private static final int ITERATIONS = 8;
  private static final String KEY_FILE_INFO = "mailcask key file";

  /// Held while a passphrase is tried: one takes memory enough.
  private static final Object STRETCHING = new Object();

  /// What opens it.
  enum Kind {
    PASSPHRASE("passphrase"),
    KEY_FILE("keyFile");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /// Its name in the file.
    String word() {
      return word;
    }

    static Kind of(Credential credential) {
      return switch (credential) {
        case Passphrase _ -> PASSPHRASE;
        case KeyFile _ -> KEY_FILE;
      };
    }
  }

  /// A new slot that holds the data key.
  static KeySlot wrap(int number, Credential credential, ArchiveKey key) {
    Kind kind = Kind.of(credential);
    byte[] data = key.copy();
    byte[] wrapped = Arrays.copyOf(data, WRAPPED_BYTES);
    Arrays.fill(data, (byte) 0);
    KeySlot slot =
        new KeySlot(
            number,
            kind,
            kind == Kind.PASSPHRASE ? MEMORY_KIB : 0,
            kind == Kind.PASSPHRASE ? ITERATIONS : 0,
            ArchiveKey.randomBytes(SALT_BYTES),
            ArchiveKey.randomBytes(Gcm.NONCE_BYTES),
            wrapped);
    SecretKey wrapping = slot.wrappingKey(credential);
    Gcm.seal(wrapping, slot.nonce, slot.associated(), wrapped, 0, ArchiveKey.BYTES);
    return slot;
  }

  /// The data key, or null if this is not what opens the slot.
  @Nullable ArchiveKey unwrap(Credential credential) {
    if (kind != Kind.of(credential)) {
      return null;
    }
    byte[] data = new byte[ArchiveKey.BYTES];
    return Gcm.open(
            wrappingKey(credential),
            nonce,
            associated(),
            ByteBuffer.wrap(wrapped),
            ByteBuffer.wrap(data))
        ? new ArchiveKey(data)
        : null;
  }

  private SecretKey wrappingKey(Credential credential) {
    return switch (credential) {
      case Passphrase passphrase -> stretch(passphrase);
      case KeyFile file -> Hkdf.derive(file.bytes(), salt, KEY_FILE_INFO);
    };
  }

  private SecretKey stretch(Passphrase passphrase) {
    byte[] bytes = passphrase.bytes();
    byte[] key;
    synchronized (STRETCHING) {
      key =
          Argon2Function.getInstance(memoryKib, iterations, 1, ArchiveKey.BYTES, Argon2.ID)
              .hash(bytes, salt)
              .getBytes();
    }
    SecretKey made = new SecretKeySpec(key, "AES");
    Arrays.fill(bytes, (byte) 0);
    Arrays.fill(key, (byte) 0);
    return made;
  }

  private byte[] associated() {
    return ("mailcask slot " + number + " " + kind.word()).getBytes(StandardCharsets.US_ASCII);
  }
}
