package dev.mailcask.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailcask.base.ContentId;
import dev.mailcask.index.AttachmentKind;
import dev.mailcask.search.Expression.Attached;
import dev.mailcask.search.Expression.Is;
import dev.mailcask.search.Expression.MessageId;
import dev.mailcask.search.Expression.Near;
import dev.mailcask.search.Expression.Placed;
import dev.mailcask.search.Expression.Received;
import dev.mailcask.search.Expression.Size;
import dev.mailcask.search.Expression.Text;
import dev.mailcask.search.PlaceCondition.Being;
import dev.mailcask.search.PlaceCondition.InAccount;
import dev.mailcask.search.PlaceCondition.InFolder;
import dev.mailcask.search.PlaceCondition.Labelled;
import dev.mailcask.search.PlainMail.Place;
import dev.mailcask.testing.ArchivedMail;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Mail by chance, in few words so that queries by chance find some of it. The words are such that
/// no language has other forms of them.
final class RandomMail {

  /// A word as it may be written, and as it is found.
  private record Word(String written, String folded) {}

  private static final List<Word> WORDS =
      List.of(
          new Word("ab", "ab"),
          new Word("AB", "ab"),
          new Word("ab1", "ab1"),
          new Word("Äb1", "ab1"),
          new Word("x", "x"),
          new Word("x1", "x1"),
          new Word("X12", "x12"),
          new Word("Großx2", "grossx2"),
          new Word("ｆ４", "f4"),
          new Word("дё", "де"),
          new Word("or", "or"),
          new Word("日", "日"),
          new Word("2024", "2024"));

  /// Those that may stand in an address.
  private static final List<Word> PLAIN = List.of(WORDS.get(0), WORDS.get(2), WORDS.get(5));

  private static final List<String> EXTENSIONS = List.of("pdf", "png", "docx", "zip");
  private static final Map<String, String> KINDS =
      Map.of("pdf", "pdf", "png", "image", "docx", "document", "zip", "archive");
  private static final List<String> ACCOUNTS = List.of("work", "home");
  private static final List<String> FLAGS =
      List.of("\\Seen", "\\Flagged", "\\Answered", "\\Draft", "$Forwarded");
  private static final LocalDate FIRST = LocalDate.of(2024, 1, 20);

  private final Random random;
  private final ArchivedMail mail;

  RandomMail(Random random, ArchivedMail mail) {
    this.random = random;
    this.mail = mail;
  }

  /// Words as they stand in a text.
  private record Line(String written, List<String> folded) {}

  private Line line(List<Word> from, int most, String... separators) {
    StringBuilder written = new StringBuilder();
    List<String> folded = new ArrayList<>();
    for (int i = 0, count = 1 + random.nextInt(most); i < count; i++) {
      Word word = any(from);
      written.append(i == 0 ? "" : any(List.of(separators))).append(word.written);
      folded.add(word.folded);
    }
    return new Line(written.toString(), folded);
  }

  void add(int number, Map<ContentId, PlainMail> all) {
    Map<Where, List<List<String>>> texts = new EnumMap<>(Where.class);
    StringBuilder head = new StringBuilder();
    String id = "m" + number + "@x1.example";
    Instant received =
        FIRST
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant()
            .plusSeconds(random.nextInt(40) * 86_400L / 2);
    received = received.plusSeconds(number);
    head.append("Date: ")
        .append(DateTimeFormatter.RFC_1123_DATE_TIME.format(received.atOffset(ZoneOffset.UTC)))
        .append("\nMessage-ID: <")
        .append(id)
        .append(">\nMIME-Version: 1.0\n");
    addresses("From", Where.FROM, 1, head, texts);
    addresses("To", Where.TO, 2, head, texts);
    if (random.nextInt(3) == 0) {
      addresses("Cc", Where.CC, 2, head, texts);
    }
    if (random.nextInt(5) == 0) {
      addresses("Bcc", Where.BCC, 1, head, texts);
    }
    Line subject = line(WORDS, 5, " ", " - ", ", ");
    head.append("Subject: ").append(encoded(subject.written)).append('\n');
    texts.put(Where.SUBJECT, List.of(subject.folded));
    if (random.nextInt(4) == 0) {
      Line list = line(PLAIN, 3, ".", "-");
      head.append("List-Id: ").append("some <").append(list.written).append(">\n");
      texts.put(Where.LIST, List.of(list.folded));
    }
    boolean link = random.nextInt(4) == 0;
    String body = body(link, texts);
    Set<String> kinds = new HashSet<>();
    byte[] message = (head + attached(body, kinds, texts)).getBytes(UTF_8);
    List<Place> places = new ArrayList<>();
    ContentId content = place(message, places);
    all.put(content, new PlainMail(id, texts, kinds, link, received, message.length, places));
  }

