package dev.mailcask.cli;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where commands are carried out: always in the one process that holds the data's lock. That is
/// the appliance, or the first of several commands without one; the others reach it by its control
/// socket ([ControlServer]).
public interface Site {

  /// The rooms of a data directory that has an archive.
  ///
  /// @throws dev.mailcask.base.Failure.Misconfigured if it has none: nothing is made there
  /// @throws dev.mailcask.base.Failure.Locked if another process holds the data
  Rooms open(Globals globals);

  /// Likewise; where there is no archive yet, one is begun.
  Rooms begin(Globals globals);

  /// Likewise, to bring an archive back from a copy.
  ///
  /// @param copy the directory of the copy, in which the data must not lie
  /// @throws dev.mailcask.base.Failure.Refused if the directory holds other files: nothing is made
  ///     there
  Rooms restore(Globals globals, Path copy);

  /// Gives the rooms back that this site gave.
  void leave(Rooms rooms);

  /// Runs the appliance until the process is told to stop.
  ///
  /// @param started told once it answers
  /// @throws dev.mailcask.base.Failure.Locked if it runs already, or another process holds the data
  void serve(Globals globals, ServeOptions options, Terminal terminal, Consumer<Started> started)
      throws InterruptedException;

  /// @param address of the web page
  /// @param firstUser the link that creates the first user, null if there is one
  /// @param demo what to know of the demo mail server, null without one
  record Started(String address, @Nullable String firstUser, @Nullable String demo) {}

  /// @param data the data directory, null for the configured one
  /// @param config the configuration file, null for the usual places
  record Globals(@Nullable String data, @Nullable String config) {}

  /// What `serve` was given beside the configuration.
  ///
  /// @param demo whether to start a demo mail server too
  record ServeOptions(@Nullable Integer port, @Nullable String bind, boolean demo) {}
}
