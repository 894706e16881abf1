package dev.mailcask.cli;

import dev.mailcask.base.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/// Where a command's words go and come from: this process's own streams, or those of a client of
/// the appliance.
public interface Terminal {

  /// Standard output, not buffered.
  OutputStream out();

  /// Standard error, not buffered.
  OutputStream err();

  /// Standard input.
  InputStream in() throws IOException;

  /// Whether standard error is a terminal on which a line can be drawn anew.
  boolean live();

  /// The columns of the terminal that shows standard output, 0 where there is none.
  int columns();

  /// Asks for a secret without echo.
  ///
  /// @throws dev.mailcask.base.Failure.Misconfigured if nobody can be asked
  Secret askSecret(String prompt);

  /// A path that was given on the command line, against the working directory it was given in.
  Path resolve(String path);

  /// Runs the action when the owner presses ctrl-C while the command runs.
  void onCancel(Runnable action);
}
