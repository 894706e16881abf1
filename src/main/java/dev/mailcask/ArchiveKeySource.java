package dev.mailcask;

import dev.mailcask.archive.keys.Credential;
import dev.mailcask.archive.keys.KeyRing;
import dev.mailcask.base.DiskFailure;
import dev.mailcask.base.Failure;
import dev.mailcask.cli.Terminal;
import dev.mailcask.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where the key of an encrypted archive comes from: a file or a variable that the owner named, or
/// whoever sits at the terminal.
///
/// @param terminal of the process that opens the archive
record ArchiveKeySource(Configuration configuration, Terminal terminal) implements KeyRing.Source {

  @Override
  public Optional<Credential> configured() {
    Path keyFile = configuration.archiveKeyFile();
    if (keyFile != null) {
      return Optional.of(Credential.KeyFile.read(keyFile, "archive.key-file " + keyFile));
    }
    Path passphraseFile = configuration.archivePassphraseFile();
    if (passphraseFile != null) {
      String name = "archive.passphrase-file " + passphraseFile;
      try {
        return Optional.of(Credential.Passphrase.of(Files.readAllBytes(passphraseFile), name));
      } catch (IOException e) {
        throw DiskFailure.of(name, e);
      }
    }
    return configuration.archivePassphrase().map(Credential.Passphrase::new);
  }

  @Override
  public Optional<Credential> ask() {
    try {
      return Optional.of(
          new Credential.Passphrase(terminal.askSecret("Passphrase of the archive: ")));
    } catch (Failure.Misconfigured _) {
      return Optional.empty(); // nobody is there, and the caller has the better words for it
    }
  }
}
