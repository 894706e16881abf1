package dev.mailcask.replica;

import dev.mailcask.archive.storage.ArchiveFile;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Consumer;

/// Reads an archive file from its first byte to its last, piece by piece, and says whether it is
/// what was once written: a pack's SHA-256 is its name, and a segment ends with that of everything
/// before its trailer. Neither needs the key of an encrypted archive.
final class FileReading {

  private static final int PIECE = 1 << 20;

  /// A segment's trailer, `src/docs/archive-format.md` section 3; its last 32 bytes are the hash.
  private static final int SEGMENT_TRAILER = 48;

  private final ArchiveStorage storage;
  private final Progress progress;

  FileReading(ArchiveStorage storage, Progress progress) {
    this.storage = storage;
    this.progress = progress;
  }

  /// The file cannot be read to its end, or must not be copied as it is.
  static final class Unreadable extends Exception {
    Unreadable(String problem) {
      super(problem, null, false, false);
    }

    String problem() {
      return String.valueOf(getMessage());
    }
  }

  /// @param hash of the whole file
  /// @param sound whether it is what was written
  record Read(ContentId hash, boolean sound) {}

  /// Reads a file.
  ///
  /// @param each gets every piece; must take it at once
  /// @throws Unreadable if it cannot be read to its end
  Read read(String name, ArchiveFile file, long size, Consumer<ByteBuffer> each) throws Unreadable {
    MessageDigest whole = ContentId.digest();
    return switch (file) {
      case ArchiveFile.Pack(String sha256) -> {
        pieces(name, 0, size, whole, each);
        ContentId hash = ContentId.ofDigest(whole.digest());
        yield new Read(hash, hash.toString().equals(sha256));
      }
      case ArchiveFile.Segment _ -> {
        long body = Math.max(0, size - SEGMENT_TRAILER);
        pieces(name, 0, body, whole, each);
        byte[] expected = digestSoFar(whole);
        byte[] end = pieces(name, body, size, whole, each);
        boolean sound =
            end.length == SEGMENT_TRAILER
                && Arrays.equals(
                    end,
                    SEGMENT_TRAILER - ContentId.BYTES,
                    SEGMENT_TRAILER,
                    expected,
                    0,
                    expected.length);
        yield new Read(ContentId.ofDigest(whole.digest()), sound);
      }
    };
  }

  private static byte[] digestSoFar(MessageDigest running) {
    try {
      return ((MessageDigest) running.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("a SHA-256 that cannot be copied", e);
    }
  }

  /// @return the last piece
  private byte[] pieces(
      String name, long from, long to, MessageDigest digest, Consumer<ByteBuffer> each)
      throws Unreadable {
    byte[] piece = new byte[0];
    for (long at = from; at < to; at += piece.length) {
      progress.checkCancelled("copy");
      piece = piece(name, at, (int) Math.min(PIECE, to - at));
      digest.update(piece);
      each.accept(ByteBuffer.wrap(piece));
    }
    return piece;
  }

  private byte[] piece(String name, long at, int length) throws Unreadable {
    try {
      return storage.read(name, at, length);
    } catch (Failure.Corrupt | Failure.Unreachable e) {
      throw new Unreadable(e.problem());
    }
  }
}
