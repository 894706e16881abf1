package dev.mailcask.mailbox;

/// Holds back commands to a server that puts up with so many in a time. The connections of a backup
/// share one; thread-safe.
public interface CommandPace {

  /// As fast as the server answers.
  CommandPace FREE =
      new CommandPace() {
        @Override
        public void await() {}

        @Override
        public boolean free() {
          return true;
        }
      };

  /// Returns when the next command may be sent, which counts as sent from then on.
  ///
  /// @throws RuntimeException if whoever made this does not want to go on
  void await();

  /// Whether [#await()] would return at once, so that commands are sent ahead only then.
  boolean free();
}
