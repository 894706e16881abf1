package dev.mailcask.cli;

import dev.mailcask.cli.Site.ServeOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the appliance.
@Command(
    name = "serve",
    description = "Run the appliance: scheduled backups and the web page.",
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--port", paramLabel = "P", description = "The port of the web page.")
  @Nullable Integer port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "The address to listen on; 0.0.0.0 for all.")
  @Nullable String bind;

  @Option(
      names = "--demo",
      description = "Also start a demo mail server, and add an account for it.")
  boolean demo;

  ServeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    session.site().serve(session.globals(), new ServeOptions(port, bind, demo), session.terminal());
    return 0;
  }
}
