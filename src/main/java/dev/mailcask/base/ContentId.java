package dev.mailcask.base;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The identity of a message or any other blob: the SHA-256 of its exact bytes.
///
/// Kept as four longs in network byte order, so that millions of them are cheap to hold and
/// compare. Not to be confused with the Message-ID header field, which is searchable and identifies
/// nothing.
public record ContentId(long a, long b, long c, long d) implements Comparable<ContentId> {

  /// The length of the identity in bytes.
  public static final int BYTES = 32;

  /// The length of the identity in hexadecimal digits.
  public static final int HEX_DIGITS = 2 * BYTES;

  /// The shortest prefix that people may type for a whole identity.
  public static final int MIN_PREFIX = 8;

  /// Hashes the bytes.
  public static ContentId of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /// Hashes a range of the bytes.
  public static ContentId of(byte[] bytes, int offset, int length) {
    MessageDigest digest = digest();
    digest.update(bytes, offset, length);
    return ofDigest(digest.digest());
  }

  /// Takes 32 bytes that are a SHA-256 already.
  public static ContentId ofDigest(byte[] sha256) {
    if (sha256.length != BYTES) {
      throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + sha256.length);
    }
    ByteBuffer in = ByteBuffer.wrap(sha256);
    return new ContentId(in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }

  /// Parses 64 hexadecimal digits.
  ///
  /// @throws IllegalArgumentException if it is anything else
  public static ContentId parse(String hex) {
    if (hex.length() != HEX_DIGITS) {
      throw new IllegalArgumentException("an ID has 64 hexadecimal digits, not " + hex.length());
    }
    return ofDigest(HexFormat.of().parseHex(hex));
  }

  /// A fresh SHA-256, which every Java platform has.
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no SHA-256 in this Java platform", e);
    }
  }

  /// The 32 bytes.
  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }

  /// The 64 hexadecimal digits, in lower case.
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes());
  }

  /// The order of the bytes as unsigned numbers, which is the order of the hexadecimal digits.
  @Override
  public int compareTo(ContentId other) {
    int order = Long.compareUnsigned(a, other.a);
    if (order == 0) {
      order = Long.compareUnsigned(b, other.b);
    }
    if (order == 0) {
      order = Long.compareUnsigned(c, other.c);
    }
    return order != 0 ? order : Long.compareUnsigned(d, other.d);
  }
}
