package dev.mailcask.archive;

/// Which share of the archive a check reads: one of so many, so that each is read in its turn when
/// the same check is asked for again and again.
///
/// Stateless: what belongs to a share follows from a block's pack and number alone, and stays as it
/// is when packs are added or removed. So after `of` nights with the shares 0 to `of - 1`
/// everything has been read that was there all the time.
///
/// @param share which one, counted from 0
/// @param of how many there are
public record Sample(int share, int of) {

  /// Everything.
  public static final Sample ALL = new Sample(0, 1);

  /// @throws IllegalArgumentException if there is no such share
  public Sample {
    if (of < 1 || share < 0 || share >= of) {
      throw new IllegalArgumentException("there is no share %d of %d".formatted(share, of));
    }
  }

  /// Whether it is everything.
  public boolean isAll() {
    return of == 1;
  }

  /// Whether something belongs to this share.
  ///
  /// @param hash of what names it: equal for equal things, and spread evenly
  public boolean takes(long hash) {
    return Long.remainderUnsigned(hash, of) == share;
  }
}
