package dev.mailcask.archive.pack;

import dev.mailcask.archive.keys.KeyRing;
import dev.mailcask.archive.keys.WrongSeal;
import dev.mailcask.archive.storage.FileHeader;
import dev.mailcask.base.Failure;
import org.jspecify.annotations.Nullable;

/// Finds out while an archive is opened whether its files and its key belong together. One file
/// that does not open is damage, and the others are read; where no file opens, the archive does
/// not. Not thread-safe.
final class KeyFit {

  private final boolean encrypted;
  private boolean fits;
  private WrongSeal.@Nullable Kind misfit;

  /// @param encrypted whether the archive has a key
  KeyFit(boolean encrypted) {
    this.encrypted = encrypted;
  }

  /// A pack was opened.
  void opened() {
    fits = true;
  }

  /// A pack was not opened.
  ///
  /// @throws Failure.Corrupt if that is because the archive's keys are lost
  void failed(Failure.Corrupt why) {
    if (why.getCause() instanceof WrongSeal wrong) {
      if (wrong.kind() == WrongSeal.Kind.NO_KEY) {
        throw KeyRing.lost();
      }
      misfit = wrong.kind();
    }
  }

  /// A segment was found that begins so.
  ///
  /// @throws Failure.Corrupt if the archive's keys are lost
  void segment(byte[] begin) {
    boolean sealed = FileHeader.saysEncrypted(begin);
    if (sealed && !encrypted) {
      throw KeyRing.lost();
    }
    if (encrypted && !sealed && misfit == null) {
      misfit = WrongSeal.Kind.NOT_SEALED;
    }
  }

  /// All files were looked at.
  ///
  /// @throws Failure.Corrupt if the key is none of this archive
  void check() {
    if (!fits && misfit != null) {
      throw KeyRing.foreign(misfit);
    }
  }
}
