package dev.mailcask.search;

import dev.mailcask.catalog.Message;
import dev.mailcask.index.Placement;
import dev.mailcask.index.Words;
import dev.mailcask.search.Expression.And;
import dev.mailcask.search.Expression.Not;
import dev.mailcask.search.Expression.Or;
import dev.mailcask.search.Expression.Received;
import dev.mailcask.search.Expression.Size;
import dev.mailcask.search.Expression.Text;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.IdentityHashMap;
import java.util.List;

/// Whether a message that is not in the index yet answers a query, by what the catalog knows of it:
/// subject, sender, recipients, time, size, places. What cannot be told from these is unknown, and
/// so is its opposite; only messages that answer for certain are found.
///
/// Thousands of messages are asked during a backup, by every search: what can be made ready for all
/// of them is. Used by one thread.
final class HeaderMatch {

  private final Expression expression;
  private final ZoneId zone;

  /// What is looked for, by identity.
  private final IdentityHashMap<Text, String> phrases = new IdentityHashMap<>();

  /// @param zone whose days are meant
  HeaderMatch(Expression expression, ZoneId zone) {
    this.expression = expression;
    this.zone = zone;
  }

  /// A message with its header cut into words, each between two spaces.
  ///
  /// @param all three of them, one below the other
  record Header(Message message, String subject, String from, String to, String all) {

    static Header of(Message message) {
      String subject = words(message.envelope().subject());
      String from = words(message.envelope().from());
      String to = words(message.envelope().to());
      return new Header(message, subject, from, to, subject + "\n" + from + "\n" + to);
    }

    private static String words(String text) {
      Words cut = new Words();
      cut.reset(text);
      StringBuilder words = new StringBuilder(" ");
      while (cut.next()) {
        words.append(cut.word()).append(' ');
      }
      return words.toString();
    }
  }

  private enum Truth {
    YES,
    NO,
    UNKNOWN;

    static Truth of(boolean holds) {
      return holds ? YES : NO;
    }
  }

  boolean holds(Header header) {
    return of(expression, header) == Truth.YES;
  }

  private Truth of(Expression asked, Header header) {
    return switch (asked) {
      case Expression.Everything e -> Truth.YES;
      case And and -> all(and.all(), header);
      case Or or -> any(or.any(), header);
      case Not not ->
          switch (of(not.it(), header)) {
            case YES -> Truth.NO;
            case NO -> Truth.YES;
            case UNKNOWN -> Truth.UNKNOWN;
          };
      case Text text -> text(text, header);
      case Received received -> Truth.of(received(received, header));
      case Size size ->
          Truth.of(
              header.message().size() >= size.from() && header.message().size() < size.below());
      case Expression.Placed placed ->
          Truth.of(placed(placed.one(), Placement.of(header.message())));
      case Expression.MessageId id ->
          Truth.of(header.message().envelope().messageId().equals(id.id()));
      case Expression.Near near -> Truth.UNKNOWN;
      case Expression.Is is -> Truth.UNKNOWN;
      case Expression.Attached attached -> Truth.UNKNOWN;
      case Expression.InLanguage in -> Truth.UNKNOWN;
      case Expression.InThread in -> Truth.UNKNOWN;
    };
  }

  private Truth all(List<Expression> all, Header header) {
    Truth truth = Truth.YES;
    for (Expression each : all) {
      Truth holds = of(each, header);
      if (holds == Truth.NO) {
        return Truth.NO;
      }
      truth = holds == Truth.UNKNOWN ? Truth.UNKNOWN : truth;
    }
    return truth;
  }

  private Truth any(List<Expression> any, Header header) {
    Truth truth = Truth.NO;
    for (Expression each : any) {
      Truth holds = of(each, header);
      if (holds == Truth.YES) {
        return Truth.YES;
      }
      truth = holds == Truth.UNKNOWN ? Truth.UNKNOWN : truth;
    }
    return truth;
  }

  private Truth text(Text text, Header header) {
    String phrase = phrases.computeIfAbsent(text, HeaderMatch::phrase);
    return switch (text.where()) {
      case SUBJECT -> sure(header.subject.contains(phrase), text);
      case FROM -> sure(header.from.contains(phrase), text);
      case TO -> header.to.contains(phrase) ? Truth.YES : Truth.UNKNOWN;
      case ANYWHERE -> header.all.contains(phrase) ? Truth.YES : Truth.UNKNOWN;
      case CC, BCC, BODY, FILENAME, LIST -> Truth.UNKNOWN;
    };
  }

  private static String phrase(Text text) {
    return " " + String.join(" ", text.words()) + (text.prefix() ? "" : " ");
  }

  /// Where the word itself is not, the index may find another form of it.
  private static Truth sure(boolean there, Text text) {
    return there ? Truth.YES : text.exact() ? Truth.NO : Truth.UNKNOWN;
  }

  private boolean received(Received asked, Header header) {
    LocalDate day = LocalDate.ofInstant(header.message().received(), zone);
    return (asked.from() == null || !day.isBefore(asked.from()))
        && (asked.before() == null || day.isBefore(asked.before()));
  }

  private static boolean placed(PlaceCondition condition, List<Placement> placements) {
    if (condition instanceof PlaceCondition.AnyOf any) {
      return any.any().stream().anyMatch(each -> placed(each, placements));
    }
    boolean gone = placements.stream().allMatch(Placement::gone);
    return condition.equals(new PlaceCondition.Being(State.GONE))
        ? gone
        : placements.stream().anyMatch(new PlaceMatch(condition, gone));
  }
}
