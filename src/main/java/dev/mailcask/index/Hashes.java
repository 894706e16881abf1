package dev.mailcask.index;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/// Short names for long texts that are only ever compared: identifiers of messages, base subjects,
/// folders. 64 bits of MurmurHash3: among ten million texts two meet by chance once in 300,000
/// archives; whoever forges a pair gets two messages into one conversation.
public final class Hashes {

  private static final int SEED = 0x6d61696c;

  private Hashes() {}

  /// The hash of a text.
  public static long of(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return StringHelper.murmurhash3_x64_128(utf8, 0, utf8.length, SEED)[0];
  }

  /// The hash as a term of the index.
  public static BytesRef term(String text) {
    return new BytesRef(ByteBuffer.allocate(Long.BYTES).putLong(of(text)).array());
  }
}
