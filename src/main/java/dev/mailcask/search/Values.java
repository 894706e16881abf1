package dev.mailcask.search;

import static dev.mailcask.search.QueryParser.refused;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Nearest;
import dev.mailcask.index.AttachmentKind;
import dev.mailcask.search.Expression.Attached;
import dev.mailcask.search.Expression.Everything;
import dev.mailcask.search.Expression.InLanguage;
import dev.mailcask.search.Expression.InThread;
import dev.mailcask.search.Expression.Is;
import dev.mailcask.search.Expression.MessageId;
import dev.mailcask.search.Expression.Placed;
import dev.mailcask.search.Expression.Size;
import dev.mailcask.search.Expression.Text;
import dev.mailcask.search.PlaceCondition.Being;
import dev.mailcask.search.PlaceCondition.InAccount;
import dev.mailcask.search.PlaceCondition.InFolder;
import dev.mailcask.search.PlaceCondition.Labelled;
import dev.mailcask.search.Tokens.Token;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what stands behind an operator that takes other than words.
///
/// @param dates reads days
record Values(Dates dates) {

  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,12})(?:[.,](\\d{1,3}))?\\s*([kmgt]?)(?:i?b|bytes?)?");
  private static final Pattern EXTENSION = Pattern.compile("\\.?([\\p{L}\\p{N}]{1,40})");
  private static final int SHORTEST_THREAD = 4;
  private static final int LONGEST_CODE = 3;

  static final Names<Kind> KINDS = Names.of(List.of(Kind.values()), Kind::names);
  static final Names<State> STATES = Names.of(List.of(State.values()), State::names);
  static final Names<String> LANGUAGES = Names.of(languages(), Values::languageNames);

  Values(LocalDate today) {
    this(new Dates(today));
  }

  Expression read(Operator operator, Token value) {
    return switch (operator) {
      case AFTER, BEFORE, ON -> dates.received(operator, value);
      case OLDER, NEWER -> dates.age(operator, value);
      case LARGER, SMALLER -> size(operator, value);
      case HAS -> feature(operator, value);
      case IS -> feature(operator, value);
      case TYPE -> type(value);
      case IN -> folder(value);
      case ACCOUNT -> new Placed(new InAccount(account(value)));
      case LABEL -> words(operator, value, w -> new Labelled(w, value.text().endsWith("*")));
      case LANGUAGE -> language(value);
      case ID -> messageId(value);
      case THREAD -> thread(value);
      case FROM, TO, CC, BCC, SUBJECT, BODY, FILENAME, LIST ->
          throw new IllegalStateException("takes words");
    };
  }

  private static Expression folder(Token value) {
    if (Names.plain(value.text()).matches("anywhere|all|ueberall")) {
      return new Everything();
    }
    return words(Operator.IN, value, w -> new InFolder(w, value.text().endsWith("*")));
  }

  private static Placed words(
      Operator operator, Token value, Function<List<String>, PlaceCondition> condition) {
    List<String> words = QueryParser.words(value);
    if (words.isEmpty()) {
      throw refused(
          value,
          "'" + operator.written() + ":' needs a letter or digit",
          "write a value behind the colon");
    }
    return new Placed(condition.apply(words));
  }

  private static String account(Token value) {
    try {
      return new AccountId(value.text()).name();
    } catch (Failure.Misconfigured e) {
      throw refused(value, "no account has such a name", e.hint());
    }
  }

  /// `has:` and `is:`, which people mix up, and kinds of files.
  private static Expression feature(Operator operator, Token value) {
    Kind kind = KINDS.get(value.text());
    if (kind != null) {
      return new Is(kind);
    }
    State state = STATES.get(value.text());
    if (state != null) {
      return new Placed(new Being(state));
    }
    AttachmentKind file = FileKinds.NAMES.get(value.text());
    if (file != null && operator == Operator.HAS) {
      return new Attached(file);
    }
    List<String> known = values(operator);
    throw unknown(operator, value, known, allValues(operator));
  }

  private static Expression type(Token value) {
    AttachmentKind kind = FileKinds.NAMES.get(value.text());
    if (kind != null) {
      return new Attached(kind);
    }
    Matcher extension = EXTENSION.matcher(value.text().toLowerCase(Locale.ROOT));
    if (!extension.matches()) {
      throw unknown(Operator.TYPE, value, values(Operator.TYPE), FileKinds.NAMES.names().values());
    }
    if (!AttachmentKind.isExtension(extension.group(1))) {
      throw noExtension(value);
    }
    return new Text(Where.FILENAME, List.of(extension.group(1)), false, true);
  }

  /// The index knows the words of a file's name and not which is its last: any other word would
  /// find names that only have it in them.
  private static NotUnderstood noExtension(Token value) {
    String problem = "there is no kind of file '" + value.text() + "'";
    String otherwise =
        "o look for it in the names of files, write "
            + Operator.FILENAME.written()
            + ":"
            + value.text();
    Optional<String> near = FileKinds.NAMES.near(value.text());
    return near.isPresent()
        ? refused(value.at(), value.length(), problem, near.get(), " T" + otherwise)
        : refused(value, problem, "t" + otherwise);
  }

  private static Expression language(Token value) {
    String code = LANGUAGES.get(value.text());
    if (code != null) {
      return new InLanguage(code);
    }
    if (value.text().length() > LONGEST_CODE) { // one code is hardly a slip of another
      throw unknown(Operator.LANGUAGE, value, languages(), LANGUAGES.names().values());
    }
    throw unknown(Operator.LANGUAGE, value, languages(), List.of());
  }

  private static NotUnderstood unknown(
      Operator operator, Token value, List<String> known, Iterable<String> all) {
    String written = operator.written() + ":" + value.text();
    List<String> names = new ArrayList<>();
    all.forEach(names::add);
    Optional<String> near = Nearest.of(value.text(), names);
    if (near.isPresent()) {
      return refused(value.at(), value.length(), "there is no '" + written + "'", near.get(), "");
    }
    return refused(
        value, "there is no '" + written + "'", "use one of " + String.join(", ", known));
  }

  /// The values of an operator that can be listed, as they are written first.
  static List<String> values(Operator operator) {
    List<String> values = new ArrayList<>();
    switch (operator) {
      case HAS, IS -> {
        for (Kind kind : Kind.values()) {
          if (kind.written().startsWith(operator.written() + ":")) {
            values.add(kind.names().getFirst());
          }
        }
        if (operator == Operator.IS) {
          Arrays.stream(State.values()).map(s -> s.names().getFirst()).forEach(values::add);
        } else {
          Arrays.stream(AttachmentKind.values()).map(AttachmentKind::term).forEach(values::add);
        }
      }
      case TYPE ->
          Arrays.stream(AttachmentKind.values()).map(AttachmentKind::term).forEach(values::add);
      case LANGUAGE -> values.addAll(languages());
      default -> {}
    }
    return values;
  }

  private static List<String> allValues(Operator operator) {
    List<String> all = new ArrayList<>(KINDS.names().values());
    all.addAll(
        operator == Operator.IS ? STATES.names().values() : FileKinds.NAMES.names().values());
    return all;
  }

  private static Expression messageId(Token value) {
    String id = value.text().strip();
    if (id.startsWith("<")) {
      id = id.substring(1);
    }
    if (id.endsWith(">")) {
      id = id.substring(0, id.length() - 1);
    }
    if (id.isBlank()) {
      throw refused(value, "a Message-ID is missing", "write it as in the header Message-ID");
    }
    return new MessageId(id.strip());
  }

  private static Expression thread(Token value) {
    String id = value.text().strip().toLowerCase(Locale.ROOT);
    if (!id.matches("[0-9a-f]{" + SHORTEST_THREAD + "," + ContentId.HEX_DIGITS + "}")) {
      throw refused(
          value,
          "'" + value.text() + "' is not the identity of a message",
          "write its first 8 digits at least, as they are shown with the message");
    }
    return new InThread(id);
  }

  private static Size size(Operator operator, Token value) {
    Matcher size = SIZE.matcher(value.text().strip().toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw refused(value, "'" + value.text() + "' is not a size", "write bytes, or 500K, 5M, 1G");
    }
    double unit =
        switch (size.group(3)) {
          case "k" -> 1L << 10;
          case "m" -> 1L << 20;
          case "g" -> 1L << 30;
          case "t" -> 1L << 40;
          default -> 1;
        };
    String fraction = size.group(2) == null ? "0" : size.group(2);
    double number = Double.parseDouble(size.group(1) + "." + fraction);
    long bytes = (long) Math.min(number * unit, 1L << 60);
    return operator == Operator.LARGER ? new Size(bytes, Long.MAX_VALUE) : new Size(0, bytes);
  }

  private static List<String> languages() {
    return List.of(
        "de", "en", "fr", "es", "it", "pt", "nl", "sv", "no", "da", "fi", "is", "pl", "cs", "sk",
        "hu", "ro", "hr", "sl", "et", "lv", "lt", "tr", "id", "vi", "ca", "el", "ru", "uk", "bg",
        "sr", "ar", "fa", "he", "hi", "zh", "ja", "ko", "th");
  }

  private static List<String> languageNames(String code) {
    Locale language = Locale.of(code);
    return List.of(
            code,
            language.getDisplayLanguage(Locale.ENGLISH),
            language.getDisplayLanguage(Locale.GERMAN))
        .stream()
        .distinct()
        .toList();
  }
}
