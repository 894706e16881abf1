package dev.mailcask.cli;

import org.jspecify.annotations.Nullable;

/// Where commands are carried out: in a process of their own, or in the running appliance.
public interface Site {

  /// Opens the rooms.
  ///
  /// @throws dev.mailcask.base.Failure.Locked if something is to be changed and another process
  ///     holds the data
  Rooms open(Globals globals, Purpose purpose);

  /// Runs the appliance until the process is told to stop.
  ///
  /// @throws dev.mailcask.base.Failure.Locked if it runs already, or another process holds the data
  void serve(Globals globals, ServeOptions options, Terminal terminal) throws InterruptedException;

  /// What the rooms are opened for.
  enum Purpose {
    /// To look only: possible beside another process.
    READ,
    CHANGE
  }

  /// @param data the data directory, null for the configured one
  /// @param config the configuration file, null for the usual places
  record Globals(@Nullable String data, @Nullable String config) {}

  /// What `serve` was given beside the configuration.
  ///
  /// @param demo whether to start a demo mail server too
  record ServeOptions(@Nullable Integer port, @Nullable String bind, boolean demo) {}
}
