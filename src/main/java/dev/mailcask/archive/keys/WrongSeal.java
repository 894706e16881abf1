package dev.mailcask.archive.keys;

/// Why a whole file does not open: it and the key of the archive do not belong together. The cause
/// of a [dev.mailcask.base.Failure.Corrupt], for those who want to know whether that is so for all
/// files.
public final class WrongSeal extends Exception {

  /// What does not fit.
  public enum Kind {
    /// The file is encrypted and the archive has no key.
    NO_KEY,
    /// The file is encrypted with another archive's key.
    OTHER_KEY,
    /// The file is not encrypted, although the archive is.
    NOT_SEALED
  }

  private final Kind kind;

  WrongSeal(Kind kind) {
    super(kind.name(), null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
