package dev.mailcask.testing;

import dev.mailcask.archive.keys.ArchiveKey;
import dev.mailcask.archive.keys.Credential;
import dev.mailcask.archive.keys.Credential.KeyFile;
import dev.mailcask.archive.keys.KeyRing;
import dev.mailcask.archive.storage.ArchiveStorage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keys for archives of tests.
public final class TestKeys {

  /// A key file that costs no time to open with.
  public static final KeyFile FILE = new KeyFile(new byte[32]);

  private TestKeys() {}

  /// Makes the archive that is to come an encrypted one and gives its key.
  public static ArchiveKey create(ArchiveStorage storage) {
    new KeyRing(storage).create(() -> FILE);
    return open(storage);
  }

  /// The key of an archive that [#create] made.
  public static ArchiveKey open(ArchiveStorage storage) {
    return new KeyRing(storage).open(configured(FILE)).orElseThrow();
  }

  /// A process that is configured so, and nobody to ask.
  public static KeyRing.Source configured(@Nullable Credential credential) {
    return new KeyRing.Source() {
      @Override
      public Optional<Credential> configured() {
        return Optional.ofNullable(credential);
      }

      @Override
      public Optional<Credential> ask() {
        return Optional.empty();
      }
    };
  }
}
