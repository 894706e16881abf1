package dev.mailcask.search;

import dev.mailcask.index.Words;
import dev.mailcask.search.Expression.Everything;
import dev.mailcask.search.Expression.Near;
import dev.mailcask.search.Expression.Placed;
import dev.mailcask.search.Expression.Text;
import dev.mailcask.search.Tokens.Token;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the query language.
///
///     query  = { either }                       all of them
///     either = near { "OR" near }               binds tighter than standing side by side
///     near   = term [ "AROUND" number term ]    two texts, that many words from each other
///     term   = [ "-" | "NOT" ] ( group | [ operator ":" ] ( value | group ) )
///     group  = "(" query ")" | "{" query "}"    all of them; one of them
///     value  = word | word "*" | '"' words '"'
///
/// As in the search of large mail services, `from:anna OR from:bert invoice` is an invoice from one
/// of them. A word with a colon that is no operator is words, see [UnknownOperator].
final class QueryParser {

  private static final int MAX_LENGTH = 4000;
  private static final int MAX_DEPTH = 50;

  /// Chars of a query that are told again.
  private static final int SHOWN = 40;

  /// Each is looked up in several fields, and its variants too.
  private static final int MAX_WORDS = 100;

  private static final int NEAR = 10;

  /// Below the gap in the index that parts two texts of a message: words of both are not near.
  static final int MAX_DISTANCE = 99;

  private static final Set<String> OR = Set.of("OR", "ODER", "|", "||");
  private static final Set<String> AND = Set.of("AND", "UND", "&", "&&");
  private static final Set<String> NOT = Set.of("NOT", "NICHT");
  private static final Set<String> AROUND = Set.of("AROUND");

  private final List<Token> tokens;
  private final Values values;
  private final IdentityHashMap<Object, Token> sources = new IdentityHashMap<>();
  private final List<QueryProblem> notes = new ArrayList<>();
  private int next;
  private int depth;
  private int words;

  /// Whether all messages are asked for somewhere.
  private boolean everything;

  private QueryParser(String query, LocalDate today) {
    this.tokens = Tokens.of(query);
    this.values = new Values(today);
  }

  /// Reads a query.
  ///
  /// @param today what dates are reckoned from that are said like "7 days ago"
  /// @throws NotUnderstood if it makes no sense
  static Understood read(String query, LocalDate today) {
    if (query.length() > MAX_LENGTH) {
      throw refused(
          MAX_LENGTH,
          query.length() - MAX_LENGTH,
          "the query is too long",
          "use at most 4000 characters");
    }
    QueryParser parser = new QueryParser(query, today);
    Expression expression = Expression.all(parser.listed(null));
    if (parser.next < parser.tokens.size()) {
      Token stray = parser.tokens.get(parser.next);
      String open = stray.type() == Tokens.Type.CLOSE ? "(" : "{";
      throw refused(
          stray,
          "a '%s' has no '%s' before it".formatted(stray.text(), open),
          "remove it, or add the '" + open + "'");
    }
    if (expression instanceof Everything && !parser.everything && !parser.tokens.isEmpty()) {
      throw asksNothing(query, parser.tokens);
    }
    return new Understood(expression, parser.sources, parser.notes);
  }

  /// Signs alone would find all mail, which nobody means who writes them.
  private static NotUnderstood asksNothing(String query, List<Token> tokens) {
    int from = tokens.getFirst().at();
    String written = query.substring(from, tokens.getLast().end());
    return refused(
        from,
        written.length(),
        (written.length() > SHOWN ? "that" : "'" + written + "'") + " has no word to look for",
        "write one, or * for all messages");
  }

  /// The tree alone.
  static Expression parse(String query, LocalDate today) {
    return read(query, today).expression();
  }

  static NotUnderstood refused(int at, int length, String problem, String hint) {
    return new NotUnderstood(new QueryProblem(at, length, problem, hint, null));
  }

  static NotUnderstood refused(Token token, String problem, String hint) {
    return refused(token.at(), token.length(), problem, hint);
  }

