package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.eclipse.angus.mail.iap.Literal;

/// A message as it goes out, byte for byte; Angus's own literal rewrites line ends.
record MessageLiteral(Content message) implements Literal {

  @Override
  public int size() {
    return Math.toIntExact(message.size());
  }

  /// @throws IOException if the connection does not take it
  /// @throws UncheckedIOException if the message itself cannot be read
  @Override
  public void writeTo(OutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = open()) {
      long left = message.size();
      while (left > 0) {
        int count = read(in, buffer);
        if (count < 0 || count > left) {
          throw new UncheckedIOException(new IOException("the message has another size than told"));
        }
        out.write(buffer, 0, count);
        left -= count;
      }
    }
  }

  private InputStream open() {
    try {
      return message.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int read(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
