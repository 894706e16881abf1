package dev.mailcask.jobs;

import dev.mailcask.base.Failure;
import dev.mailcask.jobs.Jobs.Status;
import org.slf4j.event.Level;

/// What each kind of failure means outside: one row a kind, and no other place decides it.
///
/// The command line takes its exit code from here, the web its HTTP status, a job the state in
/// which it ends, and the log its level. What the owner caused and can mend is no error of ours, so
/// it is logged as information; what needs the owner's eye although nobody is looking is a warning
/// or an error.
public enum FailureTable {
  UNREACHABLE(Status.FAILED, 1, 502, Level.WARN),
  REFUSED(Status.FAILED, 5, 422, Level.WARN),
  THROTTLED(Status.FAILED, 1, 429, Level.WARN),
  CORRUPT(Status.FAILED, 4, 500, Level.ERROR),
  TOO_NEW(Status.FAILED, 5, 500, Level.ERROR),
  OUT_OF_SPACE(Status.FAILED, 1, 507, Level.ERROR),
  LOCKED(Status.FAILED, 5, 409, Level.WARN),
  MISCONFIGURED(Status.FAILED, 2, 400, Level.INFO),
  CANCELLED(Status.CANCELLED, 1, 409, Level.INFO),
  /// A bug of ours: anything that is not a [Failure].
  BUG(Status.FAILED, 1, 500, Level.ERROR);

  private final Status status;
  private final int exitCode;
  private final int httpStatus;
  private final Level level;

  FailureTable(Status status, int exitCode, int httpStatus, Level level) {
    this.status = status;
    this.exitCode = exitCode;
    this.httpStatus = httpStatus;
    this.level = level;
  }

  /// The row of a failure.
  public static FailureTable of(Throwable thrown) {
    return thrown instanceof Failure failure ? of(failure) : BUG;
  }

  private static FailureTable of(Failure failure) {
    return switch (failure) {
      case Failure.Unreachable _ -> UNREACHABLE;
      case Failure.Refused _ -> REFUSED;
      case Failure.Throttled _ -> THROTTLED;
      case Failure.Corrupt _ -> CORRUPT;
      case Failure.TooNew _ -> TOO_NEW;
      case Failure.OutOfSpace _ -> OUT_OF_SPACE;
      case Failure.Locked _ -> LOCKED;
      case Failure.Misconfigured _ -> MISCONFIGURED;
      case Failure.Cancelled _ -> CANCELLED;
    };
  }

  /// The state of a job that ended with it.
  public Status status() {
    return status;
  }

  /// The exit code of a command that ended with it.
  public int exitCode() {
    return exitCode;
  }

  /// The HTTP status of a request that ended with it, where a resource does not know better.
  public int httpStatus() {
    return httpStatus;
  }

  /// The level at which it is logged.
  public Level level() {
    return level;
  }
}