  /// Refuses a part of which can be guessed what was meant.
  static NotUnderstood refused(
      int at, int length, String problem, String suggestion, String andElse) {
    String hint = "did you mean '" + suggestion + "'?" + andElse;
    return new NotUnderstood(new QueryProblem(at, length, problem, hint, suggestion));
  }

  private boolean atEnd() {
    return next == tokens.size() || tokens.get(next).closes();
  }

  /// What stands side by side.
  ///
  /// @param operator whose values the words are, null for words without any
  private List<Expression> listed(@Nullable Operator operator) {
    List<Expression> listed = new ArrayList<>();
    while (!atEnd()) {
      Expression each = either(operator);
      if (!(each instanceof Everything)) {
        listed.add(each);
      }
    }
    return listed;
  }

  private Expression either(@Nullable Operator operator) {
    List<Expression> any = new ArrayList<>();
    any.add(near(operator));
    while (isNext(OR)) {
      Token or = tokens.get(next++);
      if (atEnd()) {
        throw refused(or, "nothing follows OR", "write what may be found instead");
      }
      any.add(near(operator));
    }
    return Expression.any(any);
  }

  private Expression near(@Nullable Operator operator) {
    Expression one = term(operator);
    if (!isNext(AROUND)) {
      return one;
    }
    Token around = tokens.get(next++);
    int distance = distance();
    if (atEnd()) {
      throw refused(around, "nothing follows AROUND", "write the word that is near");
    }
    Expression other = term(operator);
    if (one instanceof Text left && other instanceof Text right && left.where() == right.where()) {
      return new Near(left, right, distance);
    }
    throw refused(
        around,
        "AROUND does not stand between two words or phrases",
        "write it like: meeting AROUND 5 friday");
  }

  /// The number behind AROUND, in parentheses or not.
  private int distance() {
    boolean parentheses =
        next + 2 < tokens.size()
            && tokens.get(next).type() == Tokens.Type.OPEN
            && tokens.get(next + 2).type() == Tokens.Type.CLOSE;
    int at = parentheses ? next + 1 : next;
    if (at == tokens.size() || !tokens.get(at).text().matches("[0-9]{1,9}")) {
      return NEAR;
    }
    next = parentheses ? at + 2 : at + 1;
    return Math.clamp(Integer.parseInt(tokens.get(at).text()), 1, MAX_DISTANCE);
  }

  private Expression term(@Nullable Operator operator) {
    Token token = tokens.get(next);
    if (isNext(OR)) {
      throw refused(token, "nothing stands before OR", "write what may be found instead");
    }
    if (isNext(AND)) { // what stands side by side is required anyway
      next++;
      return atEnd() ? new Everything() : term(operator);
    }
    if (isNext(NOT)) {
      next++;
      return not(token, operator);
    }
    if (token.type() == Tokens.Type.WORD && token.text().startsWith("-")) {
      return dash(token, operator);
    }
    next++;
    return switch (token.type()) {
      case OPEN, OPEN_ANY -> group(token, operator);
      case PHRASE -> value(token, operator);
      case WORD -> word(token, operator);
      case CLOSE, CLOSE_ANY -> throw new IllegalStateException("read past the end of a group");
    };
  }

  /// A dash right before something excludes it; dashes between words only part them.
  private Expression dash(Token token, @Nullable Operator operator) {
    int dashes = 1;
    while (dashes < token.text().length() && token.text().charAt(dashes) == '-') {
      dashes++;
    }
    boolean alone = dashes == token.text().length();
    if (!alone) {
      tokens.set(next, token.from(dashes));
    } else {
      next++;
      boolean glued = next < tokens.size() && tokens.get(next).at() == token.end();
      if (!glued || tokens.get(next).closes()) {
        return new Everything();
      }
    }
    return dashes == 1 ? not(token, operator) : term(operator);
  }

  private Expression not(Token sign, @Nullable Operator operator) {
    if (atEnd()) {
      throw refused(sign, "nothing follows " + sign.text(), "write what must not be found");
    }
    nested(sign);
    Expression it = term(operator);
    depth--;
    if (it instanceof Everything) {
      throw refused(sign, "nothing is left to be found", "write what must not be found");
    }
    return Expression.not(it);
  }

