package dev.mailcask.mailbox.imap;

import java.io.IOException;
import java.time.Duration;

/// Tells a slow line from a server that lets mail trickle: each byte comes before any time limit is
/// over, and a message takes days. Gmail is known to do that to who has taken too much. Only time
/// spent waiting for the server counts.
final class Trickle {

  private final long window;
  private final long least;
  private long waited;
  private long came;

  /// What no line is as slow as.
  Trickle() {
    this(Duration.ofMinutes(5), 1 << 10);
  }

  /// @param window over which is counted
  /// @param least bytes a second that are bearable
  Trickle(Duration window, long least) {
    this.window = window.toNanos();
    this.least = least * window.toSeconds();
  }

  /// Takes note of bytes.
  ///
  /// @param nanos how long they were waited for
  /// @throws IOException if it is too little for too long
  void came(int bytes, long nanos) throws IOException {
    waited += nanos;
    came += bytes;
    if (waited < window) {
      return;
    }
    if (came < least) {
      throw new IOException(
          "the server let %d bytes through in %d seconds"
              .formatted(came, Duration.ofNanos(waited).toSeconds()));
    }
    waited = 0;
    came = 0;
  }
}
