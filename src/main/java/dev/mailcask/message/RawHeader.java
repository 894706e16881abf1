package dev.mailcask.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Where the fields of a header lie in the bytes of a message (RFC 5322, section 2.2), found in one
/// pass and without copying anything.
///
/// Liberal: lines end with CRLF, LF or a bare CR; an mbox `From ` line before the first field is
/// passed over; a line that is neither field nor continuation is passed over if the header goes on
/// after it, else the body begins there. A text that does not begin with a field has no header.
final class RawHeader {

  /// Fields beyond this many are not looked at.
  static final int MAX_FIELDS = 2000;

  private final byte[] bytes;
  private final int limit;
  private final Boundaries boundaries;
  private int[] spans = new int[4 * 40];
  private int count;
  private int bodyStart;
  private boolean malformed;

  private RawHeader(byte[] bytes, int limit, Boundaries boundaries) {
    this.bytes = bytes;
    this.limit = limit;
    this.boundaries = boundaries;
  }

  /// Tells whether a line that begins with two hyphens ends the header.
  interface Boundaries {
    /// There are none.
    Boundaries NONE = (bytes, line, end) -> false;

    boolean isBoundary(byte[] bytes, int line, int end);
  }

  /// Scans the header that begins at `from`; nothing at or after `to` belongs to it.
  static RawHeader scan(byte[] bytes, int from, int to) {
    return scan(bytes, from, to, Boundaries.NONE);
  }

  /// Scans the header of a part, which a boundary ends at the latest.
  static RawHeader scan(byte[] bytes, int from, int to, Boundaries boundaries) {
    RawHeader header = new RawHeader(bytes, to, boundaries);
    header.scanFrom(from);
    return header;
  }

  byte[] bytes() {
    return bytes;
  }

  int count() {
    return count;
  }

  int valueStart(int field) {
    return spans[4 * field + 2];
  }

  int valueEnd(int field) {
    return spans[4 * field + 3];
  }

  /// The field's name as it is written.
  String name(int field) {
    int start = spans[4 * field];
    return new String(bytes, start, spans[4 * field + 1] - start, StandardCharsets.ISO_8859_1);
  }

  /// Where the body begins: after the empty line, or where there is none, at the end.
  int bodyStart() {
    return bodyStart;
  }

  /// Whether there were lines that are neither field nor continuation.
  boolean malformed() {
    return malformed;
  }

  /// The first field of this name, which must be in lower case; -1 if there is none.
  int find(String lowerName) {
    return find(lowerName, 0);
  }

  /// The first field of this name at or after the given one; -1 if there is none.
  int find(String lowerName, int from) {
    for (int field = from; field < count; field++) {
      if (isNamed(field, lowerName)) {
        return field;
      }
    }
    return -1;
  }

  private boolean isNamed(int field, String lowerName) {
    int start = spans[4 * field];
    if (spans[4 * field + 1] - start != lowerName.length()) {
      return false;
    }
    for (int i = 0; i < lowerName.length(); i++) {
      byte c = bytes[start + i];
      if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lowerName.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void scanFrom(int from) {
    int at = from;
    if (startsWithMboxLine(at)) {
      at = nextLine(at);
    }
    while (at < limit) {
      byte first = bytes[at];
      if (first == '\n' || first == '\r') {
        bodyStart = nextLine(at);
        return;
      }
      int end = lineEnd(at);
      if (first == '-' && boundaries.isBoundary(bytes, at, end)) {
        bodyStart = at;
        return;
      }
      if (first == ' ' || first == '\t') {
        if (count > 0) {
          spans[4 * count - 1] = end;
        }
      } else if (!addField(at, end)) {
        if (count == 0 || !goesOnAfter(end)) {
          bodyStart = count == 0 ? from : at;
          malformed = count > 0;
          return;
        }
        malformed = true;
      }
      at = pastBreak(end);
    }
    bodyStart = limit;
  }

  private boolean startsWithMboxLine(int at) {
    int start = at < limit && bytes[at] == '>' ? at + 1 : at;
    return start + 5 <= limit
        && bytes[start] == 'F'
        && bytes[start + 1] == 'r'
        && bytes[start + 2] == 'o'
        && bytes[start + 3] == 'm'
        && bytes[start + 4] == ' ';
  }

  /// A stray line amid the header, as broken software folds, is followed by more header.
  private boolean goesOnAfter(int lineEnd) {
    int next = pastBreak(lineEnd);
    if (next >= limit) {
      return true;
    }
    byte first = bytes[next];
    return first == ' '
        || first == '\t'
        || first == '\n'
        || first == '\r'
        || nameEnd(next, lineEnd(next)) > next;
  }

  private boolean addField(int start, int end) {
    int nameEnd = nameEnd(start, end);
    if (nameEnd <= start) {
      return false;
    }
    if (count < MAX_FIELDS) {
      if (4 * count == spans.length) {
        spans = Arrays.copyOf(spans, 2 * spans.length);
      }
      int colon = nameEnd;
      while (bytes[colon] != ':') {
        colon++;
      }
      spans[4 * count] = start;
      spans[4 * count + 1] = nameEnd;
      spans[4 * count + 2] = colon + 1;
      spans[4 * count + 3] = end;
      count++;
    }
    return true;
  }

  /// The end of the field's name, or -1 if the line is no field. White space before the colon is
  /// obsolete syntax and still met.
  private int nameEnd(int start, int end) {
    int at = start;
    while (at < end && bytes[at] > ' ' && bytes[at] != ':' && bytes[at] != 127) {
      at++;
    }
    int nameEnd = at;
    while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
      at++;
    }
    return at < end && bytes[at] == ':' ? nameEnd : -1;
  }

  private int nextLine(int at) {
    return pastBreak(lineEnd(at));
  }

  private int lineEnd(int from) {
    int at = from;
    while (at < limit && bytes[at] != '\n' && bytes[at] != '\r') {
      at++;
    }
    return at;
  }

  private int pastBreak(int lineEnd) {
    if (lineEnd >= limit) {
      return limit;
    }
    boolean crlf = bytes[lineEnd] == '\r' && lineEnd + 1 < limit && bytes[lineEnd + 1] == '\n';
    return lineEnd + (crlf ? 2 : 1);
  }
}
