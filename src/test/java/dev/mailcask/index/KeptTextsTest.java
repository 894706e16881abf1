package dev.mailcask.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.message.MessageParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeptTextsTest extends AttachmentCase {

  private Optional<String> shown(KeptTexts kept, ContentId id) throws IOException {
    Content message = mail.archive.read(id).orElseThrow();
    return kept.of(message, MessageParser.parse(message).attachments().getFirst());
  }

  private void readAll() {
    indexer.catchUp(Progress.NONE);
    attachments.read(Progress.NONE);
  }

  private void damage(String name) throws IOException {
    end();
    try (Stream<Path> files = Files.list(dir.resolve("index").resolve(AttachmentTexts.DIRECTORY))) {
      List<Path> named =
          files.filter(file -> file.getFileName().toString().startsWith(name)).toList();
      assertThat(named).isNotEmpty();
      for (Path file : named) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }
    begin(reader);
  }

  @Test
  void showsWhatWasReadLast() throws IOException {
    try (KeptTexts kept = new KeptTexts(dir.resolve("index"))) {
      ContentId one = place("one", "apple pear");
      assertThat(shown(kept, one)).isEmpty();
      readAll();
      assertThat(shown(kept, one)).contains("apple pear");
    }
  }

  @Test
  void showsTextsAgainThatWereReadAfterDamage() throws IOException {
    ContentId one = place("one", "apple pear");
    readAll();
    try (KeptTexts kept = new KeptTexts(dir.resolve("index"))) {
      assertThat(shown(kept, one)).contains("apple pear");
      damage("segments_");
      ContentId two = place("two", "plum cherry");
      place("three", "plum cherries"); // as many as there were in no segment of this name
      readAll();
      ContentId four = place("four", "quince");
      readAll();
      assertThat(shown(kept, two)).contains("plum cherry");
      assertThat(shown(kept, four)).contains("quince");
    }
  }

  @Test
  void isSilentWhereTheyAreDamaged() throws IOException {
    ContentId one = place("one", "apple pear");
    readAll();
    damage("segments_");
    try (KeptTexts kept = new KeptTexts(dir.resolve("index"))) {
      assertThat(shown(kept, one)).isEmpty();
    }
  }
}
