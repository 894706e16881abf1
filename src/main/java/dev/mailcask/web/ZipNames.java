package dev.mailcask.web;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Names within one zip file, each once, also for disks that do not know upper from lower case.
final class ZipNames {

  private final Set<String> used = new HashSet<>();

  /// @param safe a name without directories, as [FileNames#safe] makes it
  String unique(String safe) {
    int dot = safe.lastIndexOf('.');
    String stem = dot > 0 ? safe.substring(0, dot) : safe;
    String extension = dot > 0 ? safe.substring(dot) : "";
    String name = safe;
    for (int i = 2; !used.add(name.toLowerCase(Locale.ROOT)); i++) {
      name = stem + " (" + i + ")" + extension;
    }
    return name;
  }
}
