package dev.mailcask.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a path leads, so that two of them can be compared.
public final class RealPath {

  private RealPath() {}

  /// The path without symbolic links, as far as what it names exists.
  public static Path of(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    for (Path there = whole; there != null; there = there.getParent()) {
      if (Files.exists(there)) {
        try {
          return there.toRealPath().resolve(there.relativize(whole)).normalize();
        } catch (IOException e) {
          return whole; // whoever opens it tells what is wrong
        }
      }
    }
    return whole;
  }

  /// Whether one of the two lies in the other, or both are the same.
  public static boolean overlap(Path one, Path other) {
    Path first = of(one);
    Path second = of(other);
    return first.startsWith(second) || second.startsWith(first);
  }
}
