package dev.mailcask.search;

import dev.mailcask.archive.Archive;
import dev.mailcask.base.Content;
import dev.mailcask.base.Failure;
import dev.mailcask.catalog.Message;
import dev.mailcask.index.KeptTexts;
import dev.mailcask.message.Attachment;
import dev.mailcask.message.MessageParser;
import dev.mailcask.message.ParsedMessage;
import dev.mailcask.search.Expression.Text;
import dev.mailcask.search.Search.Excerpt;
import dev.mailcask.search.Search.InFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads messages from the archive to show the words around what was found. Nothing of a message is
/// stored for that a second time.
///
/// @param archive where the messages are
/// @param texts of what is attached to them
/// @param asked what they were found by
record Excerpts(Archive archive, KeptTexts texts, Expression asked) {

  /// Words that may stand in the text of a message.
  static final Set<Where> TEXT = Set.of(Where.ANYWHERE, Where.BODY);

  private static final Set<Where> SUBJECT = Set.of(Where.ANYWHERE, Where.SUBJECT);
  private static final Set<Where> FROM = Set.of(Where.ANYWHERE, Where.FROM);
  private static final Set<Where> NAME = Set.of(Where.ANYWHERE, Where.FILENAME);

  private static final Logger log = LoggerFactory.getLogger(Excerpts.class);

  Excerpt of(Message message) {
    List<Integer> subject = marks(message.envelope().subject(), SUBJECT);
    List<Integer> from = marks(message.envelope().from(), FROM);
    Shown shown = shown(message);
    return new Excerpt(
        message.id(),
        subject,
        from,
        shown.snippet.text(),
        shown.snippet.marks(),
        shown.file,
        shown.attachments);
  }

  private List<Integer> marks(String text, Set<Where> places) {
    return Snippet.marks(text, Snippet.wanted(asked, places));
  }

  /// What the message itself has to show.
  private record Shown(Snippet snippet, @Nullable InFile file, List<String> attachments) {
    private static final Shown NOTHING = new Shown(Snippet.NOTHING, null, List.of());
  }

  private Shown shown(Message message) {
    try {
      Optional<Content> content = archive.read(message.id());
      if (content.isPresent()) {
        return shown(content.get(), MessageParser.parse(content.get()));
      }
      log.warn("message {} is not in the archive; found without its text", message.id());
    } catch (Failure e) {
      log.warn("message {} is found without its text: {}", message.id(), e.getMessage());
    } catch (RuntimeException e) { // one bad message hides no other
      log.error("message {} is found without its text", message.id(), e);
    }
    return Shown.NOTHING;
  }

  private Shown shown(Content content, ParsedMessage parsed) {
    Snippet snippet = Snippet.of(parsed.text(), Snippet.wanted(asked, TEXT));
    List<String> attached = attached(parsed);
    List<Text> missing = snippet.marks().isEmpty() ? missing(parsed) : List.of();
    return missing.isEmpty()
        ? new Shown(snippet, null, attached)
        : parsed.attachments().stream()
            .flatMap(file -> within(content, file, missing, attached).stream())
            .findFirst()
            .orElse(new Shown(snippet, null, attached));
  }

  /// Words that may stand in an attached file, as they stand nowhere else.
  private List<Text> missing(ParsedMessage parsed) {
    List<String> header =
        Stream.of("subject", "from", "to", "cc", "bcc").map(parsed::header).toList();
    return Snippet.wanted(asked, NAME).stream()
        .filter(text -> text.where() == Where.FILENAME || !isIn(header, text))
        .toList();
  }

  private static boolean isIn(List<String> header, Text text) {
    return header.stream().anyMatch(field -> !Snippet.marks(field, List.of(text)).isEmpty());
  }

  private Optional<Shown> within(
      Content content, Attachment file, List<Text> missing, List<String> attached) {
    List<Text> anywhere = missing.stream().filter(it -> it.where() == Where.ANYWHERE).toList();
    InFile name = new InFile(name(file), Snippet.marks(name(file), missing));
    Snippet snippet =
        anywhere.isEmpty()
            ? Snippet.NOTHING
            : texts
                .of(content, file)
                .map(text -> Snippet.of(text, anywhere))
                .filter(it -> !it.marks().isEmpty())
                .orElse(Snippet.NOTHING);
    return snippet.marks().isEmpty() && name.marks().isEmpty()
        ? Optional.empty()
        : Optional.of(new Shown(snippet, name, attached));
  }

  private static List<String> attached(ParsedMessage parsed) {
    return parsed.attachments().stream()
        .filter(attachment -> !attachment.inline())
        .map(Excerpts::name)
        .toList();
  }

  private static String name(Attachment attachment) {
    return attachment.name().isEmpty() ? attachment.type() : attachment.name();
  }
}
