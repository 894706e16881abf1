package dev.mailcask.cli;

import dev.mailcask.cli.Site.ServeOptions;
import dev.mailcask.cli.Site.Started;
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
    session
        .site()
        .serve(
            session.globals(), new ServeOptions(port, bind, demo), session.terminal(), this::print);
    return 0;
  }

  private void print(Started started) {
    if (session.json()) {
      session.print(
          new Json()
              .put("address", started.address())
              .put("firstUser", started.firstUser())
              .put("demo", started.demo()));
      return;
    }
    session.print("Mailcask runs at " + started.address());
    if (started.firstUser() != null) {
      session.print("Create the first user with this link, once: " + started.firstUser());
    }
    if (started.demo() != null) {
      session.print("For trying it out, " + started.demo());
    }
  }
}
