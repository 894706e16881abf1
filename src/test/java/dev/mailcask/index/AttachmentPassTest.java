package dev.mailcask.index;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Spool;
import dev.mailcask.catalog.Catalog.Numbered;
import dev.mailcask.extract.Documents;
import dev.mailcask.extract.ExtractSettings;
import dev.mailcask.extract.Extraction;
import dev.mailcask.extract.Extractor;
import dev.mailcask.extract.HostileParser;
import dev.mailcask.extract.Readers;
import dev.mailcask.extract.Reason;
import dev.mailcask.index.Attachments.Backlog;
import dev.mailcask.index.IndexSnapshots.Snapshot;
import dev.mailcask.testing.ArchivedMail;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.TermQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentPassTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @TempDir Path dir;
  private Instant now = NOW;
  private ArchivedMail mail;
  private LuceneIndexer indexer;
  private final Reader reader = new Reader();
  private AttachmentPass attachments;

  /// Gives the bytes as text; refuses those that say so.
  private static final class Reader implements Extractor {
    private final List<String> read = new ArrayList<>();
    private String version = "1";

    @Override
    public Extraction extract(Source bytes, String name, String type) throws IOException {
      try (InputStream in = bytes.open()) {
        String text = new String(in.readAllBytes(), UTF_8);
        read.add(text);
        if (text.startsWith("bug")) {
          throw new IllegalStateException("nobody thought of this file");
        }
        if (text.startsWith("secret") && version.equals("1")) {
          return new Extraction.Refused(Reason.ENCRYPTED);
        }
        return text.isEmpty() ? new Extraction.Nothing() : new Extraction.Text(text, false);
      }
    }

    @Override
    public String version() {
      return version;
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void open() {
    mail = new ArchivedMail(dir);
    begin(reader);
  }

  private void begin(Extractor extractor) {
    indexer =
        new LuceneIndexer(
            dir.resolve("index"), mail.archive, mail.catalog, new IndexSettings(2, 16, 1000));
    attachments =
        new AttachmentPass(
            dir.resolve("index"),
            indexer,
            mail.archive,
            mail.catalog,
            extractor,
            new Spool(dir.resolve("spool"), 40_000),
            () -> now);
  }

  @AfterEach
  void close() {
    end();
    mail.close();
  }

  private void end() {
    attachments.close();
    indexer.close();
  }

  private static String message(String subject, String name, byte[] attached) {
    return """
        Subject: %s
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain

        body of %s
        --b
        Content-Type: application/octet-stream; name="%s"
        Content-Disposition: attachment; filename="%s"
        Content-Transfer-Encoding: base64

        %s
        --b--
        """
        .formatted(subject, subject, name, name, Base64.getMimeEncoder().encodeToString(attached));
  }

  private ContentId place(String subject, String attached) {
    return mail.place("work", "Inbox", message(subject, "a.txt", attached.getBytes(US_ASCII)));
  }

  private int count(String field, String term) throws IOException {
    try (IndexSnapshots snapshots = new IndexSnapshots(dir.resolve("index"));
        Snapshot snapshot = snapshots.newest()) {
      assertThat(snapshot).isNotNull();
      return snapshot.searcher().count(new TermQuery(new Term(field, term)));
    }
  }

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
  void whatWasRefusedIsListedAndTriedAgainByANewVersion() throws IOException {
    ContentId id = place("apple", "secret redness");
    place("pear", "green");
    indexer.catchUp(Progress.NONE);
    attachments.read(Progress.NONE);
    assertThat(attachments.backlog()).isEqualTo(new Backlog(0, 1));
    assertThat(attachments.unread(0, 10))
        .containsExactly(
            new Attachments.Unread(id, "a.txt", "application/octet-stream", Reason.ENCRYPTED, NOW));
    assertThat(attachments.unread(1, 10)).isEmpty();
    assertThat(count(Fields.IS, Fields.IS_UNREAD_ATTACHMENT)).isEqualTo(1);
    assertThat(attachments.read(Progress.NONE)).isZero();

    reader.version = "2";
    assertThat(attachments.read(Progress.NONE)).isEqualTo(1);
    assertThat(attachments.backlog()).isEqualTo(new Backlog(0, 0));
    assertThat(count(Fields.IS, Fields.IS_UNREAD_ATTACHMENT)).isZero();
    assertThat(count(Fields.ATTACHED, "redness")).isEqualTo(1);
    assertThat(reader.read).hasSize(3);
  }

  @Test
  void whatWasRefusedIsTriedAgainOnRequest() {
    place("apple", "secret");
    indexer.catchUp(Progress.NONE);
    attachments.read(Progress.NONE);
    attachments.retry();
    assertThat(attachments.read(Progress.NONE)).isEqualTo(1);
    assertThat(reader.read).hasSize(2);
    end();
    begin(reader);
    assertThat(attachments.read(Progress.NONE)).isZero();
    assertThat(attachments.backlog().refused()).isEqualTo(1);
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
  void aFileThatNobodyThoughtOfStopsNoOther() throws IOException {
    place("apple", "bug");
    place("pear", "greenness");
    indexer.catchUp(Progress.NONE);
    assertThat(attachments.read(Progress.NONE)).isEqualTo(1);
    assertThat(count(Fields.ATTACHED, "greenness")).isEqualTo(1);
    int tried = reader.read.size();
    assertThat(attachments.read(Progress.NONE)).isZero();
    assertThat(reader.read).hasSize(tried);
    attachments.retry();
    assertThat(attachments.read(Progress.NONE)).isZero();
    assertThat(reader.read).as("tried again on request").hasSizeGreaterThan(tried);
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

  @Test
  void filesThatEndTheirReaderCostTheirOwnTextAlone() throws IOException {
    end();
    begin(Readers.hostile(dir, new ExtractSettings(1, 64, Duration.ofSeconds(3), 1 << 20, "off")));
    byte[] bomb = new byte[] {'x'};
    for (int i = 0; i < 50; i++) {
      bomb = Documents.zip(Map.of("a.zip", bomb));
    }
    Map<ContentId, Reason> hostile = new HashMap<>();
    place("pear", "greenness before");
    hostile.put(mail.place("work", "Inbox", message("apple", "a.zip", bomb)), Reason.TOO_DEEP);
    hostile.put(placeHostile("recurse"), Reason.TOO_DEEP);
    hostile.put(placeHostile("be killed"), Reason.CRASHED);
    hostile.put(placeHostile("spin"), Reason.TOO_SLOW);
    hostile.put(placeHostile("take all memory"), Reason.TOO_MUCH_MEMORY);
    place("pear", "greenness after");
    indexer.catchUp(Progress.NONE);
    assertThat(attachments.read(Progress.NONE)).isEqualTo(7);
    assertThat(count(Fields.ATTACHED, "greenness")).isEqualTo(2);
    assertThat(count(Fields.SUBJECT, "apple")).isEqualTo(5);
    assertThat(attachments.backlog()).isEqualTo(new Backlog(0, 5));
    Map<ContentId, Reason> listed = new HashMap<>();
    attachments.unread(0, 10).forEach(unread -> listed.put(unread.message(), unread.reason()));
    assertThat(listed).isEqualTo(hostile);
  }

  private ContentId placeHostile(String says) {
    return mail.place("work", "Inbox", message("apple", "a.txt", HostileParser.file(says)));
  }
}
