package dev.mailcask.message;

import dev.mailcask.message.Passage.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The text of a message, taken apart by whose it is.
///
/// @param passages in their order
/// @param links whether the sender's own text links to the web
record MessageText(List<Passage> passages, boolean links) {

  /// What people read: all but what is hidden.
  String shown() {
    return joined(passages.stream().filter(Passage::isShown).map(Passage::text).toList());
  }

  /// The text of one kind.
  String of(Kind kind) {
    if (passages.size() == 1 && passages.getFirst().kind() == kind) {
      return passages.getFirst().text();
    }
    return joined(passages.stream().filter(p -> p.kind() == kind).map(Passage::text).toList());
  }

  /// On new lines where the texts do not begin one by themselves.
  private static String joined(List<String> texts) {
    if (texts.size() < 2) {
      return texts.isEmpty() ? "" : texts.getFirst();
    }
    StringBuilder all = new StringBuilder(texts.stream().mapToInt(String::length).sum() + 16);
    for (String text : texts) {
      if (!all.isEmpty() && all.charAt(all.length() - 1) > '\r') {
        all.append('\n');
      }
      all.append(text);
    }
    return all.toString();
  }

  /// Puts the text of a message together from its parts. Of a multipart/alternative the plain text
  /// counts, unless it is empty or so much shorter than that of the HTML that it can only be a
  /// "please use another program"; then the HTML does. Not thread-safe.
  static final class Writer {

    /// HTML says more when it has twice as many chars and these.
    private static final int MUCH_MORE = 200;

    private final List<Piece> pieces = new ArrayList<>(2);
    private final List<Passage> current = new ArrayList<>(2);
    private PlainText splitter = new PlainText(current);
    private int group;
    private boolean rich;
    private boolean enclosed;
    private boolean links;
    private boolean signed;

    /// The text of one part.
    ///
    /// @param group which multipart/alternative it is in, -1 for none
    private record Piece(int group, boolean rich, boolean links, List<Passage> passages) {
      int shown() {
        return passages.stream()
            .filter(Passage::isShown)
            .mapToInt(passage -> passage.text().length())
            .sum();
      }
    }

    /// A part of text begins.
    ///
    /// @param group which multipart/alternative it is in, -1 for none
    /// @param rich whether it is HTML or the like, of which there may be a plain version
    /// @param enclosed whether it is of a message within the message, and so somebody else's
    void begin(int group, boolean rich, boolean enclosed) {
      this.group = group;
      this.rich = rich;
      this.enclosed = enclosed;
      links = false;
      splitter = new PlainText(current);
    }

    void plain(String text) {
      splitter.take(text);
      lookForLinks();
    }

    void flowed(String text, boolean delSp) {
      splitter.takeFlowed(Flowed.join(text, delSp));
      lookForLinks();
    }

    private void lookForLinks() {
      for (Passage passage : current) {
        links = links || (passage.kind() == Kind.OWN && hasLink(passage.text()));
      }
    }

    /// Text whose kind is known.
    void known(Kind kind, String text) {
      splitter.take(kind, text);
      lookForLinks();
    }

    void html(String text) {
      links |= HtmlText.take(text, MessageParser.MAX_TEXT, splitter);
    }

    private static boolean hasLink(String text) {
      for (int at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 3)) {
        if (text.startsWith("http", at - 4) || text.startsWith("https", at - 5)) {
          return true;
        }
      }
      return text.contains("www.");
    }

    /// The part ends.
    ///
    /// @return whether some of it is encrypted
    boolean end() {
      List<Passage> passages = enclosed ? quoted(current) : List.copyOf(current);
      pieces.add(new Piece(group, rich, links && !enclosed, passages));
      current.clear();
      signed |= splitter.signed();
      return splitter.encrypted();
    }

    private static List<Passage> quoted(List<Passage> passages) {
      return passages.stream()
          .map(p -> p.isShown() ? new Passage(Kind.QUOTED, p.text()) : p)
          .toList();
    }

    /// Whether some of the text was signed with PGP.
    boolean signed() {
      return signed;
    }

    MessageText finish() {
      if (pieces.size() == 1) {
        return new MessageText(pieces.getFirst().passages(), pieces.getFirst().links());
      }
      Set<Integer> richCounts = groupsWhereRichCounts();
      List<Passage> passages = new ArrayList<>();
      boolean any = false;
      for (Piece piece : pieces) {
        if (piece.group() < 0 || piece.rich() == richCounts.contains(piece.group())) {
          passages.addAll(piece.passages());
          any |= piece.links();
        } else if (!piece.rich()) {
          piece.passages().forEach(p -> passages.add(new Passage(Kind.HIDDEN, p.text())));
        }
      }
      return new MessageText(List.copyOf(passages), any);
    }

    private Set<Integer> groupsWhereRichCounts() {
      Map<Integer, int[]> lengths = new HashMap<>();
      for (Piece piece : pieces) {
        boolean blank = piece.passages().stream().allMatch(p -> p.text().isBlank());
        lengths.computeIfAbsent(piece.group(), _ -> new int[2])[piece.rich() ? 1 : 0] +=
            blank ? 0 : piece.shown();
      }
      Set<Integer> groups = new TreeSet<>();
      lengths.forEach(
          (group, length) -> {
            if (length[1] > 0 && (length[0] == 0 || length[1] > 2 * length[0] + MUCH_MORE)) {
              groups.add(group);
            }
          });
      return groups;
    }
  }
}
