package dev.mailcask.index;

import java.util.Iterator;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/// The long words of a text backwards, for [Fields#TAIL]: `Jahresrechnung` is found by its end as
/// `gnunhcer…`. Only of languages that write compounds as one word, and only words that are letters
/// of ASCII when they are folded, as those of these languages are.
final class Tails extends TokenStream {

  /// Letters that a compound has at least: two short words, as `Hausarzt`.
  static final int SHORTEST = 8;

  private final Words words = new Words();
  private final WordStream.TermBytes term = new WordStream.TermBytes();
  private final PositionIncrementAttribute position;
  private final byte[] backwards = new byte[Words.MAX_BYTES];
  private Iterator<String> texts = List.<String>of().iterator();

  Tails() {
    addAttributeImpl(term);
    position = addAttribute(PositionIncrementAttribute.class);
  }

  /// Begins with other texts.
  void values(List<String> values) {
    texts = values.iterator();
    words.reset("");
    position.setPositionIncrement(1); // the end of the text before has set it to 0
  }

  @Override
  public boolean incrementToken() {
    while (true) {
      if (words.next()) {
        if (turn()) {
          return true;
        }
      } else if (texts.hasNext()) {
        words.reset(texts.next());
      } else {
        return false;
      }
    }
  }

  private boolean turn() {
    int length = words.length();
    if (length < SHORTEST) {
      return false;
    }
    byte[] bytes = words.bytes();
    for (int i = 0; i < length; i++) {
      byte letter = bytes[i];
      if (letter < 'a' || letter > 'z') {
        return false;
      }
      backwards[length - 1 - i] = letter;
    }
    term.set(backwards, length);
    return true;
  }
}
