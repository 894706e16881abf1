package dev.mailcask.archive.pack;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;

/// A part in base64 and cut into lines. Not thread-safe.
final class Base64Encoding extends ChunkedStream {

  /// Bytes that are encoded at a time: whole groups of three.
  private static final int CHUNK = 3 << 13;

  private final InputStream part;
  private final Base64Lines lines;
  private final byte[] ending;
  private final byte[] bytes;
  private final byte[] characters;
  private byte[] text;
  private int column;

  /// @param length the length of the part, as far as it is known: smaller ones get smaller buffers
  Base64Encoding(InputStream part, long length, Base64Lines lines) {
    this.part = part;
    this.lines = lines;
    this.ending = lines.ending().bytes();
    this.bytes = new byte[(int) Math.min(CHUNK, Math.max(3, (length + 2) / 3 * 3))];
    this.characters = new byte[bytes.length / 3 * 4];
    this.text = characters;
    if (lines.length() > 0) {
      text = new byte[characters.length + (characters.length / lines.length() + 1) * ending.length];
    }
  }

  @Override
  boolean fill() throws IOException {
    int read = part.readNBytes(bytes, 0, bytes.length);
    if (read == 0) {
      return false;
    }
    byte[] whole = read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
    int length = Base64.getEncoder().encode(whole, characters);
    give(text, 0, lines.length() == 0 ? length : cut(length));
    return true;
  }

  /// Cuts the characters into lines, going on where the last line was left.
  private int cut(int length) {
    int to = 0;
    for (int from = 0; from < length; ) {
      if (column == lines.length()) {
        for (byte b : ending) {
          text[to++] = b;
        }
        column = 0;
      }
      int count = Math.min(lines.length() - column, length - from);
      System.arraycopy(characters, from, text, to, count);
      from += count;
      to += count;
      column += count;
    }
    return to;
  }

  @Override
  public void close() throws IOException {
    part.close();
  }
}
