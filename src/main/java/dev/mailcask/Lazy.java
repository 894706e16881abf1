package dev.mailcask;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Something that is made when it is first asked for, once. Thread-safe; if making it fails, the
/// next one who asks tries again.
final class Lazy<T> implements Supplier<T> {

  private final Supplier<T> maker;
  private @Nullable T made;

  Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  @Override
  public synchronized T get() {
    T there = made;
    if (there == null) {
      there = maker.get();
      made = there;
    }
    return there;
  }

  /// What was made, if anybody asked for it.
  synchronized Optional<T> made() {
    return Optional.ofNullable(made);
  }
}
