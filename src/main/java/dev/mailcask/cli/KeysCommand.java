package dev.mailcask.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The commands about the keys of an encrypted archive.
@Command(
    name = "keys",
    description = "Encrypt a new archive; list, add, change and remove what opens it.",
    sortOptions = false)
final class KeysCommand implements Runnable {

  @Spec @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "keys: say what to do: create, list, add, change or remove");
    }
  }
}
