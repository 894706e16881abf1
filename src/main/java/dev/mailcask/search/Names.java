package dev.mailcask.search;

import dev.mailcask.base.Nearest;
import java.text.Normalizer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The names that one may write for things of a kind: in upper or lower case, with umlauts or
/// without, with `-` or `_` between their parts or nothing.
///
/// @param things by what is left of their names then
/// @param names likewise, as they are written properly
record Names<T>(Map<String, T> things, Map<String, String> names) {

  /// @param all the things, each with its names
  static <T> Names<T> of(Collection<T> all, Function<T, List<String>> namesOf) {
    Names<T> known = new Names<>(new LinkedHashMap<>(), new LinkedHashMap<>());
    for (T each : all) {
      for (String name : namesOf.apply(each)) {
        if (known.things.put(plain(name), each) != null) {
          throw new IllegalStateException("two things are called " + name);
        }
        known.names.put(plain(name), name);
      }
    }
    return known;
  }

  @Nullable T get(String written) {
    return things.get(plain(written));
  }

  /// The name that was probably meant.
  Optional<String> near(String written) {
    return Nearest.of(plain(written), names.keySet()).map(names::get);
  }

  static String plain(String name) {
    String lower = Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    StringBuilder plain = new StringBuilder(lower.length() + 2);
    for (int i = 0; i < lower.length(); i++) {
      switch (lower.charAt(i)) {
        case '-', '_' -> {}
        case 'ä' -> plain.append("ae");
        case 'ö' -> plain.append("oe");
        case 'ü' -> plain.append("ue");
        case 'ß' -> plain.append("ss");
        default -> plain.append(lower.charAt(i));
      }
    }
    return plain.toString();
  }
}
