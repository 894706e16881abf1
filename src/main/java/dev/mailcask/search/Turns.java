package dev.mailcask.search;

import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.Message;
import dev.mailcask.search.Search.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts the messages of a conversation into reading order: each behind what it answers, answers to
/// the same by time.
///
/// The algorithm of Jamie Zawinski as in RFC 5256, section 4 (REFERENCES): a message answers the
/// last of its references that is there; those that are not there are passed over. Circles, which
/// only forgers make, are cut. A reply without any reference answers the last message with its base
/// subject before it, if that is not older than a season and they have a correspondent in common:
/// stricter than the RFC, which merges whatever is called alike.
final class Turns {

  /// How long a reply without references may come after what it answers.
  static final Duration SEASON = Duration.ofDays(90);

  /// A message and what it says of its relations.
  ///
  /// @param messageId its own, empty where it has none
  /// @param references what it goes back to, the answered one last
  /// @param topic the base subject
  /// @param reply whether its subject says that it is a reply
  /// @param people addresses of sender and recipients, in lower case
  record Related(
      Message message,
      String messageId,
      List<String> references,
      String topic,
      boolean reply,
      Set<String> people) {
    Related {
      references = List.copyOf(references);
      people = Set.copyOf(people);
    }

    boolean isSame(Related other) {
      return message.id().equals(other.message.id());
    }

    /// Whether it is a reply that does not say to what.
    boolean orphaned() {
      return reply && references.isEmpty() && !topic.isEmpty();
    }

    /// Whether this, a reply that does not say so, can be one to the other.
    boolean mayAnswer(Related other) {
      Duration after = Duration.between(other.message.received(), message.received());
      return topic.equalsIgnoreCase(other.topic)
          && !after.isNegative()
          && after.compareTo(SEASON) <= 0
          && people.stream().anyMatch(other.people::contains);
    }
  }

  private static final Comparator<Related> BY_TIME =
      Comparator.<Related, Instant>comparing(it -> it.message().received())
          .thenComparing(it -> it.message().id());

  private final List<Related> messages;
  private final Map<String, Related> byMessageId = new HashMap<>();
  private final Map<ContentId, Related> parents = new HashMap<>();
  private final Map<ContentId, List<Related>> answers = new HashMap<>();

  private Turns(List<Related> all) {
    messages = all.stream().sorted(BY_TIME).toList();
    for (Related each : messages) {
      if (!each.messageId().isEmpty()) {
        byMessageId.putIfAbsent(each.messageId(), each);
      }
    }
  }

  /// All messages, each once, in reading order.
  static List<Turn> of(List<Related> all) {
    Turns turns = new Turns(all);
    turns.messages.forEach(turns::link);
    return turns.inOrder();
  }

  private void link(Related message) {
    Related parent = answered(message);
    if (parent != null && !isBelow(parent, message)) {
      parents.put(message.message().id(), parent);
      answers.computeIfAbsent(parent.message().id(), id -> new ArrayList<>()).add(message);
    }
  }

  private @Nullable Related answered(Related message) {
    for (String reference : message.references().reversed()) {
      Related there = byMessageId.get(reference);
      if (there != null && !there.isSame(message)) {
        return there;
      }
    }
    return message.orphaned() ? earlier(message) : null;
  }

  private @Nullable Related earlier(Related message) {
    Related last = null;
    for (Related each : messages) {
      if (each.isSame(message)) {
        break;
      }
      last = message.mayAnswer(each) ? each : last;
    }
    return last;
  }

  /// Whether the one is the other or an answer to it, however many in between.
  private boolean isBelow(Related one, Related other) {
    for (Related at = one; at != null; at = parents.get(at.message().id())) {
      if (at.isSame(other)) {
        return true;
      }
    }
    return false;
  }

  private List<Turn> inOrder() {
    Deque<Turn> waiting = new ArrayDeque<>();
    for (Related root : messages.reversed()) {
      if (!parents.containsKey(root.message().id())) {
        waiting.push(new Turn(root.message(), 0));
      }
    }
    List<Turn> turns = new ArrayList<>();
    Set<ContentId> told = new HashSet<>();
    while (!waiting.isEmpty()) {
      Turn turn = waiting.pop();
      if (told.add(turn.message().id())) {
        turns.add(turn);
        List<Related> below = answers.getOrDefault(turn.message().id(), List.of());
        below.reversed().forEach(it -> waiting.push(new Turn(it.message(), turn.depth() + 1)));
      }
    }
    return turns;
  }
}
