package dev.mailcask.extract.reader;

import dev.mailcask.extract.Wire;
import java.time.Duration;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/// Collects text up to a number of chars and until a time, with each run of white space as one.
final class LimitedText extends DefaultHandler {

  private final StringBuilder text = new StringBuilder();
  private final long end;
  private boolean full;

  /// @param time after which what there is has to do, as soon as there is something
  LimitedText(Duration time) {
    this.end = System.nanoTime() + time.toNanos();
  }

  /// Ends the parser: there is enough.
  static final class Enough extends SAXException {
    Enough() {
      super("enough");
    }
  }

  @Override
  public void characters(char[] chars, int start, int length) throws SAXException {
    for (int i = start; i < start + length; i++) {
      append(chars[i]);
    }
    if (full || (!text.isEmpty() && System.nanoTime() - end >= 0)) {
      full = true;
      throw new Enough();
    }
  }

  private void append(char c) {
    if (text.length() >= Wire.MAX_TEXT) {
      full = true;
    } else if (!isSpace(c)) {
      text.append(c);
    } else if (!text.isEmpty()) {
      int last = text.length() - 1;
      if (!isSpace(text.charAt(last))) {
        text.append(c == '\n' ? c : ' ');
      } else if (c == '\n') {
        text.setCharAt(last, c);
      }
    }
  }

  private static boolean isSpace(char c) {
    return c <= ' ' || Character.isWhitespace(c) || c == '\u00A0' || c == '\uFFFD';
  }

  @Override
  public void ignorableWhitespace(char[] chars, int start, int length) throws SAXException {
    characters(chars, start, length);
  }

  void line(String line) throws SAXException {
    char[] chars = (line + "\n").toCharArray();
    characters(chars, 0, chars.length);
  }

  /// Whether there was more.
  boolean isFull() {
    return full;
  }

  String text() {
    return text.toString().stripTrailing();
  }
}
