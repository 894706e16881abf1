package dev.mailcask.base;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What went wrong outside of the program, and what its owner can do about it.
///
/// Reads as `subject: problem; hint`. The subject names an account, a folder, a file or a setting,
/// never an address, a subject line or any content. Bugs are `IllegalStateException`; expected
/// outcomes are values. The kind decides the job's status, the HTTP problem, the exit code and
/// whether a retry makes sense.
public abstract sealed class Failure extends RuntimeException {

  private final String subject;
  private final String problem;
  private final String hint;

  private Failure(String subject, String problem, String hint, @Nullable Throwable cause) {
    super(subject + ": " + problem + "; " + hint, cause);
    this.subject = subject;
    this.problem = problem;
    this.hint = hint;
  }

  /// Where it happened: "account work, folder Inbox".
  public String subject() {
    return subject;
  }

  /// What happened, in lower case and without a full stop.
  public String problem() {
    return problem;
  }

  /// What the owner can do: one imperative sentence in lower case.
  public String hint() {
    return hint;
  }

  /// The other side does not answer, or went away in the middle; trying again later makes sense.
  public static final class Unreachable extends Failure {
    public Unreachable(String subject, String problem, String hint, @Nullable Throwable cause) {
      super(subject, problem, hint, cause);
    }
  }

  /// The other side understood and said no: a wrong password, a missing right, an unknown folder.
  public static final class Refused extends Failure {
    public Refused(String subject, String problem, String hint, @Nullable Throwable cause) {
      super(subject, problem, hint, cause);
    }
  }

  /// The server asks for patience.
  public static final class Throttled extends Failure {
    private final Duration patience;

    public Throttled(String subject, String problem, String hint, @Nullable Throwable cause) {
      this(subject, problem, hint, Duration.ZERO, cause);
    }

    /// @param patience how long it asks for, zero where it does not say
    public Throttled(
        String subject, String problem, String hint, Duration patience, @Nullable Throwable cause) {
      super(subject, problem, hint, cause);
      this.patience = patience;
    }

    /// How long the server asks to be left alone, zero where it does not say.
    public Duration patience() {
      return patience;
    }
  }

  /// Stored bytes are not what was written.
  public static final class Corrupt extends Failure {
    public Corrupt(String subject, String problem, String hint, @Nullable Throwable cause) {
      super(subject, problem, hint, cause);
    }
  }

  /// Written by a newer Mailcask; it is left untouched.
  public static final class TooNew extends Failure {
    public TooNew(String subject, String problem, String hint) {
      super(subject, problem, hint, null);
    }
  }

  /// The disk is full, or a quota is.
  public static final class OutOfSpace extends Failure {
    public OutOfSpace(String subject, String problem, String hint, @Nullable Throwable cause) {
      super(subject, problem, hint, cause);
    }
  }

  /// Another process uses the same data.
  public static final class Locked extends Failure {
    public Locked(String subject, String problem, String hint) {
      super(subject, problem, hint, null);
    }
  }

  /// What the owner wrote cannot be carried out: a setting, a name, an argument.
  public static non-sealed class Misconfigured extends Failure {
    public Misconfigured(String subject, String problem, String hint) {
      super(subject, problem, hint, null);
    }
  }

  /// The owner asked to stop.
  public static final class Cancelled extends Failure {
    public Cancelled(String subject) {
      super(
          subject, "cancelled", "start it again when you like; it goes on where it stopped", null);
    }
  }
}
