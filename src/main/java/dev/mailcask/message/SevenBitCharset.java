package dev.mailcask.message;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.util.Arrays;

/// Two charsets of seven bits that Java does not know, and old mail is written in: UTF-7 (RFC 2152)
/// and HZ, which is Chinese (RFC 1843). For reading only; what is broken is passed over.
final class SevenBitCharset extends Charset {

  static final Charset UTF_7 = new SevenBitCharset("UTF-7");
  static final Charset HZ = new SevenBitCharset("HZ-GB-2312");

  private SevenBitCharset(String name) {
    super(name, null);
  }

  @Override
  public boolean contains(Charset charset) {
    return false;
  }

  @Override
  public boolean canEncode() {
    return false;
  }

  @Override
  public CharsetEncoder newEncoder() {
    throw new UnsupportedOperationException("nobody shall write mail in " + name());
  }

  @Override
  public CharsetDecoder newDecoder() {
    return name().equals("UTF-7") ? new Utf7(this) : new Hz(this);
  }

  /// Reads byte by byte; each gives one char at most.
  private abstract static class Decoder extends CharsetDecoder {

    static final int NOTHING = -1;

    Decoder(Charset charset) {
      super(charset, 1, 1);
    }

    abstract int next(int c);

    @Override
    protected CoderResult decodeLoop(ByteBuffer in, CharBuffer out) {
      while (in.hasRemaining()) {
        if (!out.hasRemaining()) {
          return CoderResult.OVERFLOW;
        }
        int decoded = next(in.get() & 0xFF);
        if (decoded != NOTHING) {
          out.put((char) decoded);
        }
      }
      return CoderResult.UNDERFLOW;
    }
  }

  /// `+` and base64 of UTF-16 until something else comes; `+-` is a plus.
  private static final class Utf7 extends Decoder {

    private static final int[] VALUES = new int[256];

    static {
      Arrays.fill(VALUES, NOTHING);
      String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
      for (int i = 0; i < alphabet.length(); i++) {
        VALUES[alphabet.charAt(i)] = i;
      }
    }

    private boolean shifted;
    private boolean empty;
    private int bits;
    private int held;

    Utf7(Charset charset) {
      super(charset);
    }

    @Override
    protected void implReset() {
      shifted = false;
    }

    @Override
    int next(int c) {
      if (!shifted) {
        shifted = c == '+';
        empty = true;
        bits = 0;
        held = 0;
        return shifted ? NOTHING : c;
      }
      int value = VALUES[c];
      if (value == NOTHING) {
        shifted = false;
        return c != '-' ? c : empty ? '+' : NOTHING;
      }
      empty = false;
      bits = bits << 6 | value;
      held += 6;
      if (held < 16) {
        return NOTHING;
      }
      held -= 16;
      int decoded = bits >> held & 0xFFFF;
      bits &= (1 << held) - 1;
      return decoded;
    }
  }

  /// `~{` and pairs of GB 2312 without their high bits until `~}`; `~~` is a tilde.
  private static final class Hz extends Decoder {

    private static final Charset GB = Charset.forName("GB18030");

    private boolean chinese;
    private int tilde = NOTHING;
    private int first = NOTHING;

    Hz(Charset charset) {
      super(charset);
    }

    @Override
    protected void implReset() {
      chinese = false;
      tilde = NOTHING;
      first = NOTHING;
    }

    @Override
    int next(int c) {
      if (tilde != NOTHING) {
        tilde = NOTHING;
        chinese = c == '{' || (chinese && c != '}');
        return c == '~' ? '~' : NOTHING;
      }
      if (c == '~' && first == NOTHING) {
        tilde = c;
        return NOTHING;
      }
      if (!chinese || c <= ' ') {
        first = NOTHING;
        return c;
      }
      if (first == NOTHING) {
        first = c;
        return NOTHING;
      }
      byte[] pair = {(byte) (first | 0x80), (byte) (c | 0x80)};
      first = NOTHING;
      return new String(pair, GB).charAt(0);
    }
  }
}
