package dev.mailcask.index;

import java.util.Iterator;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.util.AttributeImpl;
import org.apache.lucene.util.AttributeReflector;
import org.apache.lucene.util.BytesRef;

/// Feeds [Words] to Lucene as the bytes they are, without a detour over chars. One stream for each
/// field, used again for every message.
final class WordStream extends TokenStream {

  /// Positions between two values of a field, which no phrase crosses.
  private static final int GAP = 100;

  private final Words words = new Words();
  private final TermBytes term = new TermBytes();
  private final PositionIncrementAttribute position;
  private Iterator<String> texts = List.<String>of().iterator();
  private boolean first;

  WordStream() {
    addAttributeImpl(term);
    position = addAttribute(PositionIncrementAttribute.class);
  }

  /// Begins with other values.
  void values(List<String> values) {
    texts = values.iterator();
    words.reset(texts.hasNext() ? texts.next() : "");
    first = true;
  }

  @Override
  public boolean incrementToken() {
    if (words.next()) {
      if (first) {
        position.setPositionIncrement(1);
        first = false;
      }
    } else if (nextText()) {
      position.setPositionIncrement(GAP);
      first = true;
    } else {
      return false;
    }
    term.set(words.bytes(), words.length());
    return true;
  }

  private boolean nextText() {
    while (texts.hasNext()) {
      words.reset(texts.next());
      if (words.next()) {
        return true;
      }
    }
    return false;
  }

  /// The bytes of the current word. Its state is that of the stream, so that it has none of its
  /// own.
  static final class TermBytes extends AttributeImpl implements TermToBytesRefAttribute {

    private final BytesRef bytes = new BytesRef();

    void set(byte[] word, int length) {
      bytes.bytes = word;
      bytes.length = length;
    }

    @Override
    public BytesRef getBytesRef() {
      return bytes;
    }

    @Override
    public void clear() {}

    @Override
    public void reflectWith(AttributeReflector reflector) {
      reflector.reflect(TermToBytesRefAttribute.class, "bytes", bytes);
    }

    @Override
    public void copyTo(AttributeImpl target) {
      ((TermBytes) target).bytes.bytes = bytes.bytes;
      ((TermBytes) target).bytes.length = bytes.length;
    }
  }
}
