package dev.mailcask.web;

import dev.mailcask.catalog.Message;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a message was seen.
record PlaceView(
    String account,
    String folder,
    long uid,
    String internalDate,
    List<String> flags,
    @Nullable Instant gone) {

  static List<PlaceView> of(Message message) {
    return message.places().stream()
        .map(
            p ->
                new PlaceView(
                    p.account().name(), p.path(), p.uid(), p.internalDate(), p.flags(), p.gone()))
        .toList();
  }
}
