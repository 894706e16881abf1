package dev.mailcask.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailcask.base.Failure;
import dev.mailcask.cli.Site.Globals;
import dev.mailcask.jobs.FailureTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Carries out one command line.
///
/// Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done in part, 4 damage found, 5 locked or
/// refused.
public final class Commands {

  /// Done in part: something failed, and the output lists it.
  static final int IN_PART = 3;

  private static final String JSON = "--json";

  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

  private Commands() {}

  /// Runs the command and returns its exit code; never throws for what a user can cause.
  public static int run(List<String> arguments, Terminal terminal, Site site) {
    try (Session session = new Session(terminal, site)) {
      session.expectJson(wantsJson(arguments));
      CommandLine line = commandLine(session);
      return line.execute(arguments.toArray(String[]::new));
    } catch (RuntimeException e) {
      Session session = new Session(terminal, site);
      session.expectJson(wantsJson(arguments));
      return failed(e, session);
    }
  }

  /// The options by which the data directory is found, picked out without loading a parser: most
  /// commands are carried out by another process, and this one should only pass them on.
  public static Globals globals(List<String> arguments) {
    String data = null;
    String config = null;
    for (int i = 0; i < arguments.size() && !arguments.get(i).equals("--"); i++) {
      String argument = arguments.get(i);
      String next = i + 1 < arguments.size() ? arguments.get(i + 1) : null;
      if (argument.equals("--data")) {
        data = next;
      } else if (argument.startsWith("--data=")) {
        data = argument.substring("--data=".length());
      } else if (argument.equals("--config")) {
        config = next;
      } else if (argument.startsWith("--config=")) {
        config = argument.substring("--config=".length());
      }
    }
    return new Globals(data, config);
  }

  private static boolean wantsJson(List<String> arguments) {
    return arguments.stream().takeWhile(argument -> !argument.equals("--")).anyMatch(JSON::equals);
  }

  /// Tells of a failure that happened before a command could be carried out.
  public static int failed(Failure failure, List<String> arguments, Terminal terminal) {
    try {
      if (wantsJson(arguments)) {
        Json json = Session.errorObject(failure.subject(), failure.problem(), failure.hint());
        terminal.out().write((json + "\n").getBytes(UTF_8));
        terminal.out().flush();
      }
      String line = "mailcask: " + Plain.line(String.valueOf(failure.getMessage())) + "\n";
      terminal.err().write(line.getBytes(UTF_8));
      return FailureTable.of(failure).exitCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CommandLine commandLine(Session session) {
    CommandLine account =
        new CommandLine(new AccountCommand())
            .addSubcommand(new AccountAdd(session))
            .addSubcommand(new AccountList(session))
            .addSubcommand(new AccountTest(session))
            .addSubcommand(new AccountChange(session))
            .addSubcommand(new AccountSignIn(session))
            .addSubcommand(new AccountRemove(session));
    CommandLine keys =
        new CommandLine(new KeysCommand())
            .addSubcommand(new KeysCreate(session))
            .addSubcommand(new KeysList(session))
            .addSubcommand(new KeysAdd(session))
            .addSubcommand(new KeysChange(session))
            .addSubcommand(new KeysRemove(session));
    CommandLine line =
        new CommandLine(new MailcaskCommand(session))
            .addSubcommand(account)
            .addSubcommand(keys)
            .addSubcommand(new BackupCommand(session))
            .addSubcommand(new StatusCommand(session))
            .addSubcommand(new AcknowledgeCommand(session))
            .addSubcommand(new FoldersCommand(session))
            .addSubcommand(new ListCommand(session))
            .addSubcommand(new SearchCommand(session))
            .addSubcommand(new ShowCommand(session))
            .addSubcommand(new RestoreCommand(session))
            .addSubcommand(new VerifyCommand(session))
            .addSubcommand(new CopyCommand(session))
            .addSubcommand(new RestoreArchiveCommand(session))
            .addSubcommand(new CompactCommand(session))
            .addSubcommand(new PruneCommand(session))
            .addSubcommand(new RebuildCommand(session))
            .addSubcommand(new StatsCommand(session))
            .addSubcommand(new ServeCommand(session));
    line.setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(session.textWidth())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(session.out(), true, UTF_8))
        .setErr(new PrintWriter(session.err(), true, UTF_8))
        .setParameterExceptionHandler((e, _) -> wrongUsage(e, session))
        .setExecutionExceptionHandler((e, _, _) -> failed(e, session));
    return line;
  }

  private static int wrongUsage(ParameterException e, Session session) {
    CommandLine command = e.getCommandLine();
    String hint = "see '" + command.getCommandSpec().qualifiedName() + " --help'";
    String problem = Plain.line(e.getMessage() == null ? "wrong usage" : e.getMessage());
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      hint = "did you mean " + String.join(" or ", unmatched.getSuggestions()) + "? " + hint;
    }
    session.failed("", problem, hint);
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception e, Session session) {
    FailureTable row = FailureTable.of(e);
    if (e instanceof Failure failure) {
      if (row != FailureTable.MISCONFIGURED) { // that is the user's own words, and nobody else's
        LOG.atLevel(row.level()).log("a command failed: {}", failure.getMessage());
      }
      session.failed(failure.subject(), failure.problem(), failure.hint());
    } else {
      LOG.error("a command ended by a bug", e);
      session.failed(
          "",
          "internal error: " + e,
          "look into logs/mailcask.log in the data directory and report it");
    }
    return row.exitCode();
  }
}
