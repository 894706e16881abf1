package dev.mailcask.message;

import dev.mailcask.message.Passage.Kind;
import java.util.List;

/// Takes plain text apart by who wrote it, line by line and in one pass. Not thread-safe.
///
/// Lines with `>` are quoted, with the line before them that says who wrote; so is everything after
/// "Original Message" or a copied header. `-- ` begins a signature (RFC 3676, section 4.3), and so
/// do the rules above the footers of mailing lists. PGP armour and runs of base64 lines are data.
/// What is in doubt is the sender's own.
final class PlainText {

  private static final int MIN_DATA_LINE = 60;
  private static final int MIN_DATA_LINES = 5;
  private static final int MIN_RULE = 20;
  private static final int MAX_ATTRIBUTION_LINES = 3;
  private static final int MAX_BARE_SIGNATURE = 1000;
  private static final int COPIED_HEADER_LINES = 6;

  private final List<Passage> out;
  private boolean restQuoted;
  private boolean flowed;
  private boolean signed;
  private boolean encrypted;

  private String text = "";
  private char lineBreak = '\n';
  private int start;
  private Kind kind = Kind.OWN;
  private int dataLines;
  private int dataStart;
  private boolean inArmour;

  PlainText(List<Passage> out) {
    this.out = out;
  }

  /// Whether there was text signed with PGP.
  boolean signed() {
    return signed;
  }

  /// Whether there was text encrypted with PGP.
  boolean encrypted() {
    return encrypted;
  }

  /// Takes text apart; a second text of the same body goes on where the first ended.
  void take(String taken) {
    text = taken;
    lineBreak = text.indexOf('\n') < 0 ? '\r' : '\n';
    start = 0;
    kind = restQuoted ? Kind.QUOTED : Kind.OWN;
    dataLines = 0;
    int at = 0;
    while (at < text.length() && !restQuoted) {
      int next = nextLine(at);
      line(at, trimmedEnd(at, next), next);
      at = next;
    }
    cut(text.length(), Kind.OWN);
  }

  /// Takes text whose lines were joined, and where a space before `>` says that it is no quotation.
  void takeFlowed(String taken) {
    flowed = true;
    take(taken);
    flowed = false;
  }

  /// Takes text that a quotation follows which is marked by other means.
  void takeBeforeQuote(String taken) {
    int attribution = restQuoted ? 0 : attribution(taken, taken.length());
    take(taken.substring(0, attribution));
    if (attribution < taken.length()) {
      out.add(new Passage(Kind.QUOTED, taken.substring(attribution)));
    }
  }

  /// Takes text whose kind is known by other means.
  void take(Kind known, String taken) {
    boolean quoted = restQuoted && known != Kind.HIDDEN;
    out.add(new Passage(quoted ? Kind.QUOTED : known, taken));
  }

  private void line(int from, int to, int next) {
    if (inArmour) {
      armour(from, to, next);
      return;
    }
    if (isData(from, to)) {
      return;
    }
    if (from == to) {
      return; // an empty line belongs to what it follows
    }
    char first = text.charAt(from);
    if (isQuoted(from, to)) {
      quoted(from);
    } else if (first == '-' && dashes(from, to, next)) {
      return;
    } else if (first == '_' && rule(from, to, next)) {
      return;
    } else if (first == 'b' && Uuencoded.begins(text, from, to)) {
      inArmour = true; // a file of which the end is missing
      cut(from, Kind.DATA);
    } else if (begins(first > ' ' ? from : indented(from), to)) {
      restQuoted = !isMarkedNext(next);
      cut(from, Kind.QUOTED);
    } else if (kind == Kind.QUOTED || kind == Kind.DATA) {
      cut(from, Kind.OWN);
    }
  }

