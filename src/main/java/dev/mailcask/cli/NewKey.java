package dev.mailcask.cli;

import dev.mailcask.archive.keys.Credential;
import dev.mailcask.archive.keys.Credential.KeyFile;
import dev.mailcask.archive.keys.Credential.Passphrase;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options by which a command is given a new passphrase or key file; without them it asks,
/// twice.
final class NewKey {

  @Option(
      names = "--passphrase-file",
      paramLabel = "F",
      description = "A file that holds the new passphrase and nothing else.")
  @Nullable String passphraseFile;

  @Option(
      names = "--passphrase-stdin",
      description = "Read the new passphrase from standard input.")
  boolean passphraseStdin;

  @Option(
      names = "--key-file",
      paramLabel = "F",
      description =
          "A file whose bytes are the new key. If there is none it is made, with a random key.")
  @Nullable String keyFile;

  /// Reads, makes or asks for it.
  Credential read(Session session) {
    int given =
        (passphraseFile == null ? 0 : 1) + (passphraseStdin ? 1 : 0) + (keyFile == null ? 0 : 1);
    if (given > 1) {
      throw Session.wrong(
          "--passphrase-file, --passphrase-stdin and --key-file",
          "more than one was given",
          "give one of them");
    }
    if (keyFile != null) {
      return KeyFile.readOrMake(session.terminal().resolve(keyFile), "key file " + keyFile);
    }
    if (passphraseFile != null) {
      return passphraseIn(session, passphraseFile);
    }
    if (passphraseStdin) {
      try {
        return Passphrase.of(session.terminal().in().readAllBytes(), "standard input");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return ask(session);
  }

  private static Passphrase passphraseIn(Session session, String file) {
    String name = "passphrase file " + file;
    try {
      return Passphrase.of(Files.readAllBytes(session.terminal().resolve(file)), name);
    } catch (IOException e) {
      throw Session.wrong(
          name,
          "it cannot be read (" + e.getClass().getSimpleName() + ")",
          "name a file that you may read");
    }
  }

  private static Passphrase ask(Session session) {
    Secret first;
    try {
      first = session.terminal().askSecret("New passphrase of the archive: ");
    } catch (Failure.Misconfigured _) {
      throw Session.wrong(
          "passphrase",
          "none was given, and there is no terminal to ask for it",
          "give --passphrase-file, --passphrase-stdin or --key-file");
    }
    if (!first.equals(session.terminal().askSecret("The same once more: "))) {
      throw Session.wrong("passphrase", "the two differ", "type it again");
    }
    return new Passphrase(first);
  }
}
