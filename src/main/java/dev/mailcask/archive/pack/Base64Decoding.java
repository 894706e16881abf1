package dev.mailcask.archive.pack;

import dev.mailcask.archive.pack.Base64Lines.Ending;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;

/// The bytes behind base64, as far as encoding them again gives the same text. Not thread-safe.
///
/// The first line tells how long lines are and how they end; the rest is taken as long as it keeps
/// to that. The first character that does not (a shorter line that is not the last, a character out
/// of the alphabet, padding, bits behind the end that are not zero, a footer that a mailing list
/// has put there) ends it, back to the last whole group of four. What is behind that is left to the
/// caller. Every chunk is encoded again and compared, so nothing rests on what is said here.
///
/// Sources: RFC 2045, section 6.8; RFC 4648, sections 3.5 and 4.
final class Base64Decoding extends ChunkedStream {

  /// Characters that are decoded at a time: whole groups of four.
  private static final int CHUNK = 1 << 15;

  private static final int WINDOW = 1 << 15;

  /// The first line is looked for as far as this; what has longer ones is taken as one line.
  private static final int MAX_LINE = 1 << 13;

  private static final byte[] VALUES = new byte[256];

  static {
    Arrays.fill(VALUES, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      VALUES[alphabet.charAt(i)] = (byte) i;
    }
  }

  private final InputStream in;
  private long left;

  private final byte[] window;
  private int at;
  private int end;

  private final byte[] characters;
  private final byte[] decoded;
  private final byte[] again;
  private int filled;

  private Base64Lines lines = Base64Lines.UNBROKEN;
  private byte[] ending = {};
  private boolean begun;
  private boolean ended;
  private int column;
  private long leading;
  private long taken;

  /// @param length how many bytes of the stream are looked at
  Base64Decoding(InputStream in, long length) {
    this.in = in;
    this.left = length;
    this.window = new byte[(int) Math.min(WINDOW, length)];
    this.characters = new byte[(int) Math.min(CHUNK, Math.max(4, length / 4 * 4))];
    this.decoded = new byte[characters.length / 4 * 3];
    this.again = new byte[characters.length];
  }

  /// How the text is cut into lines; to be asked at the end.
  Base64Lines lines() {
    return lines;
  }

  /// How many line breaks stand before the text; to be asked at the end.
  long leading() {
    return leading;
  }

  /// The length of the text; to be asked at the end.
  long textLength() {
    return lines.textLength(taken);
  }

  @Override
  boolean fill() throws IOException {
    if (!begun) {
      begin();
    }
    if (ended) {
      return false;
    }
    filled = 0;
    while (filled < characters.length && !ended) {
      strip();
      if (at == end || end - at < ending.length) {
        ended |= !refill();
      }
    }
    decode();
    return true;
  }

  private void begin() throws IOException {
    begun = true;
    ended = !refill();
    while (at < end && isBreak(window[at])) {
      at++;
    }
    leading = at;
    int limit = Math.min(end - 1, at + MAX_LINE);
    for (int i = at; i < limit; i++) {
      if (isBreak(window[i])) {
        Ending ends = window[i] == '\n' ? Ending.LF : Ending.CRLF;
        if (ends == Ending.LF || window[i + 1] == '\n') {
          lines = new Base64Lines(ends, i - at);
          ending = ends.bytes();
        }
        return;
      }
    }
  }

  private static boolean isBreak(byte b) {
    return b == '\n' || b == '\r';
  }

  /// Brings more text into the window, or returns false where there is none.
  private boolean refill() throws IOException {
    System.arraycopy(window, at, window, 0, end - at);
    end -= at;
    at = 0;
    int read = in.readNBytes(window, end, (int) Math.min(window.length - end, left));
    end += read;
    left -= read;
    return read > 0;
  }

  /// Takes characters out of the window until one of both is used up, leaving out line ends.
  private void strip() {
    while (filled < characters.length && at < end) {
      if (lines.length() > 0 && column == lines.length()) {
        if (end - at < ending.length) {
          return;
        }
        if (!Arrays.equals(window, at, at + ending.length, ending, 0, ending.length)) {
          ended = true;
          return;
        }
        at += ending.length;
        column = 0;
      }
      int count = Math.min(characters.length - filled, end - at);
      if (lines.length() > 0) {
        count = Math.min(count, lines.length() - column);
      }
      System.arraycopy(window, at, characters, filled, count);
      at += count;
      filled += count;
      column += count;
    }
  }

  private void decode() {
    int whole = filled / 4 * 4;
    if (whole < characters.length || !decodeChunk()) {
      int good = canonical(characters, whole);
      ended |= good < whole;
      byte[] bytes = Base64.getDecoder().decode(Arrays.copyOf(characters, good));
      byte[] text = Base64.getEncoder().encode(bytes);
      if (!Arrays.equals(text, 0, text.length, characters, 0, good)) {
        throw new IllegalStateException("base64 that was canonical is not");
      }
      taken += good;
      give(bytes, 0, bytes.length);
    }
    ended |= whole > 0 && characters[whole - 1] == '=';
  }

  /// The usual case: a full chunk without padding.
  private boolean decodeChunk() {
    try {
      if (Base64.getDecoder().decode(characters, decoded) != decoded.length) {
        return false;
      }
    } catch (IllegalArgumentException e) {
      return false; // it ends in this chunk, and the caller looks where
    }
    Base64.getEncoder().encode(decoded, again);
    if (!Arrays.equals(again, characters)) {
      return false;
    }
    taken += characters.length;
    give(decoded, 0, decoded.length);
    return true;
  }

  /// How many of the characters are canonical base64, in whole groups of four.
  private static int canonical(byte[] characters, int length) {
    for (int i = 0; i < length; i += 4) {
      int a = VALUES[characters[i] & 0xff];
      int b = VALUES[characters[i + 1] & 0xff];
      int c = VALUES[characters[i + 2] & 0xff];
      int d = VALUES[characters[i + 3] & 0xff];
      if ((a | b | c | d) < 0) {
        return i + (endsWell(a, b, c, characters, i) ? 4 : 0);
      }
    }
    return length;
  }

  /// Whether a group is the last one, with one or two characters of padding and no bits too many.
  private static boolean endsWell(int a, int b, int c, byte[] characters, int i) {
    if ((a | b) < 0 || characters[i + 3] != '=') {
      return false;
    }
    return characters[i + 2] == '=' ? (b & 15) == 0 : c >= 0 && (c & 3) == 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
