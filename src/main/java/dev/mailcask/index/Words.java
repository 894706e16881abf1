package dev.mailcask.index;

import java.nio.charset.StandardCharsets;
import org.apache.lucene.analysis.icu.ICUFoldingFilter;

/// Cuts text into the words that are indexed and searched: the one analysis of this appliance, used
/// for messages, for queries and for marking matches. Not thread-safe; made to be used again.
///
/// A word is a run of letters and digits, folded: lower case, without accents, compatibility forms
/// made plain (Unicode TR 30, by ICU). Everything else only separates, so that
/// `anna.b@mail.example.com` is six words, and a search for any run of them, the local part, a
/// domain or a sub-domain, is a search for a phrase. The same holds for paths, identifiers and
/// URLs. Scripts written without spaces between words, and Korean, whose words carry their
/// particles with them, give one word a character, and again a search for several of them is a
/// phrase; this finds every substring and needs no dictionary.
///
/// ASCII, which is most of all mail, goes through a table of 128 entries straight to the bytes of
/// the term; nothing is allocated. Measured in decision record 0052.
public final class Words {

  /// Longer words are cut; a query word is cut alike.
  static final int MAX_BYTES = 64;

  /// Chars of a run that are folded; enough for any word, and a bound for the folding.
  private static final int MAX_RUN = 4 * MAX_BYTES;

  /// The folded letter or digit, 0 for what separates.
  private static final byte[] ASCII = new byte[128];

  static {
    for (char c = '0'; c <= '9'; c++) {
      ASCII[c] = (byte) c;
    }
    for (char c = 'a'; c <= 'z'; c++) {
      ASCII[c] = (byte) c;
      ASCII[c - 32] = (byte) c;
    }
  }

  private char[] text = new char[256];
  private int length;
  private int at;
  private int start;
  private byte[] word = new byte[256];
  private int wordLength;

  /// Begins with another text.
  public void reset(String next) {
    length = next.length();
    if (text.length < length) {
      text = new char[Math.max(length, 2 * text.length)];
    }
    next.getChars(0, length, text, 0);
    at = 0;
  }

  /// Goes to the next word.
  ///
  /// @return whether there is one
  public boolean next() {
    char[] chars = text;
    int end = length;
    int i = at;
    while (i < end) {
      char c = chars[i];
      if (c < 128 && ASCII[c] == 0) {
        i++;
        continue;
      }
      start = i;
      byte[] bytes = word;
      int count = 0;
      while (i < end && (c = chars[i]) < 128) {
        byte folded = ASCII[c];
        if (folded == 0) {
          break;
        }
        if (count < MAX_BYTES) {
          bytes[count++] = folded;
        }
        i++;
      }
      if (i == end || c < 128) {
        at = i;
        wordLength = count;
        return true;
      }
      if (foldFrom(start)) {
        return true;
      }
      i = at;
    }
    at = end;
    return false;
  }

  /// The bytes of the word in UTF-8, from 0 to [#length()]; valid until the next word.
  public byte[] bytes() {
    return word;
  }

  public int length() {
    return wordLength;
  }

  /// Where the word begins in the text.
  public int start() {
    return start;
  }

  /// Where the word ends in the text, exclusive.
  public int end() {
    return at;
  }

  /// The word as text.
  public String word() {
    return new String(word, 0, wordLength, StandardCharsets.UTF_8);
  }

  /// Takes a word that has other than ASCII characters in it, or moves past what is no word.
  private boolean foldFrom(int from) {
    int i = from;
    while (i < length) {
      int c = Character.codePointAt(text, i, length);
      if (c < 128 ? ASCII[c] == 0 : !isWordPart(c)) {
        break;
      }
      boolean alone = c >= 0x0E00 && standsAlone(c);
      if (alone && i > from) {
        break;
      }
      i += Character.charCount(c);
      if (alone) {
        i = pastMarks(i);
        break;
      }
    }
    if (i == from) {
      at = from + Character.charCount(Character.codePointAt(text, from, length));
      return false;
    }
    at = i;
    String run = new String(text, from, Math.min(i - from, MAX_RUN));
    String folded = ICUFoldingFilter.NORMALIZER.normalize(run);
    byte[] bytes = folded.getBytes(StandardCharsets.UTF_8);
    wordLength = Math.min(bytes.length, MAX_BYTES);
    while (wordLength < bytes.length && wordLength > 0 && (bytes[wordLength] & 0xC0) == 0x80) {
      wordLength--; // never half a character
    }
    System.arraycopy(bytes, 0, word, 0, wordLength);
    return wordLength > 0;
  }

  private int pastMarks(int from) {
    int i = from;
    while (i < length && isMark(Character.getType(text[i]))) {
      i++;
    }
    return i;
  }

  private static boolean isWordPart(int c) {
    int type = Character.getType(c);
    return Character.isLetterOrDigit(c) || isMark(type) || c == 0xAD || c == 0x200C || c == 0x200D;
  }

  private static boolean isMark(int type) {
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean standsAlone(int c) {
    return switch (Character.UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }
}
