package dev.mailcask.index;

import java.util.Locale;

/// The address in a From field: what it has in angle brackets, else its first word with an at sign;
/// in lower case, empty where there is none.
public final class Senders {

  private Senders() {}

  /// The address of the first sender.
  public static String address(String from) {
    int close = from.indexOf('>');
    int open = from.lastIndexOf('<', Math.max(close, 0));
    if (open >= 0 && close > open + 1) {
      return from.substring(open + 1, close).strip().toLowerCase(Locale.ROOT);
    }
    int at = from.indexOf('@');
    if (at < 0) {
      return "";
    }
    int begin = at;
    while (begin > 0 && !separates(from.charAt(begin - 1))) {
      begin--;
    }
    int end = at;
    while (end < from.length() && !separates(from.charAt(end))) {
      end++;
    }
    return from.substring(begin, end).toLowerCase(Locale.ROOT);
  }

  private static boolean separates(char c) {
    return c <= ' ' || c == ',' || c == ';' || c == '(' || c == ')' || c == '"' || c == '<';
  }

  /// What messages of one sender have in common in [Fields#SENDER]; 0 where there is no address.
  static long key(String from) {
    String address = address(from);
    return address.isEmpty() ? 0 : Hashes.of(address) >>> 16;
  }
}
