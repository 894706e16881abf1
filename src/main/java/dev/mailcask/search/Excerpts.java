package dev.mailcask.search;

import dev.mailcask.archive.Archive;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.message.MessageParser;
import dev.mailcask.message.ParsedMessage;
import dev.mailcask.search.Expression.Text;
import dev.mailcask.search.Search.Excerpt;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads messages from the archive to show the words around what was found. Nothing of a message is
/// stored for that a second time.
///
/// @param archive where the messages are
record Excerpts(Archive archive) {

  private static final Logger log = LoggerFactory.getLogger(Excerpts.class);

  Excerpt of(ContentId id, List<Text> wanted) {
    try {
      Optional<Content> content = archive.read(id);
      if (content.isPresent()) {
        ParsedMessage parsed = MessageParser.parse(content.get());
        Snippet snippet = Snippet.of(parsed.text(), wanted);
        return new Excerpt(id, snippet.text(), snippet.marks(), attached(parsed));
      }
      log.warn("message {} is not in the archive; found without its text", id);
    } catch (Failure e) {
      log.warn("message {} is found without its text: {}", id, e.getMessage());
    } catch (RuntimeException e) { // one bad message hides no other
      log.error("message {} is found without its text", id, e);
    }
    return new Excerpt(id, "", List.of(), List.of());
  }

  private static List<String> attached(ParsedMessage parsed) {
    return parsed.attachments().stream()
        .filter(attachment -> !attachment.inline())
        .map(attachment -> attachment.name().isEmpty() ? attachment.type() : attachment.name())
        .toList();
  }
}
