package dev.mailcask;

import dev.mailcask.base.Failure;
import dev.mailcask.cli.Commands;
import dev.mailcask.cli.ControlClient;
import dev.mailcask.cli.LocalTerminal;
import dev.mailcask.cli.Site.Globals;
import dev.mailcask.cli.Terminal;
import dev.mailcask.config.Configuration;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The program. A command goes to the process that holds the data, if there is one; otherwise this
/// process carries it out.
public final class Mailcask {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Mailcask() {}

  public static void main(String[] arguments) {
    LocalTerminal terminal = new LocalTerminal();
    int code = run(List.of(arguments), terminal, System.getenv(), home());
    terminal.ended(code);
    System.exit(code);
  }

  /// Runs one command line and returns its exit code.
  static int run(
      List<String> arguments, Terminal terminal, Map<String, String> environment, Path home) {
    try {
      Globals globals = Commands.globals(arguments);
      Configuration configuration =
          Configuration.read(
              configurationFile(globals, terminal, environment, home), environment, home);
      DataDirectory data =
          new DataDirectory(
              globals.data() == null ? configuration.data() : terminal.resolve(globals.data()));
      OptionalInt elsewhere = ControlClient.run(data.tmp(), arguments, terminal);
      if (elsewhere.isPresent()) {
        return elsewhere.getAsInt();
      }
      ZoneId zone = ZoneId.systemDefault();
      ArchiveKeySource keys = new ArchiveKeySource(configuration, terminal);
      return Commands.run(
          arguments,
          terminal,
          new OwnSite(data, configuration, Clock.systemUTC(), zone, keys, PATIENCE));
    } catch (Failure e) {
      return Commands.failed(e, arguments, terminal);
    }
  }

  private static @Nullable Path configurationFile(
      Globals globals, Terminal terminal, Map<String, String> environment, Path home) {
    String given = globals.config();
    if (given == null) {
      given = environment.get("MAILCASK_CONFIG");
    }
    if (given != null) {
      return terminal.resolve(given);
    }
    Path beside = home.resolve("config").resolve("mailcask.yaml");
    return Files.exists(beside) ? beside : null;
  }

  /// The installation: the directory above the one in which the program lies, `target` or `lib`.
  private static Path home() {
    CodeSource source = Mailcask.class.getProtectionDomain().getCodeSource();
    try {
      if (source != null) {
        Path directory = Path.of(source.getLocation().toURI()).getParent();
        if (directory != null && directory.getParent() != null) {
          return directory.getParent();
        }
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the program lies nowhere", e);
    }
    return Path.of("").toAbsolutePath();
  }
}
