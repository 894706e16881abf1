package dev.mailcask.index;

import dev.mailcask.base.AccountId;
import dev.mailcask.catalog.Message;
import dev.mailcask.catalog.Message.Place;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a message is or was, as the index knows it.
///
/// @param path of the folder, as it is called now
/// @param keywords flags of the owner's own, in lower case: labels, as some call them
/// @param gone whether it is not there any more
public record Placement(
    AccountId account, String path, Set<Flag> flags, List<String> keywords, boolean gone) {

  /// The flags that servers know (RFC 9051, section 2.3.2), and one that all mail programs use.
  public enum Flag {
    SEEN(1, "\\Seen"),
    FLAGGED(2, "\\Flagged"),
    ANSWERED(4, "\\Answered"),
    DRAFT(8, "\\Draft"),
    DELETED(16, "\\Deleted"),
    FORWARDED(32, "$Forwarded");

    /// In the index: never to change without a new version.
    final int bit;

    final String name;

    Flag(int bit, String name) {
      this.bit = bit;
      this.name = name;
    }

    /// The flag of a name, or null for a keyword of the owner's own.
    static @Nullable Flag named(String name) {
      for (Flag flag : values()) {
        if (flag.name.equalsIgnoreCase(name)) {
          return flag;
        }
      }
      return null;
    }
  }

  /// Where a message of the catalog is and was.
  public static List<Placement> of(Message message) {
    return message.places().stream().map(Placement::of).toList();
  }

  private static Placement of(Place place) {
    Set<Flag> flags = EnumSet.noneOf(Flag.class);
    List<String> keywords = new ArrayList<>();
    for (String name : place.flags()) {
      Flag flag = Flag.named(name);
      if (flag == null) {
        keywords.add(name.toLowerCase(Locale.ROOT));
      } else {
        flags.add(flag);
      }
    }
    return new Placement(place.account(), place.path(), flags, keywords, place.gone() != null);
  }

  public Placement {
    flags = flags.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(flags));
    keywords = List.copyOf(keywords);
  }
}
