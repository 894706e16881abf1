package dev.mailcask.message;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Finds the message inside an opaque S/MIME signature: the encapsulated content of CMS SignedData
/// (RFC 5652, section 5).
///
/// A walk down a few levels of ASN.1 in BER, where lengths may be left open and strings be cut to
/// pieces (X.690, section 8). Nothing is verified, so there is no need for cryptography, or for a
/// library of it, that would also read all the certificates. What ends too early gives what there
/// is. Nothing recurses; every length is checked against the bytes. Not thread-safe.
final class SignedContent {

  /// What CMS data holds.
  enum Type {
    SIGNED,
    ENCRYPTED,
    OTHER
  }

  private static final int SEQUENCE = 0x30;
  private static final int OID = 0x06;
  private static final int EXPLICIT = 0xA0;
  private static final int OCTETS = 0x04;
  private static final int CONSTRUCTED_OCTETS = 0x24;
  private static final int INDEFINITE = -1;

  /// 1.2.840.113549.1.7, the arc of PKCS #7, and 1.2.840.113549.1.9.16.1, that of S/MIME.
  private static final byte[] PKCS7 = {
    0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 7
  };

  private static final byte[] SMIME = {
    0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 9, 16, 1
  };
  private static final int SIGNED_DATA = 2;
  private static final int ENVELOPED_DATA = 3;
  private static final int AUTH_ENVELOPED_DATA = 23;

  private final byte[] bytes;
  private int at;
  private int tag;
  private int length;

  private SignedContent(byte[] bytes) {
    this.bytes = bytes;
  }

  /// What the bytes say they are.
  static Type type(byte[] bytes) {
    SignedContent reader = new SignedContent(bytes);
    return reader.enter(SEQUENCE) ? reader.contentType() : Type.OTHER;
  }

  /// The content that was signed; empty where there is none, as beside a clear-signed text.
  static byte[] of(byte[] bytes) {
    SignedContent reader = new SignedContent(bytes);
    boolean found =
        reader.enter(SEQUENCE)
            && reader.contentType() == Type.SIGNED
            && reader.enter(EXPLICIT)
            && reader.enter(SEQUENCE)
            && reader.skip() // version
            && reader.skip() // digest algorithms
            && reader.enter(SEQUENCE)
            && reader.skip() // type of the content
            && reader.enter(EXPLICIT);
    return found ? reader.octets() : new byte[0];
  }

  private Type contentType() {
    if (!enter(OID) || length == INDEFINITE) {
      return Type.OTHER;
    }
    int from = at;
    int to = Math.min(bytes.length, at + length);
    at = to;
    int last = to - from == 0 ? 0 : bytes[to - 1];
    if (isUnder(PKCS7, from, to)) {
      return last == SIGNED_DATA
          ? Type.SIGNED
          : last == ENVELOPED_DATA ? Type.ENCRYPTED : Type.OTHER;
    }
    return isUnder(SMIME, from, to) && last == AUTH_ENVELOPED_DATA ? Type.ENCRYPTED : Type.OTHER;
  }

  private boolean isUnder(byte[] arc, int from, int to) {
    return to - from == arc.length + 1
        && Arrays.equals(arc, 0, arc.length, bytes, from, from + arc.length);
  }

  /// Reads a tag and a length, and stands before the content.
  private boolean header() {
    if (at + 2 > bytes.length || (bytes[at] & 0x1F) == 0x1F) { // high tags do not occur here
      return false;
    }
    tag = bytes[at++] & 0xFF;
    int first = bytes[at++] & 0xFF;
    if (first < 0x80) {
      length = Math.min(first, bytes.length - at);
      return true;
    }
    int count = first & 0x7F;
    if (count == 0) {
      length = INDEFINITE;
      return true;
    }
    if (at + count > bytes.length) {
      return false;
    }
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = Math.min(value << 8 | (bytes[at++] & 0xFF), Integer.MAX_VALUE);
    }
    length = (int) Math.min(value, bytes.length - at);
    return true;
  }

  private boolean enter(int wanted) {
    return header() && tag == wanted;
  }

  /// Passes an element over, with all that is in it.
  private boolean skip() {
    int open = 0;
    do {
      if (!header()) {
        return false;
      }
      if (length == INDEFINITE) {
        open++;
      } else if (tag == 0 && length == 0) {
        open--;
      } else {
        at += length;
      }
    } while (open > 0);
    return open == 0;
  }

  /// A string of octets, put together from its pieces.
  private byte[] octets() {
    if (!header()) {
      return new byte[0];
    }
    if (tag == OCTETS && length != INDEFINITE) {
      return Arrays.copyOfRange(bytes, at, at + length);
    }
    if (tag != CONSTRUCTED_OCTETS) {
      return new byte[0];
    }
    int open = length == INDEFINITE ? 1 : 0;
    int end = length == INDEFINITE ? bytes.length : at + length;
    ByteArrayOutputStream whole = new ByteArrayOutputStream(end - at);
    while (at < end && header()) {
      if (tag == OCTETS && length != INDEFINITE) {
        whole.write(bytes, at, length);
        at += length;
      } else if (tag == CONSTRUCTED_OCTETS) {
        open += length == INDEFINITE ? 1 : 0;
      } else if (tag != 0 || length != 0 || --open <= 0) {
        break;
      }
    }
    return whole.toByteArray();
  }
}