  private Expression group(Token open, @Nullable Operator operator) {
    nested(open);
    List<Expression> inside = listed(operator);
    depth--;
    boolean any = open.type() == Tokens.Type.OPEN_ANY;
    String close = any ? "}" : ")";
    if (next == tokens.size() || !tokens.get(next).text().equals(close)) {
      throw refused(open, "the '" + open.text() + "' is never closed", "add a '" + close + "'");
    }
    next++;
    return any && !inside.isEmpty() ? Expression.any(inside) : Expression.all(inside);
  }

  private void nested(Token at) {
    if (++depth > MAX_DEPTH) {
      throw refused(at, "the query is nested too deeply", "use fewer parentheses");
    }
  }

  private Expression word(Token token, @Nullable Operator operator) {
    int colon = token.text().indexOf(':');
    if (colon > 0 && operator == null) {
      String name = token.text().substring(0, colon);
      Operator named = Operator.NAMES.get(name);
      if (named != null) {
        return named(named, token, colon);
      }
      unknown(name, token);
    }
    return value(token, operator);
  }

  private void unknown(String name, Token token) {
    boolean glued =
        next < tokens.size() && tokens.get(next).at() == token.end() && !tokens.get(next).closes();
    boolean value = name.length() + 1 < token.text().length() || glued;
    UnknownOperator unknown = new UnknownOperator(name, token, value);
    Optional<String> meant = unknown.misspelt();
    if (meant.isPresent()) {
      throw refused(
          token.at(),
          name.length() + 1,
          "there is no '" + name + ":'",
          meant.get() + ":",
          " To search for the words, put them in quotes");
    }
    unknown.note().ifPresent(notes::add);
  }

  private Expression named(Operator operator, Token token, int colon) {
    if (colon + 1 < token.text().length()) {
      return valueOf(operator, token.from(colon + 1));
    }
    if (atEnd()) {
      throw refused(
          token, "nothing follows '" + token.text() + "'", "write a value behind the colon");
    }
    Token value = tokens.get(next++); // as people write it, after a space
    return value.opens() ? group(value, operator) : valueOf(operator, value);
  }

  private Expression valueOf(Operator operator, Token value) {
    Expression expression = value(value, operator);
    if (expression instanceof Everything && operator.where() != null) {
      throw refused(
          value,
          "'" + operator.written() + ":' needs a letter or digit",
          "write a value behind the colon");
    }
    return expression;
  }

  private Expression value(Token token, @Nullable Operator operator) {
    Where where = operator == null ? Where.ANYWHERE : operator.where();
    if (operator != null && where == null) {
      Expression read = values.read(operator, token);
      sources.put(read instanceof Placed placed ? placed.one() : read, token);
      everything |= read instanceof Everything;
      return read;
    }
    List<String> found = words(token);
    words += found.size();
    if (words > MAX_WORDS) {
      throw refused(token, "the query has too many words", "use at most 100 words");
    }
    if (found.isEmpty()) {
      everything |= token.text().matches("\\*+");
      return new Everything();
    }
    Where asked = Objects.requireNonNull(where);
    boolean phrase = token.type() == Tokens.Type.PHRASE;
    boolean goesOn = !phrase && asked.beginnings() && found.size() > 1;
    Text text = new Text(asked, found, goesOn || token.text().endsWith("*"), phrase);
    sources.put(text, token);
    return text;
  }

  /// The words of a token, folded as in the index.
  static List<String> words(Token token) {
    int star = token.text().indexOf('*');
    if (token.type() == Tokens.Type.WORD && star >= 0 && star < token.text().length() - 1) {
      throw refused(
          token.at() + star,
          1,
          "a '*' stands only at the end of a word",
          "move it to the end, or leave it out");
    }
    Words cutter = new Words();
    cutter.reset(token.text());
    List<String> words = new ArrayList<>();
    while (cutter.next()) {
      words.add(cutter.word());
    }
    return words;
  }

  private boolean isNext(Set<String> signs) {
    return next < tokens.size()
        && tokens.get(next).type() == Tokens.Type.WORD
        && signs.contains(tokens.get(next).text());
  }
}
