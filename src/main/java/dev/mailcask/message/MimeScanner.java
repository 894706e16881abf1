package dev.mailcask.message;

import dev.mailcask.base.Content;
import dev.mailcask.message.Defect.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the parts of a message (RFC 2045, 2046) in one pass over its bytes.
///
/// Instead of a stream within a stream for every level, as MIME libraries do it, there is one stack
/// of the boundaries that are open, and every line that begins with two hyphens is compared with
/// them, the innermost first. So the work is the same however deep the parts are nested, nothing
/// recurses on input, and a body is known by its place in the message rather than copied. Where no
/// multipart is open, the rest of the message is one body and is not even looked at.
///
/// Liberal: closing boundaries may be missing, a boundary of an outer level closes all inner ones,
/// a header may run into a boundary. Beyond [#MAX_DEPTH] levels or [#MAX_PARTS] parts the rest is
/// taken as one body, and a [Defect] says so.
final class MimeScanner implements AutoCloseable {

  static final int MAX_DEPTH = 100;
  static final int MAX_PARTS = 10_000;

  /// A line is compared with boundaries as far as this; the standard allows 70 bytes.
  private static final int MAX_BOUNDARY_LINE = 1000;

  private final Window window;

  /// Whether only places are asked for, so that no part's header need be kept.
  private final boolean bare;

  private final List<MimePart> parts = new ArrayList<>(4);
  private final List<Defect> defects = new ArrayList<>(0);
  private final List<Level> levels = new ArrayList<>(4);
  private int at;
  private @Nullable MimePart open;
  private long bodyStart;

  /// A multipart that is open, or a message within the message, which has no boundary.
  ///
  /// @param boundary empty for a message
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Level(MimePart part, byte[] boundary) {}

  private MimeScanner(Window window, boolean bare) {
    this.window = window;
    this.bare = bare;
  }

  /// @param parts in the order in which they begin; the first is the message itself
  record Structure(List<MimePart> parts, List<Defect> defects) {}

  static Structure scan(Content message) {
    try (Window window = Window.over(message);
        MimeScanner scanner = new MimeScanner(window, false)) {
      return scanner.run(message.size());
    }
  }

  /// The bodies of parts that hold no others.
  static List<Body> leaves(Content message) {
    List<MimePart> parts;
    try (Window window = Window.over(message);
        MimeScanner scanner = new MimeScanner(window, true)) {
      parts = scanner.run(message.size()).parts();
    }
    boolean[] holds = new boolean[parts.size()];
    for (MimePart part : parts) {
      if (part.parent() >= 0) {
        holds[part.parent()] = true;
      }
    }
    return parts.stream()
        .filter(part -> !holds[part.index()])
        .map(part -> new Body(part.bodyStart(), part.bodyEnd(), part.encoding(), part.type()))
        .toList();
  }

  @Override
  public void close() {
    window.close();
  }

  private Structure run(long size) {
    beginPart();
    while (true) {
      if (levels.isEmpty()) {
        endPart(Math.max(size, window.offset(at)));
        break;
      }
      int line = nextDashes();
      if (line < 0) {
        endPart(window.offset(at));
        closeLevels(0, window.offset(at));
        break;
      }
      boundaryLine(line);
    }
    return new Structure(parts, defects);
  }

  /// Reads a header and goes down as long as what follows is again a header.
  private void beginPart() {
    while (true) {
      at = window.see(at, EnvelopeParser.MAX_HEADER);
      RawHeader header = header();
      Level level = levels.isEmpty() ? null : levels.getLast();
      MimePart part =
          MimePart.begin(
              parts.size(),
              level == null ? -1 : level.part().index(),
              level == null ? "" : level.part().type(),
              header);
      MimePart kept = bare ? part.bare() : part;
      parts.add(kept);
      if (header.malformed()) {
        defects.add(new Defect(Kind.MALFORMED_HEADER, part.index()));
      }
      at = window.ended() ? header.bodyStart() : at + header.bytes().length;
      bodyStart = window.offset(at);
      open = kept;
      if (!opensLevel(part, kept)) {
        return;
      }
    }
  }

  private RawHeader header() {
    int end = Math.min(window.end(), at + EnvelopeParser.MAX_HEADER);
    RawHeader header = RawHeader.scan(window.bytes(), at, end, this::isBoundary);
    if (window.ended()) {
      return header;
    }
    byte[] kept = window.keep(at, header.bodyStart());
    return RawHeader.scan(kept, 0, kept.length);
  }

  /// @param kept the part as it is remembered
  /// @return whether the part is a message whose header follows at once
  private boolean opensLevel(MimePart part, MimePart kept) {
    boolean multipart = part.isMultipart();
    if (!multipart && !(part.isMessage() && part.isIdentity())) {
      return false;
    }
    if (levels.size() >= MAX_DEPTH) {
      defects.add(new Defect(Kind.TOO_DEEP, part.index()));
      return false;
    }
    if (parts.size() >= MAX_PARTS) {
      defects.add(new Defect(Kind.TOO_MANY_PARTS, part.index()));
      return false;
    }
    if (!multipart) {
      levels.add(new Level(kept.withBody(bodyStart, bodyStart), new byte[0]));
      return true;
    }
    String boundary = part.contentType().get("boundary");
    if (boundary == null || boundary.isBlank()) {
      defects.add(new Defect(Kind.NO_BOUNDARY, part.index()));
      return false;
    }
    byte[] raw = boundary.stripTrailing().getBytes(StandardCharsets.ISO_8859_1);
    levels.add(new Level(kept.withBody(bodyStart, bodyStart), raw));
    open = null;
    return false;
  }

