package dev.mailcask.sync;

/// Ends the work on all connections for a reason that is no connection's: the owner's wish, a full
/// disk, a bug. Keeps such a failure apart from those of the server, whose kinds are the same.
final class Stopped extends RuntimeException {
  private final RuntimeException reason;

  Stopped(RuntimeException reason) {
    super(reason);
    this.reason = reason;
  }

  RuntimeException reason() {
    return reason;
  }

  /// The reason behind what was thrown.
  static RuntimeException reasonOf(RuntimeException thrown) {
    return switch (thrown) {
      case Stopped stopped -> stopped.reason;
      case GaveUp gaveUp -> gaveUp.failure();
      default -> thrown;
    };
  }
}
