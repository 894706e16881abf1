package dev.mailcask.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is packed inside the parts of a message, from one part on, as far as memory allows. Not
/// thread-safe.
final class Inside {

  private static final long MAX_BYTES = 64L << 20;

  private final int from;
  private final List<Layer> layers = new ArrayList<>();
  private long bytes;

  /// @param from the index in the message of the first part that is of interest
  Inside(int from) {
    this.from = from;
  }

  /// Takes the next layer, if the part is in it or was before.
  void add(Layer layer) {
    if (!isFull() && (!layers.isEmpty() || layer.has(from))) {
      layers.add(layer);
      bytes += layer.content().size();
    }
  }

  /// Whether no more is taken.
  boolean isFull() {
    return bytes >= MAX_BYTES;
  }

  /// The layer that has the part of an index in the message.
  @Nullable Layer with(int part) {
    return layers.stream().filter(layer -> layer.has(part)).findFirst().orElse(null);
  }
}
