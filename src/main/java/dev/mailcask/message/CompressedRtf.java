package dev.mailcask.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Decompresses the RTF in which Outlook keeps a body (MS-OXRTFCP): references into a ring of 4 KiB
/// that begins with what most RTF begins with.
final class CompressedRtf {

  private static final int HEADER = 16;
  private static final int COMPRESSED = 0x75465A4C; // LZFu
  private static final int PLAIN = 0x414C454D; // MELA
  private static final int RING = 4096;
  private static final byte[] START =
      ("{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
              + "\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl"
              + "\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx")
          .getBytes(StandardCharsets.ISO_8859_1);

  private CompressedRtf() {}

  /// As much as can be read, and at most so many bytes.
  static byte[] decompress(byte[] in, int max) {
    if (in.length < HEADER) {
      return new byte[0];
    }
    int size = (int) Math.min(max, LittleEndian.unsigned(in, 4));
    int type = LittleEndian.number(in, 8);
    if (type == PLAIN) {
      return Arrays.copyOfRange(in, HEADER, (int) Math.min(in.length, HEADER + (long) size));
    }
    return type == COMPRESSED ? expand(in, size) : new byte[0];
  }

  private static byte[] expand(byte[] in, int size) {
    byte[] ring = Arrays.copyOf(START, RING);
    int write = START.length;
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(size, 8 * in.length));
    int at = HEADER;
    while (at < in.length && out.size() < size) {
      int control = in[at++];
      for (int bit = 0; bit < 8 && at < in.length && out.size() < size; bit++) {
        if ((control >> bit & 1) == 0) {
          ring[write] = in[at];
          out.write(in[at++]);
          write = (write + 1) % RING;
          continue;
        }
        if (at + 1 >= in.length) {
          return out.toByteArray();
        }
        int token = (in[at] & 0xFF) << 8 | (in[at + 1] & 0xFF);
        at += 2;
        int read = token >> 4;
        if (read == write) {
          return out.toByteArray();
        }
        for (int i = (token & 15) + 2; i > 0; i--) {
          byte b = ring[read];
          ring[write] = b;
          out.write(b);
          read = (read + 1) % RING;
          write = (write + 1) % RING;
        }
      }
    }
    return out.toByteArray();
  }
}
