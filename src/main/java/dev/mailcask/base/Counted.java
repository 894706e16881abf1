package dev.mailcask.base;

import java.util.Locale;

/// Numbers of things, as people read them, the same in every locale.
public final class Counted {

  private Counted() {}

  /// With thousands separated: `3,919`.
  public static String of(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /// With its noun: `1 pack`, `3,919 packs`.
  public static String of(long count, String one, String many) {
    return of(count) + " " + (count == 1 ? one : many);
  }
}
