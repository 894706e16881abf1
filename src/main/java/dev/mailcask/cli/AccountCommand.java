package dev.mailcask.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The commands about accounts.
@Command(
    name = "account",
    description = "Add, list, test, change, sign in to and remove the accounts that are backed up.",
    sortOptions = false)
final class AccountCommand implements Runnable {

  @Spec @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(),
          "account: say what to do: add, list, test, change, sign-in or remove");
    }
  }
}
