package dev.mailcask.search;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Nearest;
import dev.mailcask.index.Words;
import dev.mailcask.search.Expression.And;
import dev.mailcask.search.Expression.Everything;
import dev.mailcask.search.Expression.InAccount;
import dev.mailcask.search.Expression.Is;
import dev.mailcask.search.Expression.Not;
import dev.mailcask.search.Expression.Or;
import dev.mailcask.search.Expression.Text;
import dev.mailcask.search.Tokens.Token;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads the query language.
///
///     query  = { either }                       all of them
///     either = term { "OR" term }               binds tighter than standing side by side
///     term   = [ "-" | "NOT" ] ( "(" query ")" | [ operator ":" ] value )
///     value  = word | word "*" | '"' words '"' | "(" query ")" for operators that take words
///
/// As in the search of large mail services, `from:anna OR from:bert invoice` is an invoice from one
/// of them. A word with a colon that is no operator is words, unless it is one letter off one: then
/// it is refused with a suggestion rather than searched for in vain.
final class QueryParser {

  private static final int MAX_LENGTH = 4000;
  private static final int MAX_DEPTH = 50;

  private static final Map<String, Where> WORDS = new LinkedHashMap<>();
  private static final Map<String, Kind> KINDS = new LinkedHashMap<>();
  private static final List<String> OTHERS =
      List.of("after", "before", "date", "larger", "smaller", "account", "has", "is");
  private static final TreeSet<String> OPERATORS = new TreeSet<>(OTHERS);

  static {
    for (Where where : Where.values()) {
      if (!where.operator().isEmpty()) {
        WORDS.put(where.operator(), where);
        OPERATORS.add(where.operator());
      }
    }
    for (Kind kind : Kind.values()) {
      KINDS.put(kind.written(), kind);
    }
  }

  private final List<Token> tokens;
  private final Limits limits;
  private int next;
  private int depth;

  private QueryParser(String query, ZoneId zone) {
    this.tokens = Tokens.of(query);
    this.limits = new Limits(zone);
  }

  /// Reads a query; days are those of the zone.
  ///
  /// @throws Failure.Misconfigured if it makes no sense, with the place counted from 1
  static Expression parse(String query, ZoneId zone) {
    if (query.length() > MAX_LENGTH) {
      throw refused(MAX_LENGTH, "the query is too long", "use at most 4000 characters");
    }
    QueryParser parser = new QueryParser(query, zone);
    Expression expression = parser.all(Where.ANYWHERE);
    if (parser.next < parser.tokens.size()) {
      Token stray = parser.tokens.get(parser.next);
      throw refused(stray.at(), "a ')' has no '(' before it", "remove it, or add the '('");
    }
    return expression;
  }

  /// A failure at a place counted from 0.
  static Failure.Misconfigured refused(int at, String problem, String hint) {
    return new Failure.Misconfigured("search query, character " + (at + 1), problem, hint);
  }

  private Expression all(Where where) {
    List<Expression> all = new ArrayList<>();
    while (next < tokens.size() && tokens.get(next).type() != Tokens.Type.CLOSE) {
      Expression expression = either(where);
      if (!(expression instanceof Everything)) {
        all.add(expression);
      }
    }
    return switch (all.size()) {
      case 0 -> new Everything();
      case 1 -> all.getFirst();
      default -> new And(all);
    };
  }

  private Expression either(Where where) {
    List<Expression> any = new ArrayList<>();
    any.add(term(where));
    while (next < tokens.size() && isWord(tokens.get(next), "OR", "|")) {
      Token or = tokens.get(next++);
      if (next == tokens.size() || tokens.get(next).type() == Tokens.Type.CLOSE) {
        throw refused(or.at(), "nothing follows OR", "write what may be found instead");
      }
      any.add(term(where));
    }
    return any.size() == 1 ? any.getFirst() : new Or(any);
  }

  private Expression term(Where where) {
    Token token = tokens.get(next);
    if (isWord(token, "OR", "|")) {
      throw refused(token.at(), "nothing stands before OR", "write what may be found instead");
    }
    if (isWord(token, "AND", "&")) { // what stands side by side is required anyway
      next++;
      return next < tokens.size() && tokens.get(next).type() != Tokens.Type.CLOSE
          ? term(where)
          : new Everything();
    }
    if (isWord(token, "NOT", "-")) {
      next++;
      return not(token, where);
    }
    if (token.type() == Tokens.Type.WORD && token.text().startsWith("-")) {
      Token rest = new Token(Tokens.Type.WORD, token.text().substring(1), token.at() + 1, true);
      tokens.set(next, rest);
      return not(token, where);
    }
    next++;
    return switch (token.type()) {
      case OPEN -> group(token, where);
      case PHRASE -> words(token, where);
      case WORD -> word(token, where);
      case CLOSE -> throw refused(token.at(), "there is nothing before the ')'", "remove it");
    };
  }

