package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Content;
import dev.mailcask.base.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// The beginning of a large message that was being received when the connection was lost. Used by
/// one thread at a time.
final class BrokenOff implements AutoCloseable {

  private static final int CHUNK = 1 << 16;

  private final Spool.File begun;
  private final long total;
  private int refusals;

  /// @param begun what came
  /// @param total the bytes that the server announced
  BrokenOff(Spool.File begun, long total) {
    this.begun = begun;
    this.total = total;
  }

  /// The bytes that are here.
  long size() {
    return begun.size();
  }

  long total() {
    return total;
  }

  boolean isWhole() {
    return begun.size() == total;
  }

  /// The message as far as it is here; valid until this is closed.
  Content content() {
    return begun;
  }

  /// Takes note that the server did not give a piece.
  ///
  /// @return how often by now
  int refused() {
    return ++refusals;
  }

  /// Whether the message begins with so many bytes, which are just the piece.
  boolean beginsWith(Content piece, int count) {
    if (piece.size() != count) {
      return false;
    }
    try (InputStream here = begun.open();
        InputStream in = piece.open()) {
      return Arrays.equals(in.readNBytes(count), here.readNBytes(count));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Adds a piece that begins with the last bytes which are here already.
  ///
  /// @param overlap how many those are
  /// @return whether they are the same, and something came behind them that has room in the message
  /// @throws dev.mailcask.base.Failure.OutOfSpace if the disk does not take it
  boolean append(Content piece, int overlap) {
    if (piece.size() <= overlap || piece.size() - overlap > total - size()) {
      return false;
    }
    try (InputStream in = piece.open()) {
      if (!Arrays.equals(in.readNBytes(overlap), begun.tail(overlap))) {
        return false;
      }
      byte[] buffer = new byte[CHUNK];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        begun.write(buffer, 0, count);
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    begun.close();
  }
}
