package dev.mailcask.search;

import dev.mailcask.index.Words;
import java.util.ArrayList;
import java.util.List;

/// Words next to each other, looked for in a short text.
///
/// @param prefix whether the last one may go on
record Phrase(List<String> words, boolean prefix) {

  boolean isIn(String text) {
    Words cut = new Words();
    cut.reset(text);
    List<String> there = new ArrayList<>();
    while (cut.next()) {
      there.add(cut.word());
    }
    for (int at = 0; at + words.size() <= there.size(); at++) {
      if (standsAt(there.subList(at, at + words.size()))) {
        return true;
      }
    }
    return false;
  }

  private boolean standsAt(List<String> there) {
    int last = words.size() - 1;
    return there.subList(0, last).equals(words.subList(0, last))
        && (prefix
            ? there.get(last).startsWith(words.get(last))
            : there.get(last).equals(words.get(last)));
  }
}