  private int indented(int from) {
    int at = from;
    while (text.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }

  private boolean isQuoted(int from, int to) {
    char first = text.charAt(from);
    if (first == '>') {
      boolean escaped = text.startsWith("From ", from + 1) && kind != Kind.QUOTED; // by mbox
      return !escaped;
    }
    if (first == ' ') {
      return !flowed && to - from > 1 && text.charAt(from + 1) == '>';
    }
    int initials = from;
    while (initials < to && initials - from < 3 && isCapital(text.charAt(initials))) {
      initials++;
    }
    return initials - from >= 2 && initials < to && text.charAt(initials) == '>';
  }

  private static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private void quoted(int from) {
    if (kind == Kind.OWN) {
      cut(Math.max(start, attribution(text, from)), Kind.QUOTED);
    } else {
      cut(from, Kind.QUOTED);
    }
  }

  /// Where the lines begin that end before `end` and say who wrote what follows; `end` if there are
  /// none. They are wrapped to three at most, and the sender's own words may stand right above.
  private int attribution(String lines, int end) {
    int to = end;
    while (to > 0 && lines.charAt(to - 1) <= ' ') {
      to--;
    }
    if (to == 0 || !QuoteMarks.endsWithColon(lines.substring(to - 1, to))) {
      return end;
    }
    int found = end;
    int from = to;
    for (int i = 0; i < MAX_ATTRIBUTION_LINES && from > 0; i++) {
      int before = lines.lastIndexOf(lineBreak, from - 2) + 1;
      if (i > 0 && lines.substring(before, from).isBlank()) {
        break;
      }
      from = before;
      String candidate = lines.substring(from, to);
      if (QuoteMarks.isAttribution(candidate)) {
        if (QuoteMarks.opensAttribution(candidate)) {
          return from;
        }
        found = found == end ? from : found;
      }
    }
    return found;
  }

  /// A line of dashes and perhaps words.
  ///
  /// @return whether it was one that matters
  private boolean dashes(int from, int to, int next) {
    if (isSignatureMark(from, to, next)) {
      cut(from, Kind.SIGNATURE);
      return true;
    }
    if (text.startsWith("-----BEGIN PGP ", from)) {
      inArmour = true;
      signed |= text.startsWith("SIGNED", from + 15) || text.startsWith("SIGNATURE", from + 15);
      encrypted |= text.startsWith("MESSAGE", from + 15);
      cut(from, Kind.DATA);
      return true;
    }
    return false;
  }

  private boolean isSignatureMark(int from, int to, int next) {
    int mark = signed && text.startsWith("- -- ", from) ? from + 2 : from; // escaped by PGP
    boolean bare = text.startsWith("--", mark) && to == mark + 2;
    if (!bare) {
      return false;
    }
    boolean spaced = mark + 2 < next && text.charAt(mark + 2) == ' ';
    boolean near = spaced || text.length() - next < MAX_BARE_SIGNATURE;
    // below nothing there is nothing to sign, and programs that report begin lines so
    return near && !text.startsWith("-- ", next) && !text.substring(0, from).isBlank();
  }

  /// The head of a signed text ends with an empty line; all other armour with a line that says so.
  private void armour(int from, int to, int next) {
    boolean head = text.startsWith("-----BEGIN PGP SIGNED", start);
    String end = text.startsWith("begin ", start) ? "end" : "-----END PGP ";
    boolean ends = head ? from == to : text.startsWith(end, from);
    if (ends) {
      inArmour = false;
      cut(next, Kind.OWN);
    }
  }

  /// A line of underscores, above a copied header or the footer of a mailing list.
  private boolean rule(int from, int to, int next) {
    int end = from;
    while (end < to && text.charAt(end) == '_') {
      end++;
    }
    if (end < to || end - from < MIN_RULE) {
      return false;
    }
    int after = next;
    while (after < text.length() && text.charAt(after) <= ' ') {
      after++;
    }
    int afterEnd = trimmedEnd(after, nextLine(after));
    if (isCopiedHeader(after, afterEnd)) {
      restQuoted = true;
      cut(from, Kind.QUOTED);
      return true;
    }
    if (text.substring(after, Math.min(afterEnd, after + 200)).contains("mailing list")) {
      cut(from, Kind.SIGNATURE);
      return true;
    }
    return false;
  }

  /// Whether everything from this line on is quoted.
  private boolean begins(int from, int to) {
    if (isCopiedHeader(from, to)) {
      return true;
    }
    char last = text.charAt(to - 1);
    if (last == ':' || last == '：') {
      String line = text.substring(from, to).strip();
      return QuoteMarks.isSeparator(line)
          || (QuoteMarks.introducesRest(line) && !isMarkedBelow(to));
    }
    return text.charAt(from) == '-' && QuoteMarks.isSeparator(text.substring(from, to));
  }

  /// Whether a quotation is marked line by line below, so that the rest is not all of it.
  private boolean isMarkedBelow(int lineEnd) {
    return text.indexOf(lineBreak + ">", lineEnd) >= 0;
  }

  private boolean isMarkedNext(int next) {
    int at = next;
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    return at < text.length() && text.charAt(at) == '>';
  }

  private boolean isCopiedHeader(int from, int to) {
    if (!QuoteMarks.namesSender(text, from, to)) {
      return false;
    }
    int known = 0;
    int at = nextLine(from);
    for (int i = 0; i < COPIED_HEADER_LINES && at < text.length(); i++) {
      int next = nextLine(at);
      known += QuoteMarks.isHeaderLine(text, at, trimmedEnd(at, next)) ? 1 : 0;
      at = next;
    }
    return known >= 2;
  }

  /// Counts lines of base64, and takes them for data from the first on when there are enough.
  private boolean isData(int from, int to) {
    boolean last = kind == Kind.DATA && dataLines > 0 && to > from && (to - from) % 4 == 0;
    if ((to - from < MIN_DATA_LINE && !last) || !isBase64(from, to)) {
      dataLines = 0;
      return false;
    }
    if (dataLines++ == 0) {
      dataStart = from;
    }
    if (dataLines == MIN_DATA_LINES) {
      cut(dataStart, Kind.DATA);
    }
    return dataLines >= MIN_DATA_LINES;
  }

  private boolean isBase64(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean letter = ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9');
      if (!letter && c != '+' && c != '/' && c != '=') {
        return false;
      }
    }
    return true;
  }

  /// What begins at `at` is of another kind.
  private void cut(int at, Kind next) {
    if (kind == next && at < text.length()) {
      return;
    }
    if (at > start) {
      out.add(new Passage(kind, text.substring(start, at)));
      start = at;
    }
    kind = next;
  }

  private int nextLine(int from) {
    int end = text.indexOf(lineBreak, from);
    return end < 0 ? text.length() : end + 1;
  }

  /// The end of a line without its break and white space.
  private int trimmedEnd(int from, int next) {
    int end = next;
    while (end > from && text.charAt(end - 1) <= ' ') {
      end--;
    }
    return end;
  }
}
