package dev.mailcask.search;

import dev.mailcask.search.Expression.And;
import dev.mailcask.search.Expression.Everything;
import dev.mailcask.search.Expression.InAccount;
import dev.mailcask.search.Expression.Is;
import dev.mailcask.search.Expression.Not;
import dev.mailcask.search.Expression.Or;
import dev.mailcask.search.Expression.Received;
import dev.mailcask.search.Expression.Size;
import dev.mailcask.search.Expression.Text;
import java.util.stream.Collectors;

/// Says a query in words, so that people see how it was understood.
final class Description {

  private Description() {}

  static String of(Expression expression) {
    return expression instanceof Everything ? "all messages" : "messages " + phrase(expression);
  }

  private static String phrase(Expression expression) {
    return switch (expression) {
      case Everything e -> "of any kind";
      case And and -> and.all().stream().map(Description::phrase).collect(Collectors.joining(", "));
      case Or or ->
          or.any().stream()
              .map(Description::grouped)
              .collect(Collectors.joining(" or ", "either ", ""));
      case Not not -> "not " + grouped(not.it());
      case Text text -> text.where().meaning().formatted(words(text));
      case Received received -> received(received.written());
      case Size size -> size(size.written());
      case InAccount account -> "in account \u201C" + account.name() + "\u201D";
      case Is is -> is.kind().meaning();
    };
  }

  private static String grouped(Expression expression) {
    boolean group = expression instanceof And || expression instanceof Or;
    return group ? "(" + phrase(expression) + ")" : phrase(expression);
  }

  private static String words(Text text) {
    return "\u201C" + String.join(" ", text.words()) + (text.prefix() ? "…\u201D" : "\u201D");
  }

  private static String received(String written) {
    String date = written.substring(written.indexOf(':') + 1);
    return switch (written.charAt(0)) {
      case 'a' -> "received from " + date + " on";
      case 'b' -> "received before " + date;
      default -> "received in " + date;
    };
  }

  private static String size(String written) {
    String size = written.substring(written.indexOf(':') + 1);
    return (written.startsWith("larger") ? "of at least " : "smaller than ") + size + "B";
  }
}
