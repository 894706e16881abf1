package dev.mailcask.demo;

import dev.mailcask.demo.MailStore.Mail;
import java.util.BitSet;
import java.util.List;

/// A set of messages as a client names it: `1:5,7,9:*` (RFC 3501 section 9, sequence-set).
final class MessageSet {

  private final BitSet members = new BitSet();

  private MessageSet() {}

  /// @param view the messages that the client knows, in order
  /// @param uid whether the numbers are UIDs
  static MessageSet of(String text, List<Mail> view, boolean uid) {
    MessageSet set = new MessageSet();
    long last = view.isEmpty() ? 0 : number(view, view.size() - 1, uid);
    for (String range : text.split(",", -1)) {
      String[] ends = range.split(":", 2);
      long one = end(ends[0], last);
      long other = ends.length > 1 ? end(ends[1], last) : one;
      for (int i = 0; i < view.size(); i++) {
        long number = number(view, i, uid);
        if (number >= Math.min(one, other) && number <= Math.max(one, other)) {
          set.members.set(i);
        }
      }
    }
    return set;
  }

  /// Whether the message at the index of the view is in the set.
  boolean contains(int index) {
    return members.get(index);
  }

  private static long end(String text, long last) {
    return text.equals("*") ? last : Long.parseLong(text);
  }

  private static long number(List<Mail> view, int index, boolean uid) {
    return uid ? view.get(index).uid : index + 1;
  }
}