  private void addresses(
      String field,
      Where where,
      int most,
      StringBuilder head,
      Map<Where, List<List<String>>> texts) {
    List<String> written = new ArrayList<>();
    List<String> folded = new ArrayList<>();
    for (int i = 0, count = 1 + random.nextInt(most); i < count; i++) {
      Line name = line(WORDS, 2, " ");
      Line local = line(PLAIN, 2, ".", "_");
      Line domain = line(PLAIN, 2, ".");
      written.add("%s <%s@%s>".formatted(encoded(name.written), local.written, domain.written));
      folded.addAll(name.folded);
      folded.addAll(local.folded);
      folded.addAll(domain.folded);
    }
    head.append(field).append(": ").append(String.join(", ", written)).append('\n');
    texts.put(where, List.of(folded));
  }

  private static String encoded(String text) {
    return "=?utf-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)) + "?=";
  }

  /// The sender's own text, and perhaps a quotation below or within it.
  private String body(boolean link, Map<Where, List<List<String>>> texts) {
    StringBuilder body = new StringBuilder();
    List<List<String>> all = new ArrayList<>();
    all.add(paragraph(body, ""));
    if (link) {
      body.append("https://x1.example/ab\n");
      all.getFirst().addAll(List.of("https", "x1", "example", "ab"));
    }
    if (random.nextBoolean()) {
      body.append('\n');
      all.add(paragraph(body, "> "));
      if (random.nextBoolean()) {
        body.append('\n');
        all.add(paragraph(body, ""));
      }
    }
    texts.put(Where.BODY, all);
    return body.toString();
  }

  private List<String> paragraph(StringBuilder body, String mark) {
    List<String> folded = new ArrayList<>();
    for (int i = 0, lines = 1 + random.nextInt(3); i < lines; i++) {
      Line line = line(WORDS, 8, " ", ", ", " (", "/");
      body.append(mark).append(line.written).append('\n');
      folded.addAll(line.folded);
    }
    return folded;
  }

  private String attached(String body, Set<String> kinds, Map<Where, List<List<String>>> texts) {
    String text = "Content-Type: text/plain; charset=utf-8\n\n" + body;
    if (random.nextInt(3) > 0) {
      return text;
    }
    StringBuilder mixed =
        new StringBuilder("Content-Type: multipart/mixed; boundary=cut\n\n--cut\n");
    mixed.append(text);
    List<List<String>> names = new ArrayList<>();
    for (int i = 0, count = 1 + random.nextInt(2); i < count; i++) {
      Line name = line(PLAIN, 2, " ", "-", "_");
      String extension = any(EXTENSIONS);
      kinds.add(KINDS.getOrDefault(extension, ""));
      List<String> words = new ArrayList<>(name.folded);
      words.add(extension);
      names.add(words);
      mixed
          .append("--cut\nContent-Type: application/octet-stream\n")
          .append(
              "Content-Disposition: attachment; filename=\"%s.%s\"\n\n"
                  .formatted(name.written, extension))
          .append("0000\n");
    }
    texts.put(Where.FILENAME, names);
    return mixed.append("--cut--\n").toString();
  }

