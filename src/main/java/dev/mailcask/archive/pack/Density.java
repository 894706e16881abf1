package dev.mailcask.archive.pack;

/// Tells what does not compress from what does, by the order-0 entropy of its first bytes:
/// pictures, archives and ciphers come to more than 7.5 bits a byte, text to 5, base64 to 6,
/// programs and office files to less than 7. Not thread-safe.
///
/// Such bytes are kept apart from text, since they fill the window in which text finds what it
/// shares with its neighbours.
final class Density {

  /// How much is looked at.
  private static final int SAMPLE = 1 << 17;

  /// Below this there are too few bytes to tell.
  private static final int LEAST = 1 << 10;

  private static final double DENSE_BITS = 7.5;

  private final int[] counts = new int[256];
  private int seen;

  /// Whether bytes, or those after them, are not likely to compress.
  static boolean of(byte[] begin) {
    Density density = new Density();
    density.update(begin, 0, begin.length);
    return density.isDense();
  }

  void update(byte[] bytes, int offset, int length) {
    int count = Math.min(length, SAMPLE - seen);
    for (int i = offset; i < offset + count; i++) {
      counts[bytes[i] & 0xff]++;
    }
    seen += count;
  }

  boolean isDense() {
    return seen >= LEAST && bits() > DENSE_BITS;
  }

  private double bits() {
    double sum = 0;
    for (int count : counts) {
      if (count > 0) {
        sum -= count * Math.log((double) count / seen);
      }
    }
    return sum / seen / Math.log(2);
  }
}
