package dev.mailcask.archive.keys;

import dev.mailcask.archive.storage.FileHeader;
import java.security.SecureRandom;
import java.util.Arrays;

/// The data key of an encrypted archive, which all its files' keys come from. Thread-safe; never
/// prints itself.
///
/// [#close()] overwrites these 32 bytes. What the platform copied while it worked with them, and
/// the keys of single files, go with the process.
public final class ArchiveKey implements AutoCloseable {

  static final int BYTES = 32;

  private static final int SALT_BYTES = FileHeader.SEALED_BYTES - FileHeader.BYTES;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] bytes;
  private boolean closed;

  /// @param bytes which belong to the new object from here on
  ArchiveKey(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a data key of " + bytes.length + " bytes");
    }
    this.bytes = bytes;
  }

  static ArchiveKey random() {
    return new ArchiveKey(randomBytes(BYTES));
  }

  static byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /// The key of a new file, with a header of its own. No two files have the same key, so frames may
  /// be numbered from 0 in each.
  ///
  /// @param tag of the file's header
  /// @param stage of a pack, 0 in other files
  /// @param info what the file is: `mailcask pack`, `mailcask journal`
  public FileKey newFile(String tag, int stage, String info) {
    return of(FileHeader.sealed(tag, stage, randomBytes(SALT_BYTES)), info);
  }

  /// The key of a file that is there.
  public FileKey of(FileHeader header, String info) {
    byte[] material = copy();
    try {
      return new FileKey(Hkdf.derive(material, header.salt(), info), header);
    } finally {
      Arrays.fill(material, (byte) 0);
    }
  }

  /// The 32 bytes, which the caller overwrites when it is done.
  synchronized byte[] copy() {
    if (closed) {
      throw new IllegalStateException("the archive's key was given back");
    }
    return bytes.clone();
  }

  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "***";
  }
}
