package dev.mailcask.message;

import java.util.Arrays;

/// Decodes a Content-Transfer-Encoding (RFC 2045, section 6) piece by piece. Keeps its state
/// between pieces, skips what does not belong there, and never fails. Not thread-safe.
abstract class TransferDecoder {

  /// The decoder of an encoding in lower case; one that changes nothing where it is not known.
  static TransferDecoder of(String encoding) {
    return switch (encoding) {
      case "base64" -> new Base64();
      case "quoted-printable" -> new QuotedPrintable();
      case "x-uuencode", "uuencode", "x-uue", "uue" -> new Uuencode();
      default -> new Identity();
    };
  }

  /// Whether the encoding is one that is known; an empty name is.
  static boolean isKnown(String encoding) {
    return switch (encoding) {
      case "", "7bit", "8bit", "binary", "base64", "quoted-printable" -> true;
      case "x-uuencode", "uuencode", "x-uue", "uue" -> true;
      default -> false;
    };
  }

  /// Decodes a piece into `out`, which has room for `to - from + 4` bytes at least.
  ///
  /// @return the number of bytes written
  abstract int decode(byte[] in, int from, int to, byte[] out);

  private static final class Identity extends TransferDecoder {
    @Override
    int decode(byte[] in, int from, int to, byte[] out) {
      System.arraycopy(in, from, out, 0, to - from);
      return to - from;
    }
  }

  private static final class Base64 extends TransferDecoder {

    private static final byte SKIP = -1;
    private static final byte PAD = -2;
    private static final byte[] VALUES = new byte[256];

    static {
      Arrays.fill(VALUES, SKIP);
      String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
      for (int i = 0; i < alphabet.length(); i++) {
        VALUES[alphabet.charAt(i)] = (byte) i;
      }
      VALUES['='] = PAD;
    }

    private int bits;
    private int held;
    private boolean padded;
    private boolean ended;

    @Override
    int decode(byte[] in, int from, int to, byte[] out) {
      int length = 0;
      for (int i = from; i < to && !ended; i++) {
        int value = VALUES[in[i] & 0xFF];
        if (value >= 0) {
          bits = bits << 6 | value;
          held += 6;
          if (held >= 8) {
            held -= 8;
            out[length++] = (byte) (bits >> held);
          }
        } else if (value == PAD) { // broken software pads every line
          held = 0;
          padded = true;
        } else if (padded && in[i] > ' ') { // a mailing list has put its footer here
          ended = true;
        }
      }
      return length;
    }
  }

  private static final class QuotedPrintable extends TransferDecoder {

    private static final int TEXT = 0;
    private static final int EQUALS = 1;
    private static final int HIGH = 2;
    private static final int SOFT_BREAK = 3;

    private int state = TEXT;
    private byte high;

    @Override
    int decode(byte[] in, int from, int to, byte[] out) {
      int length = 0;
      for (int i = from; i < to; i++) {
        byte c = in[i];
        switch (state) {
          case TEXT -> {
            if (c == '=') {
              state = EQUALS;
            } else {
              out[length++] = c;
            }
          }
          case EQUALS -> length = afterEquals(c, out, length);
          case HIGH -> length = afterHigh(c, out, length);
          default -> length = afterSoftBreak(c, out, length);
        }
      }
      return length;
    }

    private int afterEquals(byte c, byte[] out, int length) {
      if (Character.digit(c, 16) >= 0) {
        high = c;
        state = HIGH;
      } else if (c == '\n') {
        state = TEXT;
      } else if (c == '\r' || c == ' ' || c == '\t') {
        state = SOFT_BREAK;
      } else {
        out[length++] = '=';
        out[length++] = c;
        state = TEXT;
      }
      return length;
    }

    private int afterHigh(byte c, byte[] out, int length) {
      state = TEXT;
      int low = Character.digit(c, 16);
      if (low >= 0) {
        out[length++] = (byte) (Character.digit(high, 16) << 4 | low);
      } else {
        out[length++] = '=';
        out[length++] = high;
        out[length++] = c;
      }
      return length;
    }

    /// Between the equals sign at the end of a line and the line break.
    private int afterSoftBreak(byte c, byte[] out, int length) {
      if (c == '\n') {
        state = TEXT;
      } else if (c != ' ' && c != '\t' && c != '\r') {
        state = TEXT;
        if (c == '=') {
          state = EQUALS;
        } else {
          out[length++] = c;
        }
      }
      return length;
    }
  }

  /// Lines of a length and so many bytes, three in four characters, between `begin` and `end`.
  private static final class Uuencode extends TransferDecoder {

    private final byte[] line = new byte[128];
    private int filled;

    @Override
    int decode(byte[] in, int from, int to, byte[] out) {
      int length = 0;
      for (int i = from; i < to; i++) {
        if (in[i] == '\n' || in[i] == '\r') {
          length = decodeLine(out, length);
          filled = 0;
        } else if (filled < line.length) {
          line[filled++] = in[i];
        }
      }
      return length;
    }

    private int decodeLine(byte[] out, int length) {
      int count = filled == 0 ? 0 : line[0] - 32 & 63;
      boolean fits =
          count > 0 && filled >= 1 + (count * 8 + 5) / 6 && filled <= 2 + (count + 2) / 3 * 4;
      if (!fits) {
        return length;
      }
      int bits = 0;
      int held = 0;
      int written = length;
      for (int i = 1; i < filled && written - length < count; i++) {
        bits = bits << 6 | (line[i] - 32 & 63);
        held += 6;
        if (held >= 8) {
          held -= 8;
          out[written++] = (byte) (bits >> held);
        }
      }
      return written;
    }
  }
}
