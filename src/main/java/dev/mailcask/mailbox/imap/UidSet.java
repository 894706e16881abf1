package dev.mailcask.mailbox.imap;

import java.util.Collection;

/// Writes a set of UIDs as short as IMAP allows (`1:4,7`), ascending, as some servers refuse
/// descending ranges. Only UIDs that follow one another become a range, so that nothing is asked
/// for that is not wanted.
final class UidSet {

  /// The longest set that is put into a command. Clients should keep command lines below 1000
  /// octets (RFC 2683 section 3.2.1.5).
  static final int MOST_OCTETS = 900;

  private static final int LONGEST_RANGE = 2 * 10 + 2;

  private final StringBuilder text = new StringBuilder();
  private long first;
  private long last;
  private int count;

  /// Adds a UID, which is larger than all before.
  void add(long uid) {
    if (count > 0 && uid == last + 1) {
      last = uid;
    } else {
      flush(text);
      first = uid;
      last = uid;
    }
    count++;
  }

  /// How many UIDs there are.
  int count() {
    return count;
  }

  /// Whether another UID may not fit into one command any more.
  boolean full() {
    return text.length() + 2 * LONGEST_RANGE > MOST_OCTETS;
  }

  private void flush(StringBuilder to) {
    if (first > 0) {
      to.append(to.isEmpty() ? "" : ",").append(first);
      if (last > first) {
        to.append(':').append(last);
      }
    }
  }

  @Override
  public String toString() {
    StringBuilder whole = new StringBuilder(text);
    flush(whole);
    return whole.toString();
  }

  /// The set of the UIDs, which are in ascending order.
  static String of(Collection<Long> uids) {
    UidSet set = new UidSet();
    uids.forEach(set::add);
    return set.toString();
  }
}