  /// Puts it into one folder or two, and takes it out of some.
  private ContentId place(byte[] message, List<Place> places) {
    Set<String> chosen = new LinkedHashSet<>();
    for (int i = 0, count = 1 + random.nextInt(2); i < count; i++) {
      chosen.add(any(ACCOUNTS) + "/" + any(FOLDERS).written);
    }
    ContentId id = ContentId.of(message);
    for (String each : chosen) {
      String account = each.substring(0, 4);
      String path = each.substring(5);
      Set<String> flags = new HashSet<>();
      List<List<String>> keywords = new ArrayList<>();
      mail.place(account, path, message);
      List<String> all = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        flags.add(any(FLAGS));
      }
      all.addAll(flags);
      if (random.nextInt(3) == 0) {
        Line keyword = line(PLAIN, 2, "-");
        all.add(keyword.written);
        keywords.add(keyword.folded);
      }
      mail.flags(account, path, id, all);
      boolean gone = random.nextInt(3) == 0;
      if (gone) {
        mail.gone(account, path, id);
      }
      List<String> words =
          FOLDERS.stream().filter(f -> f.written.equals(path)).findFirst().orElseThrow().folded;
      places.add(new Place(account, words, flags, keywords, gone));
    }
    return id;
  }

  private static final List<Line> FOLDERS =
      List.of(
          new Line("INBOX", List.of("inbox")),
          new Line("ab/X1", List.of("ab", "x1")),
          new Line("ab/x12", List.of("ab", "x12")),
          new Line("日-2024", List.of("日", "2024")));

  // what is asked

  Expression tree(int depth) {
    int kind = depth == 0 ? 3 : random.nextInt(6);
    return switch (kind) {
      case 0 -> Expression.all(trees(depth));
      case 1 -> Expression.any(trees(depth));
      case 2 -> Expression.not(tree(depth - 1));
      default -> leaf();
    };
  }

  private List<Expression> trees(int depth) {
    List<Expression> trees = new ArrayList<>();
    for (int i = 2 + random.nextInt(2); i > 0; i--) {
      trees.add(tree(depth - 1));
    }
    return trees;
  }

  private Expression leaf() {
    return switch (random.nextInt(16)) {
      case 0 -> new Received(day(), null);
      case 1 -> new Received(null, day());
      case 2 -> {
        LocalDate day = day();
        yield new Received(day, day.plusDays(1));
      }
      case 3 ->
          random.nextBoolean()
              ? new Size(400 + random.nextInt(600), Long.MAX_VALUE)
              : new Size(0, 400 + random.nextInt(600));
      case 4 -> new Is(any(List.of(Kind.values())));
      case 5 -> new Attached(any(List.of(AttachmentKind.values())));
      case 6 -> new MessageId("m" + random.nextInt(90) + "@x1.example");
      case 7, 8, 9, 10 -> new Placed(condition());
      case 11, 12 -> {
        Where where = any(List.of(Where.values()));
        yield new Near(
            text(where),
            text(where),
            random.nextInt(4) == 0 ? QueryParser.MAX_DISTANCE : 1 + random.nextInt(4));
      }
      default -> text(any(List.of(Where.values())));
    };
  }

  private LocalDate day() {
    return FIRST.plusDays(random.nextInt(22));
  }

  private Text text(Where where) {
    boolean few = random.nextInt(3) > 0;
    List<String> words = line(WORDS, few ? 1 : 3, " ").folded;
    return new Text(where, words, random.nextInt(3) == 0, random.nextBoolean());
  }

  private PlaceCondition condition() {
    return switch (random.nextInt(5)) {
      case 0 -> new InFolder(pathWords(), random.nextInt(3) == 0);
      case 1 ->
          new Labelled(
              random.nextBoolean() ? pathWords() : line(PLAIN, 2, " ").folded,
              random.nextInt(3) == 0);
      case 2 -> new InAccount(any(ACCOUNTS));
      default -> new Being(any(List.of(State.values())));
    };
  }

  private List<String> pathWords() {
    List<String> path = any(FOLDERS).folded;
    int from = random.nextInt(path.size());
    return path.subList(from, from + 1 + random.nextInt(path.size() - from));
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
