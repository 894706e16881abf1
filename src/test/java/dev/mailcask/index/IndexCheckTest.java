package dev.mailcask.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.index.Indexer.Difference;
import dev.mailcask.testing.ArchivedMail;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Sort;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the index has too much or too little is found, whatever it is.
class IndexCheckTest {

  @TempDir Path dir;
  private final List<ContentId> ids = new ArrayList<>();
  private ArchivedMail mail;
  private LuceneIndexer indexer;

  @BeforeEach
  void fill() {
    mail = new ArchivedMail(dir);
    open();
    for (int i = 0; i < 40; i++) {
      ids.add(mail.place("work", "Inbox", "Subject: apple " + i + "\n\nred"));
      if (i % 15 == 0) {
        indexer.catchUp(Progress.NONE); // several segments
      }
    }
    mail.gone("work", "Inbox", ids.get(3)); // a document that is replaced
    indexer.catchUp(Progress.NONE);
  }

  private void open() {
    indexer =
        new LuceneIndexer(dir.resolve("index"), mail.archive, mail.catalog, IndexSettings.DEFAULT);
  }

  @AfterEach
  void close() {
    indexer.close();
    mail.close();
  }

  private Path current() throws IOException {
    Path current = new IndexShelf(dir.resolve("index")).current();
    assertThat(current).isNotNull();
    return current;
  }

  private List<Difference> check() {
    List<Difference> found = new ArrayList<>();
    indexer.check(Progress.NONE, found::add);
    return found;
  }

  private interface Change {
    void to(IndexWriter writer) throws IOException;
  }

  private void alter(Change change) throws IOException {
    indexer.close();
    try (FSDirectory directory = FSDirectory.open(current());
        IndexWriter writer =
            new IndexWriter(
                directory,
                new IndexWriterConfig(new KeywordAnalyzer())
                    .setIndexSort(new Sort(Fields.newestFirst())))) {
      var position = DirectoryReader.listCommits(directory).getLast().getUserData();
      change.to(writer);
      writer.setLiveCommitData(position.entrySet());
      writer.commit();
    }
    open();
  }

  private static Document document(byte[] id) {
    Document document = new Document();
    document.add(new StringField(Fields.ID, new BytesRef(id), Field.Store.NO));
    document.add(new BinaryDocValuesField(Fields.ID, new BytesRef(id)));
    return document;
  }

  @Test
  void aSoundIndexHasNoDifference() {
    assertThat(check()).isEmpty();
    indexer.close();
    open();
    assertThat(check()).isEmpty();
  }

  @Test
  void noIndexAtAllIsNoDamage() throws IOException {
    try (LuceneIndexer none =
        new LuceneIndexer(dir.resolve("none"), mail.archive, mail.catalog, IndexSettings.DEFAULT)) {
      none.check(Progress.NONE, difference -> ids.clear());
    }
    assertThat(ids).hasSize(40);
  }

  @Test
  void whatIsStillToComeIsNotMissing() {
    mail.place("work", "Inbox", "Subject: later\n\nred");
    assertThat(check()).isEmpty();
  }

  @Test
  void missingMessagesAreNamed() throws IOException {
    List<ContentId> removed = List.of(ids.get(0), ids.get(17), ids.get(39));
    alter(
        writer -> {
          for (ContentId id : removed) {
            writer.deleteDocuments(new Term(Fields.ID, new BytesRef(id.bytes())));
          }
        });
    Difference found = check().getFirst();
    assertThat(found.count()).isEqualTo(3);
    assertThat(found.messages()).containsExactlyInAnyOrderElementsOf(removed);
    indexer.rebuild(Progress.NONE);
    assertThat(check()).isEmpty();
  }

  @Test
  void anEmptyIndexMissesAll() throws IOException {
    alter(IndexWriter::deleteAll);
    assertThat(check()).extracting(Difference::count).containsExactly(40L);
  }

  @Test
  void surplusAndRepeatedMessagesAreNamed() throws IOException {
    ContentId stranger = ContentId.of(new byte[] {1});
    alter(
        writer -> {
          writer.addDocument(document(stranger.bytes()));
          writer.addDocument(document(ids.get(5).bytes()));
        });
    assertThat(check())
        .extracting(Difference::messages)
        .containsExactly(List.of(stranger), List.of(ids.get(5)));
  }

  @Test
  void damagedFilesAreFound() throws IOException {
    indexer.close();
    long seed = new Random().nextLong();
    System.out.println("index check: seed " + seed);
    Random random = new Random(seed);
    List<Path> files;
    try (Stream<Path> all = Files.list(current())) {
      files = all.filter(file -> !file.endsWith("write.lock")).toList();
    }
    for (Path file : files) {
      byte[] sound = Files.readAllBytes(file);
      try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
        int at = random.nextInt(sound.length);
        raw.seek(at);
        raw.write(sound[at] ^ (1 << random.nextInt(8)));
      }
      open();
      assertThat(check()).as("%s, seed %d", file.getFileName(), seed).isNotEmpty();
      indexer.close();
      Files.write(file, sound);
    }
    open();
    assertThat(check()).isEmpty();
  }
}
