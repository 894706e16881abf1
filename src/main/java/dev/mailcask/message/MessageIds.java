package dev.mailcask.message;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// Finds the message ids in fields like References, whatever else stands there.
final class MessageIds {

  private static final int MAX_IDS = 200;
  private static final int MAX_ID = 500;

  private MessageIds() {}

  /// What stands in angle brackets, each once and in order. Of very many, the first and the last
  /// ones: those that name the beginning of a conversation and what is answered.
  static List<String> in(String field) {
    int open = field.indexOf('<');
    if (open < 0) {
      return List.of();
    }
    SequencedSet<String> ids = new LinkedHashSet<>();
    while (open >= 0) {
      int close = field.indexOf('>', open + 1);
      if (close < 0) {
        break;
      }
      int inner = field.lastIndexOf('<', close); // one that was not closed counts for nothing
      String id = field.substring(inner + 1, close).replace(" ", "");
      if (!id.isEmpty() && id.length() <= MAX_ID) {
        ids.remove(id);
        ids.add(id);
        if (ids.size() > MAX_IDS) {
          String first = ids.removeFirst();
          ids.removeFirst();
          ids.addFirst(first);
        }
      }
      open = field.indexOf('<', close + 1);
    }
    return List.copyOf(ids);
  }
}
