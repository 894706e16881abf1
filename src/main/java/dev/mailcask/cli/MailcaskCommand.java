package dev.mailcask.cli;

import dev.mailcask.cli.Site.Globals;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command line's root: the options that every command has, before or after its name.
@Command(
    name = "mailcask",
    description = "Backs up mail accounts, searches the archive, and restores from it.",
    sortOptions = false,
    subcommandsRepeatable = false,
    versionProvider = Version.class,
    footer = {
      "",
      "ID is a message's SHA-256 in hexadecimal; the first 8 digits or more will do.",
      "TIME is an ISO 8601 instant (2026-11-23T04:50:00Z) or a date (2026-11-23), which means the"
          + " end of that day here.",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done in part, 4 damage found, 5 locked or"
          + " refused."
    })
final class MailcaskCommand implements Callable<Integer> {

  private final Session session;

  @Spec @Nullable CommandSpec spec;

  private boolean json;
  private @Nullable String data;
  private @Nullable String config;

  MailcaskCommand(Session session) {
    this.session = session;
  }

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The data directory.")
  void data(String dir) {
    data = dir;
    tell();
  }

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The configuration file.")
  void config(String file) {
    config = file;
    tell();
  }

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print JSON for programs instead of text for people.")
  void json(boolean wanted) {
    json = wanted;
    tell();
  }

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  private void tell() {
    session.options(json, new Globals(data, config));
  }

  @Override
  public Integer call() {
    if (spec != null) {
      session.print(spec.commandLine().getUsageMessage().stripTrailing());
    }
    return 2;
  }
}
