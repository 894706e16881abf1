package dev.mailcask.web;

import java.util.ArrayList;
import java.util.List;

/// A match within a text.
///
/// @param start the first UTF-16 unit
/// @param end behind the last
record Mark(int start, int end) {

  /// @param offsets begins and ends in turn
  static List<Mark> of(List<Integer> offsets) {
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i + 1 < offsets.size(); i += 2) {
      marks.add(new Mark(offsets.get(i), offsets.get(i + 1)));
    }
    return marks;
  }
}
