package dev.mailcask.index;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.Catalog.Numbered;
import dev.mailcask.extract.Extraction;
import dev.mailcask.index.Attachments.Backlog;
import dev.mailcask.index.IndexSnapshots.Snapshot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentPassTest extends AttachmentCase {

  @Test
  void mailIsFoundAtOnceAndItsAttachmentsAfterwards() throws IOException {
    place("apple", "redness");
    mail.place("work", "Inbox", "Subject: pear\n\nnothing attached");
    indexer.catchUp(Progress.NONE);
    assertThat(count(Fields.SUBJECT, "apple")).isEqualTo(1);
    assertThat(count(Fields.ATTACHED, "redness")).isZero();
    assertThat(attachments.backlog()).isEqualTo(new Backlog(1, 0));
    assertThat(indexer.coverage()).isEqualTo(new Indexer.Coverage(2, 2, 0, 1));

    assertThat(attachments.read(Progress.NONE)).isEqualTo(1);
    assertThat(indexer.coverage()).isEqualTo(new Indexer.Coverage(2, 2, 0, 0));
    assertThat(count(Fields.ATTACHED, "redness")).isEqualTo(1);
    assertThat(count(Fields.SUBJECT, "apple")).isEqualTo(1);
    assertThat(attachments.backlog()).isEqualTo(new Backlog(0, 0));
    assertThat(attachments.read(Progress.NONE)).isZero();
  }

  @Test
  void anAttachmentIsReadOnceInHoweverManyMessages() throws IOException {
    for (int i = 0; i < 100; i++) {
      place("apple" + i, "redness");
    }
    indexer.catchUp(Progress.NONE);
    assertThat(attachments.read(Progress.NONE)).isEqualTo(100);
    assertThat(reader.read).containsExactly("redness");
    assertThat(count(Fields.ATTACHED, "redness")).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 5000})
  void aMessageIsOpenedOnceHoweverManyAttachmentsItHas(int bytes) throws IOException {
    String all =
        IntStream.range(0, 100)
            .mapToObj(i -> part("a" + i + ".txt", ("word" + i + " ").repeat(bytes / 10)))
            .collect(Collectors.joining());
    mail.place("work", "Inbox", multipart("apple", all));
    indexer.catchUp(Progress.NONE);
    mail.archive.opened.set(0);
    assertThat(attachments.read(Progress.NONE)).isEqualTo(1);
    assertThat(reader.read).hasSize(100);
    assertThat(count(Fields.ATTACHED, "word99")).isEqualTo(1);
    assertThat(mail.archive.opened).hasValue(1);
    try (Stream<Path> left = Files.list(dir.resolve("spool"))) {
      assertThat(left).isEmpty();
    }
  }

  private static String multipart(String subject, String parts) {
    return """
    Subject: %s
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary=b

    %s--b--
    """
        .formatted(subject, parts);
  }

  private static String part(String name, String text) {
    return """
        --b
        Content-Type: application/octet-stream; name="%s"

        %s
        """
        .formatted(name, text);
  }

  @Test
  void anIndexThatIsBuiltAnewReadsNothingAgain() throws IOException {
    place("apple", "redness");
    indexer.catchUp(Progress.NONE);
    attachments.read(Progress.NONE);
    end();
    begin(reader);
    indexer.rebuild(Progress.NONE);
    assertThat(count(Fields.ATTACHED, "redness")).isZero();
    attachments.read(Progress.NONE);
    assertThat(count(Fields.ATTACHED, "redness")).isEqualTo(1);
    assertThat(reader.read).hasSize(1);
  }

  @Test
  void aPassThatIsStoppedGoesOn() throws IOException {
    for (int i = 0; i < 5; i++) {
      place("apple" + i, "redness" + i);
    }
    indexer.catchUp(Progress.NONE);
    AtomicInteger steps = new AtomicInteger();
    Progress twice =
        new Progress() {
          @Override
          public void at(Step step) {
            steps.incrementAndGet();
          }

          @Override
          public boolean cancelled() {
            return steps.get() >= 2;
          }
        };
    assertThat(attachments.read(twice)).isEqualTo(2);
    end();
    begin(reader);
    assertThat(attachments.backlog().waiting()).isEqualTo(3);
    assertThat(attachments.read(Progress.NONE)).isEqualTo(3);
    assertThat(reader.read).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void aMessageThatMovedMeanwhileIsWhereItIs() throws IOException {
    ContentId id = place("apple", "redness");
    indexer.catchUp(Progress.NONE);
    mail.gone("work", "Inbox", id);
    attachments.read(Progress.NONE);
    indexer.catchUp(Progress.NONE);
    assertThat(count(Fields.ATTACHED, "redness")).isEqualTo(1);
    assertThat(indexer.coverage().indexed()).isEqualTo(1);
    List<IndexSnapshots> open = List.of(new IndexSnapshots(dir.resolve("index")));
    try (Snapshot snapshot = open.getFirst().newest()) {
      assertThat(snapshot).isNotNull();
      assertThat(snapshot.searcher().count(new PlacementIndex(mail.catalog).query(Placement::gone)))
          .isEqualTo(1);
    } finally {
      open.forEach(IndexSnapshots::close);
    }
  }

  @Test
  void aMessageThatCannotBeReadWaitsAndStopsNobody() throws IOException {
    ContentId id = place("apple", "redness");
    place("pear", "greenness");
    indexer.catchUp(Progress.NONE);
    mail.archive.lose(id);
    assertThat(attachments.read(Progress.NONE)).isEqualTo(1);
    assertThat(count(Fields.ATTACHED, "greenness")).isEqualTo(1);
    assertThat(count(Fields.SUBJECT, "apple")).isEqualTo(1);
    assertThat(attachments.backlog()).isEqualTo(new Backlog(1, 0));

    place("apple", "redness"); // back in the archive
    assertThat(attachments.read(Progress.NONE)).as("not tried at every look").isZero();
    now = now.plus(Duration.ofHours(1));
    assertThat(attachments.read(Progress.NONE)).isEqualTo(1);
    assertThat(count(Fields.ATTACHED, "redness")).isEqualTo(1);
    assertThat(attachments.backlog()).isEqualTo(new Backlog(0, 0));
  }

  @Test
  void damagedTextsAreReadAgain() throws IOException {
    place("apple", "redness");
    indexer.catchUp(Progress.NONE);
    attachments.read(Progress.NONE);
    end();
    try (Stream<Path> files = Files.list(dir.resolve("index/attachments"))) {
      for (Path file : files.filter(it -> !it.endsWith("write.lock")).toList()) {
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
          damaged.setLength(damaged.length() / 2);
        }
      }
    }
    begin(reader);
    indexer.rebuild(Progress.NONE);
    attachments.read(Progress.NONE);
    assertThat(count(Fields.ATTACHED, "redness")).isEqualTo(1);
    assertThat(reader.read).hasSize(2);
  }

  @Test
  void theOldestTextsMakeRoom() throws IOException {
    AtomicInteger now = new AtomicInteger();
    try (AttachmentTexts texts =
        new AttachmentTexts(
            dir.resolve("texts"), () -> Instant.ofEpochSecond(now.incrementAndGet()), 100_000)) {
      List<ContentId> keys = new ArrayList<>();
      Random random = new Random(1);
      for (int i = 0; i < 40; i++) {
        byte[] text = new byte[8000];
        random.nextBytes(text);
        ContentId key = ContentId.of(text);
        keys.add(key);
        texts.put(key, key, new Extraction.Text(new String(text, ISO_8859_1), false), "1");
        texts.commit();
      }
      assertThat(texts.find(keys.getLast(), "1")).isNotNull();
      assertThat(texts.find(keys.getFirst(), "1")).isNull();
      texts.retain(
          keys.subList(0, 39).stream().sorted().map(key -> new Numbered(key, 1)).iterator());
      assertThat(texts.find(keys.getLast(), "1")).isNull();
      assertThat(texts.find(keys.get(38), "1")).isNotNull();
    }
  }
}
