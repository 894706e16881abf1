package dev.mailcask.mailbox.imap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The sets of flags of a folder, each kept once: a million messages share a handful of them.
final class FlagSets {

  private static final int MOST = 10_000;

  private final Map<String, List<String>> known = new HashMap<>();

  /// The flags of a list such as `(\Seen $Forwarded)`, without `\Recent`, which is nobody's.
  List<String> of(String rawList) {
    List<String> flags = known.get(rawList);
    if (flags == null) {
      flags = parse(rawList);
      if (known.size() < MOST) {
        known.put(rawList, flags);
      }
    }
    return flags;
  }

  private static List<String> parse(String rawList) {
    List<String> flags = new ArrayList<>();
    for (String flag : rawList.replace("(", " ").replace(")", " ").trim().split(" +", -1)) {
      if (!flag.isEmpty() && !flag.equalsIgnoreCase("\\Recent")) {
        flags.add(flag);
      }
    }
    return List.copyOf(flags);
  }
}
