package dev.mailcask.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.index.IndexSnapshots.Snapshot;
import dev.mailcask.index.Indexer.Coverage;
import dev.mailcask.testing.ArchivedMail;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneIndexerTest {

  @TempDir Path dir;
  private ArchivedMail mail;
  private LuceneIndexer indexer;

  @BeforeEach
  void open() {
    mail = new ArchivedMail(dir);
    indexer = indexer();
  }

  @AfterEach
  void close() {
    indexer.close();
    mail.close();
  }

  @Test
  void followsTheCatalogFromWhereItWas() throws IOException {
    mail.place("work", "Inbox", "Subject: apple\n\nred");
    indexer.catchUp(Progress.NONE);
    mail.place("work", "Inbox", "Subject: pear\n\ngreen");
    reopen();
    assertThat(indexer.coverage()).isEqualTo(new Coverage(1, 2, 0, 0));
    indexer.catchUp(Progress.NONE);

    assertThat(indexer.coverage()).isEqualTo(new Coverage(2, 2, 0, 0));
    assertThat(count(Fields.BODY, "red")).isEqualTo(1);
    assertThat(count(Fields.BODY, "green")).isEqualTo(1);
  }

  @Test
  void aMessageThatMovesIsStillOneMessage() throws IOException {
    ContentId id = mail.place("work", "Inbox", "Subject: apple\n\nred");
    indexer.catchUp(Progress.NONE);
    mail.place("work", "Old", "Subject: apple\n\nred");
    mail.gone("work", "Inbox", id);
    indexer.catchUp(Progress.NONE);

    assertThat(indexer.coverage().indexed()).isEqualTo(1);
    assertThat(placed(place -> place.path().equals("Old"))).isEqualTo(1);
    assertThat(placed(place -> place.path().equals("Inbox") && place.gone())).isEqualTo(1);
    assertThat(placed(place -> place.path().equals("Inbox") && !place.gone())).isZero();
    mail.gone("work", "Old", id);
    indexer.catchUp(Progress.NONE);
    assertThat(placed(place -> !place.gone())).isZero();
    assertThat(placed(place -> place.account().name().equals("work"))).isEqualTo(1);
  }

  @Test
  void whatOnlyMovesIsNotReadAgain() throws IOException {
    ContentId id = mail.place("work", "Inbox", "Subject: apple\n\nred");
    mail.place("work", "Inbox", "Subject: pear\n\ngreen");
    indexer.catchUp(Progress.NONE);
    mail.archive.lose(id);
    mail.place("home", "Old", "Subject: pear\n\ngreen");
    mail.gone("work", "Inbox", id);
    indexer.catchUp(Progress.NONE);

    assertThat(count(Fields.BODY, "red")).isEqualTo(1);
    assertThat(count(Fields.IS, Fields.IS_DEFECTIVE)).isZero();
    assertThat(placed(Placement::gone)).isEqualTo(1);
    assertThat(placed(place -> place.account().name().equals("home"))).isEqualTo(1);
  }

  @Test
  void aMoveThatIsTakenBackBeforeTheCommitIsTakenBackInTheIndex() throws IOException {
    ContentId id = mail.place("work", "Inbox", "Subject: apple\n\nred");
    indexer.catchUp(Progress.NONE);
    AtomicInteger looks = new AtomicInteger();
    indexer.follow(
        () -> {
          int look = looks.incrementAndGet();
          if (look == 1) {
            mail.flags("work", "Inbox", id, List.of("\\Flagged"));
          } else if (look == 2) {
            mail.flags("work", "Inbox", id, List.of());
          }
          return look < 4;
        },
        Progress.NONE);
    assertThat(placed(place -> place.flags().contains(Placement.Flag.FLAGGED))).isZero();
    assertThat(placed(place -> place.flags().isEmpty())).isEqualTo(1);
  }

  @Test
  void longKeywordsOfAnyScriptAreKept() throws IOException {
    ContentId id = mail.place("work", "Inbox", "Subject: apple\n\nred");
    String keyword = "\u8a9e".repeat(100);
    mail.flags("work", "Inbox", id, List.of(keyword, "$Forwarded", "Wichtig"));
    indexer.catchUp(Progress.NONE);
    assertThat(placed(place -> place.keywords().equals(List.of("wichtig", keyword)))).isEqualTo(1);
    assertThat(placed(place -> place.flags().contains(Placement.Flag.FORWARDED))).isEqualTo(1);
  }

  @Test
  void anotherVersionIsBuiltBesideTheOneThatIsSearched() throws IOException {
    mail.place("work", "Inbox", "Subject: apple\n\nred");
    indexer.catchUp(Progress.NONE);
    mail.place("work", "Inbox", "Subject: pear\n\ngreen");
    indexer.close();
    Path before = current();

    indexer = indexer("2.1");
    assertThatThrownBy(() -> indexer.catchUp(new CancelledAtOnce()))
        .isInstanceOf(Failure.Cancelled.class);
    assertThat(current()).isEqualTo(before);
    assertThat(count(Fields.BODY, "red")).isEqualTo(1);
    assertThat(count(Fields.BODY, "green")).isZero();
    Path next = new IndexShelf(dir.resolve("index")).next();
    assertThat(next).isNotNull();

    indexer.close();
    indexer = indexer("2.1");
    indexer.catchUp(Progress.NONE);
    assertThat(current()).isEqualTo(next);
    assertThat(before).doesNotExist();
    assertThat(count(Fields.BODY, "green")).isEqualTo(1);
  }

  @Test
  void anIndexThatThisProgramCannotReadIsReplacedAtOnce() throws IOException {
    mail.place("work", "Inbox", "Subject: apple\n\nred");
    indexer.catchUp(Progress.NONE);
    indexer.close();
    Path before = current();
    indexer = indexer("3.0");
    indexer.catchUp(Progress.NONE);
    assertThat(current()).isNotEqualTo(before);
    assertThat(count(Fields.BODY, "red")).isEqualTo(1);
  }

  @Test
  void aRebuildThatIsCancelledLeavesTheIndexAsItWas() throws IOException {
    mail.place("work", "Inbox", "Subject: apple\n\nred");
    indexer.catchUp(Progress.NONE);
    Path before = current();
    assertThatThrownBy(() -> indexer.rebuild(new CancelledAtOnce()))
        .isInstanceOf(Failure.Cancelled.class);
    assertThat(current()).isEqualTo(before);
    mail.place("work", "Inbox", "Subject: pear\n\ngreen");
    reopen();
    indexer.catchUp(Progress.NONE);
    assertThat(count(Fields.BODY, "green")).isEqualTo(1);
    assertThat(current()).isEqualTo(before);
    assertThat(new IndexShelf(dir.resolve("index")).next()).isNull();
  }

  @Test
  void theIndexIsInTheOrderOfTime() throws IOException {
    for (int day : new int[] {5, 20, 1, 28, 11}) {
      String date = "Date: %02d Mar 2024 10:00:00 +0000%n".formatted(day).replace("\r", "");
      mail.place("work", "Inbox", date + "Subject: apple\n\nred");
      indexer.catchUp(Progress.NONE);
    }
    try (IndexSnapshots snapshots = new IndexSnapshots(dir.resolve("index"));
        Snapshot snapshot = snapshots.newest()) {
      assertThat(snapshot).isNotNull();
      for (LeafReaderContext leaf : snapshot.searcher().getIndexReader().leaves()) {
        assertThat(leaf.reader().getMetaData().sort())
            .isEqualTo(new org.apache.lucene.search.Sort(Fields.newestFirst()));
      }
    }
  }

  @Test
  void doesNothingWhereNothingIsNew() throws IOException {
    indexer.catchUp(Progress.NONE);
    assertThat(dir.resolve("index")).doesNotExist();

    mail.place("work", "Inbox", "Subject: apple\n\nred");
    indexer.catchUp(Progress.NONE);
    List<String> before = files();
    indexer.catchUp(Progress.NONE);
    reopen();
    indexer.catchUp(Progress.NONE);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aMessageThatCannotBeReadIsFoundByItsEnvelopeAndCounted() throws IOException {
    ContentId damaged = mail.place("work", "Inbox", "Subject: apple\n\nred");
    ContentId lost = mail.place("work", "Inbox", "Subject: apple\n\ngreen");
    mail.place("work", "Inbox", "Subject: apple\n\nyellow");
    mail.archive.damage(damaged);
    mail.archive.lose(lost);
    indexer.catchUp(Progress.NONE);

    assertThat(indexer.coverage()).isEqualTo(new Coverage(3, 3, 2, 0));
    assertThat(count(Fields.SUBJECT, "apple")).isEqualTo(3);
    assertThat(count(Fields.BODY, "yellow")).isEqualTo(1);
  }

  @Test
  void anotherLifeOfTheCatalogMeansAnotherIndex() throws IOException {
    mail.place("work", "Inbox", "Subject: apple\n\nred");
    indexer.catchUp(Progress.NONE);
    mail.rebuildCatalog();
    indexer.catchUp(Progress.NONE);
    assertThat(indexer.coverage()).isEqualTo(new Coverage(1, 1, 0, 0));

    mail.rebuildCatalog();
    reopen();
    indexer.catchUp(Progress.NONE);
    assertThat(indexer.coverage()).isEqualTo(new Coverage(1, 1, 0, 0));
    assertThat(count(Fields.BODY, "red")).isEqualTo(1);
  }

  @Test
  void anAlteredFileHealsByItself() throws IOException {
    for (int i = 0; i < 50; i++) {
      mail.place("work", "Inbox", "Subject: apple " + i + "\n\nred" + i + " green");
    }
    indexer.catchUp(Progress.NONE);
    List<String> names = files();
    assertThat(names).hasSizeGreaterThan(5);
    for (String name : names) {
      indexer.close();
      flip(current().resolve(name));
      mail.place("work", "Inbox", "Subject: next " + name + "\n\n" + name);
      indexer = indexer();
      indexer.catchUp(Progress.NONE);

      assertThat(indexer.coverage().indexed())
          .as("after damage to %s", name)
          .isEqualTo(mail.catalog.counts().messages());
      assertThat(count(Fields.BODY, "red49")).as("after damage to %s", name).isEqualTo(1);
    }
  }

  @Test
  void damageIsFoundAtTheStartAlsoWhereNothingIsNew() throws IOException {
    mail.place("work", "Inbox", "Subject: apple\n\nred");
    indexer.catchUp(Progress.NONE);
    for (String name : files()) {
      indexer.close();
      flip(current().resolve(name));
      indexer = indexer();
      indexer.catchUp(Progress.NONE);
      assertThat(count(Fields.BODY, "red")).as("after damage to %s", name).isEqualTo(1);
      List<Indexer.Difference> left = new ArrayList<>();
      indexer.check(Progress.NONE, left::add);
      assertThat(left).as("after damage to %s", name).isEmpty();
    }
  }

  @Test
  void damageThatASearchHasMetHealsAtTheNextPass() throws IOException {
    mail.place("work", "Inbox", "Subject: apple\n\nred");
    indexer.catchUp(Progress.NONE);
    Path before = current();
    indexer.suspect();
    indexer.catchUp(Progress.NONE);
    assertThat(current()).as("a sound index stays").isEqualTo(before);

    flip(largestFile());
    indexer.suspect();
    indexer.catchUp(Progress.NONE);
    assertThat(current()).isNotEqualTo(before);
    assertThat(count(Fields.BODY, "red")).isEqualTo(1);
  }

  private Path largestFile() throws IOException {
    Path largest = current().resolve(files().getFirst());
    for (String name : files()) {
      Path file = current().resolve(name);
      largest = Files.size(file) > Files.size(largest) ? file : largest;
    }
    return largest;
  }

  private static void flip(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) < 20) { // the index has healed to other names
      return;
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(bytes.length() / 2);
      int there = bytes.read();
      bytes.seek(bytes.length() / 2);
      bytes.write(~there);
    }
  }

  @Test
  void missingFilesHealByThemselves() throws IOException {
    mail.place("work", "Inbox", "Subject: apple\n\nred");
    indexer.catchUp(Progress.NONE);
    for (String name : files()) {
      indexer.close();
      Files.deleteIfExists(current().resolve(name));
      indexer = indexer();
      mail.place("work", "Inbox", "Subject: next\n\n" + name);
      indexer.catchUp(Progress.NONE);
      assertThat(indexer.coverage().indexed()).isEqualTo(mail.catalog.counts().messages());
    }
  }

  @Test
  void aReaderSurvivesThatTheIndexIsBuiltAnew() throws IOException {
    mail.place("work", "Inbox", "Subject: apple\n\nred");
    indexer.catchUp(Progress.NONE);
    try (IndexSnapshots reader = new IndexSnapshots(dir.resolve("index"))) {
      for (int i = 0; i < 5; i++) {
        try (Snapshot before = reader.newest()) {
          assertThat(before).isNotNull();
          indexer.rebuild(Progress.NONE);
          try (Snapshot after = reader.newest()) {
            assertThat(after).isNotNull();
            assertThat(after.searcher().getIndexReader())
                .isNotSameAs(before.searcher().getIndexReader());
            assertThat(after.indexed()).isEqualTo(1);
          }
          assertThat(before.searcher().count(word(Fields.BODY, "red"))).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void aSecondWriterIsRefusedAndAReaderIsNot() throws IOException {
    mail.place("work", "Inbox", "Subject: apple\n\nred");
    indexer.catchUp(Progress.NONE);
    mail.place("work", "Inbox", "Subject: pear\n\nred");
    try (LuceneIndexer second = indexer()) {
      assertThat(second.coverage()).isEqualTo(new Coverage(1, 2, 0, 0));
      assertThatThrownBy(() -> second.catchUp(Progress.NONE)).isInstanceOf(Failure.Locked.class);
    }
    indexer.catchUp(Progress.NONE);
    assertThat(indexer.coverage()).isEqualTo(new Coverage(2, 2, 0, 0));
  }

  @Test
  void followsWhileMoreIsToCome() throws InterruptedException {
    AtomicBoolean more = new AtomicBoolean(true);
    CountDownLatch seen = new CountDownLatch(1);
    Progress progress =
        new Progress() {
          @Override
          public void at(Step step) {
            seen.countDown();
          }

          @Override
          public boolean cancelled() {
            return false;
          }
        };
    Thread following = Thread.startVirtualThread(() -> indexer.follow(more::get, progress));
    mail.place("work", "Inbox", "Subject: apple\n\nred");
    seen.await();
    mail.place("work", "Inbox", "Subject: pear\n\ngreen");
    more.set(false);
    following.join();
    assertThat(indexer.coverage()).isEqualTo(new Coverage(2, 2, 0, 0));
  }

  @Test
  void whatWasDoneBeforeACancelCounts() {
    mail.place("work", "Inbox", "Subject: apple\n\nred");
    AtomicBoolean cancelled = new AtomicBoolean();
    Progress progress =
        new Progress() {
          @Override
          public void at(Step step) {
            cancelled.set(true);
          }

          @Override
          public boolean cancelled() {
            return cancelled.get();
          }
        };
    assertThatThrownBy(() -> indexer.catchUp(progress)).isInstanceOf(Failure.Cancelled.class);
    assertThat(indexer.coverage()).isEqualTo(new Coverage(1, 1, 0, 0));
  }

  private LuceneIndexer indexer() {
    return new LuceneIndexer(
        dir.resolve("index"), mail.archive, mail.catalog, IndexSettings.DEFAULT);
  }

  private LuceneIndexer indexer(String version) {
    return new LuceneIndexer(
        dir.resolve("index"), mail.archive, mail.catalog, IndexSettings.DEFAULT, version);
  }

  private Path current() throws IOException {
    Path current = new IndexShelf(dir.resolve("index")).current();
    assertThat(current).isNotNull();
    return current;
  }

  /// Wants to stop as soon as anything was done.
  private static final class CancelledAtOnce implements Progress {
    private boolean begun;

    @Override
    public void at(Step step) {
      begun = true;
    }

    @Override
    public boolean cancelled() {
      return begun;
    }
  }

  private int placed(Predicate<Placement> condition) throws IOException {
    try (IndexSnapshots snapshots = new IndexSnapshots(dir.resolve("index"));
        Snapshot snapshot = snapshots.newest()) {
      Query query = new PlacementIndex(mail.catalog).query(condition);
      return snapshot == null ? -1 : snapshot.searcher().count(query);
    }
  }

  private void reopen() {
    indexer.close();
    indexer = indexer();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(current())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("write.lock"))
          .sorted()
          .toList();
    }
  }

  private int count(String field, String term) throws IOException {
    try (IndexSnapshots snapshots = new IndexSnapshots(dir.resolve("index"));
        Snapshot snapshot = snapshots.newest()) {
      return snapshot == null ? -1 : snapshot.searcher().count(word(field, term));
    }
  }

  private static TermQuery word(String field, String term) {
    return new TermQuery(new Term(field, term));
  }
}