  /// The next line that begins with two hyphens, or -1 at the end of the message.
  private int nextDashes() {
    while (true) {
      at = window.see(at, MAX_BOUNDARY_LINE);
      byte[] bytes = window.bytes();
      int last = window.ended() ? window.end() - 2 : window.end() - MAX_BOUNDARY_LINE;
      for (; at <= last; at++) {
        if (bytes[at] == '-' && bytes[at + 1] == '-' && beginsLine(at)) {
          return at;
        }
      }
      if (window.ended()) {
        at = window.end();
        return -1;
      }
    }
  }

  private boolean beginsLine(int i) {
    if (i == 0) {
      return window.offset(0) == 0;
    }
    byte before = window.bytes()[i - 1];
    return before == '\n' || before == '\r';
  }

  private void boundaryLine(int line) {
    int end = lineEnd(line);
    int level = matching(line, end);
    if (level < 0) {
      at = end;
      return;
    }
    long bodyEnd = window.offset(beforeBreak(line));
    endPart(bodyEnd);
    closeLevels(level + 1, bodyEnd);
    byte[] boundary = levels.get(level).boundary();
    int after = line + 2 + boundary.length;
    boolean closing =
        after + 1 < end && window.bytes()[after] == '-' && window.bytes()[after + 1] == '-';
    at = pastBreak(end);
    if (closing) {
      closeLevel(window.offset(line));
    } else if (parts.size() >= MAX_PARTS) {
      if (parts.size() == MAX_PARTS && !hasDefect(Kind.TOO_MANY_PARTS)) {
        defects.add(new Defect(Kind.TOO_MANY_PARTS, levels.getLast().part().index()));
      }
    } else {
      beginPart();
    }
  }

  private boolean hasDefect(Kind kind) {
    return defects.stream().anyMatch(defect -> defect.kind() == kind);
  }

  /// Closes what was left open above the given number of levels.
  private void closeLevels(int keep, long end) {
    while (levels.size() > keep) {
      Level level = levels.getLast();
      if (level.boundary().length > 0) {
        defects.add(new Defect(Kind.UNCLOSED_MULTIPART, level.part().index()));
      }
      closeLevel(end);
    }
  }

  private void closeLevel(long end) {
    MimePart part = levels.removeLast().part();
    parts.set(part.index(), part.withBody(part.bodyStart(), end));
  }

  private void endPart(long end) {
    if (open != null) {
      parts.set(open.index(), open.withBody(bodyStart, end));
      open = null;
    }
  }

  /// The innermost open level whose boundary stands on the line, or -1.
  private int matching(int line, int end) {
    for (int i = levels.size() - 1; i >= 0; i--) {
      if (isDelimiter(levels.get(i).boundary(), line, end)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isBoundary(byte[] bytes, int line, int end) {
    for (int i = levels.size() - 1; i >= 0; i--) {
      if (isDelimiter(levels.get(i).boundary(), bytes, line, end)) {
        return true;
      }
    }
    return false;
  }

  private boolean isDelimiter(byte[] boundary, int line, int end) {
    return isDelimiter(boundary, window.bytes(), line, end);
  }

  private static boolean isDelimiter(byte[] boundary, byte[] bytes, int line, int end) {
    int from = line + 2;
    int to = from + boundary.length;
    if (boundary.length == 0
        || to > end
        || !Arrays.equals(boundary, 0, boundary.length, bytes, from, to)) {
      return false;
    }
    if (to + 1 < end && bytes[to] == '-' && bytes[to + 1] == '-') {
      return true;
    }
    for (int i = to; i < end; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  private int lineEnd(int from) {
    byte[] bytes = window.bytes();
    int limit = Math.min(window.end(), from + MAX_BOUNDARY_LINE);
    int i = from;
    while (i < limit && bytes[i] != '\n' && bytes[i] != '\r') {
      i++;
    }
    return i;
  }

  private int pastBreak(int lineEnd) {
    byte[] bytes = window.bytes();
    if (lineEnd >= window.end()) {
      return window.end();
    }
    if (bytes[lineEnd] == '\r' && lineEnd + 1 < window.end() && bytes[lineEnd + 1] == '\n') {
      return lineEnd + 2;
    }
    return bytes[lineEnd] == '\n' || bytes[lineEnd] == '\r' ? lineEnd + 1 : lineEnd;
  }

  /// The line break before a boundary belongs to the boundary.
  private int beforeBreak(int line) {
    byte[] bytes = window.bytes();
    int end = line;
    if (end > 0 && bytes[end - 1] == '\n') {
      end--;
    }
    if (end > 0 && bytes[end - 1] == '\r') {
      end--;
    }
    return end;
  }
}
