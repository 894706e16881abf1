package dev.mailcask.search;

import dev.mailcask.search.Expression.And;
import dev.mailcask.search.Expression.Attached;
import dev.mailcask.search.Expression.Everything;
import dev.mailcask.search.Expression.InLanguage;
import dev.mailcask.search.Expression.InThread;
import dev.mailcask.search.Expression.Is;
import dev.mailcask.search.Expression.MessageId;
import dev.mailcask.search.Expression.Near;
import dev.mailcask.search.Expression.Not;
import dev.mailcask.search.Expression.Or;
import dev.mailcask.search.Expression.Placed;
import dev.mailcask.search.Expression.Received;
import dev.mailcask.search.Expression.Size;
import dev.mailcask.search.Expression.Text;
import dev.mailcask.search.PlaceCondition.AllOf;
import dev.mailcask.search.PlaceCondition.AnyOf;
import dev.mailcask.search.PlaceCondition.Being;
import dev.mailcask.search.PlaceCondition.InAccount;
import dev.mailcask.search.PlaceCondition.InFolder;
import dev.mailcask.search.PlaceCondition.Labelled;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// A message as plain values, and what the query language promises of it: written from the guide
/// and without anything of the index, to hold the index to.
///
/// @param texts the texts of each place where words are looked for, each as its folded words; no
///     phrase reaches from one text into another
/// @param kinds of its attachments, as they are written behind `type:`
record PlainMail(
    String id,
    Map<Where, List<List<String>>> texts,
    Set<String> kinds,
    boolean link,
    Instant received,
    long size,
    List<Place> places) {

  private static final Set<Where> PARTS =
      Set.of(Where.SUBJECT, Where.FROM, Where.TO, Where.BODY, Where.FILENAME);

  /// A folder in which it was seen.
  ///
  /// @param path the folded words of its path
  /// @param keywords each as its folded words
  record Place(
      String account,
      List<String> path,
      Set<String> flags,
      List<List<String>> keywords,
      boolean gone) {}

  boolean answers(Expression asked, ZoneId zone) {
    return switch (asked) {
      case Everything e -> true;
      case And and -> and.all().stream().allMatch(each -> answers(each, zone));
      case Or or -> or.any().stream().anyMatch(each -> answers(each, zone));
      case Not not -> !answers(not.it(), zone);
      case Text text ->
          texts(text.where()).stream().anyMatch(words -> !begins(words, text).isEmpty());
      case Near near -> texts(near.one().where()).stream().anyMatch(words -> isNear(words, near));
      case Received in -> isReceived(in, LocalDate.ofInstant(received, zone));
      case Size it -> size >= it.from() && size < it.below();
      case Is is ->
          switch (is.kind()) {
            case ATTACHED -> !kinds.isEmpty();
            case LINK -> link;
            case INVITATION, ENCRYPTED, SIGNED, DEFECTIVE -> false;
          };
      case Attached attached -> kinds.contains(attached.kind().term());
      case MessageId it -> it.id().equals(id);
      case Placed placed -> isPlaced(placed.one());
      case InLanguage it -> throw new IllegalStateException("not asked for");
      case InThread it -> throw new IllegalStateException("not asked for");
    };
  }

  private List<List<String>> texts(Where where) {
    List<List<String>> all = new ArrayList<>();
    switch (where) {
      case ANYWHERE -> PARTS.forEach(part -> all.addAll(texts(part)));
      case TO -> {
        for (Where each : List.of(Where.TO, Where.CC, Where.BCC)) {
          all.addAll(texts.getOrDefault(each, List.of()));
        }
      }
      default -> all.addAll(texts.getOrDefault(where, List.of()));
    }
    return all;
  }

  /// Where the words stand, as positions of the first.
  private static List<Integer> begins(List<String> words, Text text) {
    return IntStream.rangeClosed(0, words.size() - text.words().size())
        .filter(at -> standsAt(words, at, text.words(), text.prefix()))
        .boxed()
        .toList();
  }

  private static boolean standsAt(List<String> words, int at, List<String> asked, boolean open) {
    for (int i = 0; i < asked.size(); i++) {
      String there = words.get(at + i);
      boolean goesOn = open && i == asked.size() - 1;
      if (goesOn ? !there.startsWith(asked.get(i)) : !there.equals(asked.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNear(List<String> words, Near near) {
    for (int one : begins(words, near.one())) {
      for (int other : begins(words, near.other())) {
        int distance =
            one < other
                ? other - (one + near.one().words().size() - 1)
                : one - (other + near.other().words().size() - 1);
        if (one != other && distance >= 1 && distance <= near.distance()) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isReceived(Received in, LocalDate day) {
    return (in.from() == null || !day.isBefore(in.from()))
        && (in.before() == null || day.isBefore(in.before()));
  }

  private boolean isPlaced(PlaceCondition asked) {
    return asked instanceof AnyOf any
        ? any.any().stream().anyMatch(this::isPlaced)
        : places.stream().anyMatch(place -> holds(asked, place, false, false));
  }

  /// @param named whether a folder, an account or a label is asked for besides
  /// @param left whether it is asked for what left there
  private boolean holds(PlaceCondition asked, Place place, boolean named, boolean left) {
    return switch (asked) {
      case InFolder in -> contains(place.path, in.words(), in.prefix());
      case InAccount in -> place.account.equals(in.name());
      case Labelled label ->
          contains(place.path, label.words(), label.prefix())
              || place.keywords.stream()
                  .anyMatch(words -> contains(words, label.words(), label.prefix()));
      case Being being -> is(being.state(), place, named, left);
      case AnyOf any -> any.any().stream().anyMatch(each -> holds(each, place, named, left));
      case AllOf all -> {
        boolean there = named || all.all().stream().anyMatch(PlainMail::names);
        boolean gone = left || (there && all.all().contains(new Being(State.GONE)));
        yield all.all().stream().allMatch(each -> holds(each, place, there, gone));
      }
    };
  }

  private static boolean names(PlaceCondition asked) {
    return switch (asked) {
      case InFolder in -> true;
      case InAccount in -> true;
      case Labelled label -> true;
      case Being being -> false;
      case AllOf all -> all.all().stream().anyMatch(PlainMail::names);
      case AnyOf any -> any.any().stream().allMatch(PlainMail::names);
    };
  }

  private boolean is(State state, Place place, boolean named, boolean left) {
    boolean nowhere = places.stream().allMatch(Place::gone);
    boolean counts = !place.gone || nowhere || left;
    return switch (state) {
      case GONE -> named ? place.gone : nowhere;
      case CURRENT -> !place.gone;
      case UNREAD -> counts && !place.flags.contains("\\Seen");
      case READ -> counts && place.flags.contains("\\Seen");
      case FLAGGED -> counts && place.flags.contains("\\Flagged");
      case REPLIED -> counts && place.flags.contains("\\Answered");
      case FORWARDED -> counts && place.flags.contains("$Forwarded");
      case DRAFT -> counts && place.flags.contains("\\Draft");
    };
  }

  private static boolean contains(List<String> words, List<String> asked, boolean open) {
    return IntStream.rangeClosed(0, words.size() - asked.size())
        .anyMatch(at -> standsAt(words, at, asked, open));
  }
}
