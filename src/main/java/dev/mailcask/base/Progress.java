package dev.mailcask.base;

/// Carries progress out of long work, and the wish to stop into it. Implementations are
/// thread-safe.
public interface Progress {

  /// Says where the work stands; called often, so it must be cheap.
  void at(Step step);

  /// Whether the owner asked to stop.
  boolean cancelled();

  /// Ends the work if the owner asked to stop.
  ///
  /// @throws Failure.Cancelled if so
  default void checkCancelled(String subject) {
    if (cancelled()) {
      throw new Failure.Cancelled(subject);
    }
  }

  /// One moment of the work.
  ///
  /// @param stage what is being done, for people: "fetching"
  /// @param detail on what: a folder's name, or empty
  /// @param done units done so far in the whole work, as messages
  /// @param total units to do as far as is known, or -1
  /// @param bytes bytes moved so far
  /// @param secondsLeft by estimate, or -1 where the work itself does not tell
  /// @param coverage what is done of more than this work, for people: "1,200 of 51,565 archived";
  ///     or empty
  record Step(
      String stage,
      String detail,
      long done,
      long total,
      long bytes,
      long secondsLeft,
      String coverage) {
    /// Of work that estimates nothing.
    public Step(String stage, String detail, long done, long total, long bytes) {
      this(stage, detail, done, total, bytes, -1, "");
    }
  }

  /// Work that nobody watches or stops.
  Progress NONE =
      new Progress() {
        @Override
        public void at(Step step) {}

        @Override
        public boolean cancelled() {
          return false;
        }
      };
}
