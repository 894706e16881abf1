package dev.mailcask.sync;

import dev.mailcask.base.Failure;

/// A connection that cannot be had again, after all patience: the work on it goes back to the
/// queue.
final class GaveUp extends RuntimeException {
  private final Failure failure;

  GaveUp(Failure failure) {
    super(failure);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
