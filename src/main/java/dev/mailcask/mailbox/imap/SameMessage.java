package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Content;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Compares a message with what a server made of it: servers store LF and send CRLF, end the last
/// line, and turn NUL, which IMAP forbids, into 0x80. All else must be equal.
final class SameMessage {

  private static final int REPLACED_NUL = 0x80;

  private SameMessage() {}

  static boolean is(Content one, Content other) {
    try (InputStream a = new BufferedInputStream(one.open(), 1 << 16);
        InputStream b = new BufferedInputStream(other.open(), 1 << 16)) {
      while (true) {
        int x = next(a);
        int y = next(b);
        if (x != y) {
          return (x < 0 && onlyLineEnds(y, b)) || (y < 0 && onlyLineEnds(x, a));
        }
        if (x < 0) {
          return true;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int next(InputStream in) throws IOException {
    int b = in.read();
    while (b == '\r') {
      b = in.read();
    }
    return b == 0 ? REPLACED_NUL : b;
  }

  private static boolean onlyLineEnds(int first, InputStream rest) throws IOException {
    for (int b = first; b >= 0; b = next(rest)) {
      if (b != '\n') {
        return false;
      }
    }
    return true;
  }
}
