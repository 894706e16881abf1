package dev.mailcask.sync;

import dev.mailcask.catalog.FailedMessage;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The messages that earlier runs could not fetch, and when they are to be tried again. Immutable.
final class FailedBefore {

  private record Generation(int folder, long uidValidity) {}

  private final Map<Generation, NavigableMap<Long, FailedMessage>> failed = new HashMap<>();

  FailedBefore(Collection<FailedMessage> messages) {
    for (FailedMessage message : messages) {
      failed
          .computeIfAbsent(
              new Generation(message.folder(), message.uidValidity()), _ -> new TreeMap<>())
          .put(message.uid(), message);
    }
  }

  /// Those of a generation of a folder.
  NavigableSet<Long> in(int folder, long generation) {
    return of(folder, generation).navigableKeySet();
  }

  /// Those of them that are not due yet.
  Set<Long> notYet(int folder, long generation, Instant now) {
    return of(folder, generation).values().stream()
        .filter(message -> message.next() != null && message.next().isAfter(now))
        .map(FailedMessage::uid)
        .collect(Collectors.toSet());
  }

  /// How many runs have tried the message in vain.
  int attempts(int folder, long generation, long uid) {
    FailedMessage message = of(folder, generation).get(uid);
    return message == null ? 0 : message.attempts();
  }

  private NavigableMap<Long, FailedMessage> of(int folder, long generation) {
    return failed.getOrDefault(new Generation(folder, generation), Collections.emptyNavigableMap());
  }
}
