package dev.mailcask.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows in columns, with their headings above if there are any. A column whose heading begins with
/// `>` is set to the right. Where the terminal is narrower than the table, the last column is cut.
final class Table {

  private static final String GAP = "  ";
  private static final int NARROWEST = 10;

  private final List<String[]> rows = new ArrayList<>();
  private final boolean[] right;
  private final String indent;

  Table(String... headings) {
    this("", headings);
  }

  private Table(String indent, String... headings) {
    this.indent = indent;
    this.right = new boolean[headings.length];
    for (int i = 0; i < headings.length; i++) {
      right[i] = headings[i].startsWith(">");
    }
    rows.add(
        Arrays.stream(headings)
            .map(heading -> heading.startsWith(">") ? heading.substring(1) : heading)
            .toArray(String[]::new));
  }

  /// A table that stands in from the left edge.
  static Table indented(String... headings) {
    return new Table(GAP, headings);
  }

  Table row(Object... cells) {
    rows.add(Arrays.stream(cells).map(cell -> Plain.line(cell.toString())).toArray(String[]::new));
    return this;
  }

  /// @param columns of the terminal, 0 for no limit
  String render(int columns) {
    int[] widths = new int[right.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], width(row[i]));
      }
    }
    int last = right.length - 1;
    int before = indent.length() + GAP.length() * last;
    for (int i = 0; i < last; i++) {
      before += widths[i];
    }
    if (columns > 0) {
      widths[last] = Math.min(widths[last], Math.max(NARROWEST, columns - before));
    }
    StringBuilder text = new StringBuilder();
    boolean untitled = String.join("", rows.getFirst()).isEmpty();
    for (String[] row : untitled ? rows.subList(1, rows.size()) : rows) {
      text.append(render(row, widths)).append('\n');
    }
    return text.toString();
  }

  private String render(String[] row, int[] widths) {
    StringBuilder line = new StringBuilder(indent);
    for (int i = 0; i < row.length; i++) {
      String cell = cut(row[i], widths[i]);
      String space = " ".repeat(widths[i] - width(cell));
      line.append(i == 0 ? "" : GAP).append(right[i] ? space + cell : cell + space);
    }
    return line.toString().stripTrailing();
  }

  static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  static String cut(String text, int width) {
    return width(text) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
  }
}
