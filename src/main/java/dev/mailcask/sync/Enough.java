package dev.mailcask.sync;

import dev.mailcask.archive.JournalEvent.Pause;

/// Ends a run before all is done, although nothing is wrong: it goes on later by itself.
final class Enough extends RuntimeException {
  private final transient Pause pause;

  Enough(Pause pause) {
    super(pause.problem());
    this.pause = pause;
  }

  Pause pause() {
    return pause;
  }
}
