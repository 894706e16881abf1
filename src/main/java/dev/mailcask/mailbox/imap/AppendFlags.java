package dev.mailcask.mailbox.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which flags of a message go along with it: those that the folder can keep (PERMANENTFLAGS),
/// where `\*` stands for new keywords. `\Recent` is the server's own; `\Deleted` would have some
/// servers throw the message away again.
///
/// @param kept to be sent
/// @param dropped not to be sent, to be reported
record AppendFlags(List<String> kept, List<String> dropped) {

  static AppendFlags of(List<String> flags, Set<String> permanent) {
    List<String> kept = new ArrayList<>();
    List<String> dropped = new ArrayList<>();
    for (String flag : flags) {
      if (flag.equalsIgnoreCase("\\Recent")) {
        continue;
      }
      boolean keeps =
          permanent.stream().anyMatch(flag::equalsIgnoreCase)
              || (!isSystem(flag) && permanent.contains("\\*"));
      (keeps && !flag.equalsIgnoreCase("\\Deleted") && isAtom(flag) ? kept : dropped).add(flag);
    }
    return new AppendFlags(List.copyOf(kept), List.copyOf(dropped));
  }

  /// The next smaller set to try after the server refused this one: without keywords, then without
  /// any.
  AppendFlags fewer() {
    List<String> less = kept.stream().filter(AppendFlags::isSystem).toList();
    if (less.size() == kept.size()) {
      less = List.of();
    }
    List<String> more = new ArrayList<>(dropped);
    for (String flag : kept) {
      if (!less.contains(flag)) {
        more.add(flag);
      }
    }
    return new AppendFlags(less, List.copyOf(more));
  }

  private static boolean isSystem(String flag) {
    return flag.startsWith("\\");
  }

  private static boolean isAtom(String flag) {
    String name = isSystem(flag) ? flag.substring(1) : flag;
    return !name.isEmpty()
        && name.chars().allMatch(c -> c > ' ' && c < 0x7f && "(){%*\"\\]".indexOf(c) < 0);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "(%s)", String.join(" ", kept));
  }
}