  private Expression not(Token sign, Where where) {
    if (next == tokens.size() || tokens.get(next).type() == Tokens.Type.CLOSE) {
      throw refused(sign.at(), "nothing follows the '-'", "write what must not be found");
    }
    nested(sign);
    Expression it = term(where);
    depth--;
    if (it instanceof Everything) {
      throw refused(sign.at(), "nothing follows the '-'", "write what must not be found");
    }
    return it instanceof Not twice ? twice.it() : new Not(it);
  }

  private Expression group(Token open, Where where) {
    nested(open);
    Expression inside = all(where);
    depth--;
    if (next == tokens.size()) {
      throw refused(open.at(), "the '(' is never closed", "add a ')'");
    }
    next++;
    return inside;
  }

  private void nested(Token at) {
    if (++depth > MAX_DEPTH) {
      throw refused(at.at(), "the query is nested too deeply", "use fewer parentheses");
    }
  }

  private Expression word(Token token, Where where) {
    int colon = token.text().indexOf(':');
    if (colon > 0 && where == Where.ANYWHERE) {
      String name = token.text().substring(0, colon).toLowerCase(Locale.ROOT);
      if (OPERATORS.contains(name)) {
        return operator(name, token, colon);
      }
      Optional<String> meant = misspelt(name, token.text().substring(colon + 1));
      if (meant.isPresent()) {
        throw refused(
            token.at(),
            "there is no '" + name + ":'",
            "did you mean '" + meant.get() + ":'? To search for the words, put them in quotes");
      }
    }
    return words(token, where);
  }

  private static Optional<String> misspelt(String name, String value) {
    boolean letters = name.chars().allMatch(c -> c >= 'a' && c <= 'z');
    boolean address = value.startsWith("//");
    return letters && !address && name.length() > 2
        ? Nearest.of(name, OPERATORS)
        : Optional.empty();
  }

  private Expression operator(String name, Token token, int colon) {
    Token value = value(name, token, colon);
    Where where = WORDS.get(name);
    if (where != null) {
      return value.type() == Tokens.Type.OPEN ? group(value, where) : wordsOf(name, value, where);
    }
    if (value.type() == Tokens.Type.OPEN) {
      throw refused(value.at(), "'" + name + ":' takes one value", "leave the parentheses out");
    }
    return switch (name) {
      case "after", "before", "date" -> limits.received(name, value);
      case "larger", "smaller" -> limits.size(name, value);
      case "account" -> new InAccount(account(value));
      default -> kind(name, value);
    };
  }

  /// What stands behind the colon, or, as people write it, after a space.
  private Token value(String name, Token token, int colon) {
    String rest = token.text().substring(colon + 1);
    if (!rest.isEmpty()) {
      return new Token(Tokens.Type.WORD, rest, token.at() + colon + 1, true);
    }
    if (next == tokens.size() || tokens.get(next).type() == Tokens.Type.CLOSE) {
      throw refused(
          token.at(), "nothing follows '" + name + ":'", "write a value behind the colon");
    }
    return tokens.get(next++);
  }

  private static Expression wordsOf(String name, Token value, Where where) {
    Expression words = words(value, where);
    if (words instanceof Everything) {
      throw refused(
          value.at(), "'" + name + ":' needs a letter or digit", "write a value behind the colon");
    }
    return words;
  }

  /// The words of a token; everything, if there are none in it.
  private static Expression words(Token token, Where where) {
    boolean prefix = token.text().endsWith("*");
    int star = token.text().indexOf('*');
    if (token.type() == Tokens.Type.WORD && star >= 0 && star < token.text().length() - 1) {
      throw refused(
          token.at() + star,
          "a '*' stands only at the end of a word",
          "move it to the end, or leave it out");
    }
    Words cutter = new Words();
    cutter.reset(token.text());
    List<String> words = new ArrayList<>();
    while (cutter.next()) {
      words.add(cutter.word());
    }
    return words.isEmpty() ? new Everything() : new Text(where, words, prefix);
  }

  private static String account(Token value) {
    try {
      return new AccountId(value.text()).name();
    } catch (Failure.Misconfigured e) {
      throw refused(value.at(), "no account has such a name", e.hint());
    }
  }

  private static Is kind(String name, Token value) {
    String wanted = name + ":" + value.text().toLowerCase(Locale.ROOT);
    Kind kind = wanted.equals("has:attachments") ? Kind.ATTACHED : KINDS.get(wanted);
    if (kind == null) {
      String known = KINDS.keySet().stream().filter(k -> k.startsWith(name)).toList().toString();
      @Nullable String nearest = Nearest.of(wanted, KINDS.keySet()).orElse(null);
      throw refused(
          value.at(),
          "there is no '" + wanted + "'",
          nearest != null
              ? "did you mean '" + nearest + "'?"
              : "use one of " + known.substring(1, known.length() - 1));
    }
    return new Is(kind);
  }

  private static boolean isWord(Token token, String word, String sign) {
    return token.type() == Tokens.Type.WORD
        && (token.text().equals(word) || token.text().equals(sign));
  }
}
