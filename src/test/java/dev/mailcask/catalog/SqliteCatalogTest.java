package dev.mailcask.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.JournalEvent.AccountSet;
import dev.mailcask.archive.JournalEvent.FetchFailed;
import dev.mailcask.archive.JournalEvent.FolderSeen;
import dev.mailcask.archive.JournalEvent.GenerationBegan;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.testing.InMemoryArchive;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteCatalogTest extends CatalogContract {

  @TempDir Path directory;
  private int files;

  @Override
  Catalog create() {
    return SqliteCatalog.open(directory.resolve("catalog" + ++files + ".db"), now::get);
  }

  private Path file() {
    return directory.resolve("catalog1.db");
  }

  private void fill() {
    append(
        new AccountSet(SETTINGS),
        new FolderSeen(1, "INBOX", "INBOX", "/", List.of()),
        new GenerationBegan(1, 7),
        placed(1, 7, 1, store("a"), ""));
    for (int i = 0; i < 300; i++) {
      append(placed(1, 7, i + 2, store("message " + i), ""));
    }
  }

  @Override
  void afterAnotherStart() {
    reopen();
  }

  private void reopen() {
    catalog.close();
    catalog = SqliteCatalog.open(file(), now::get);
  }

  @Test
  void whatWasAppliedIsThereAfterAnotherStart() {
    fill();
    String generation = catalog.generation();
    reopen();
    catalog.catchUp(archive, Progress.NONE);
    append(placed(1, 7, 1000, store("z"), ""));
    assertThat(catalog.generation()).isEqualTo(generation);
    assertThat(catalog.counts().messages()).isEqualTo(302);
    assertThat(catalog.lastChange()).isEqualTo(302);
  }

  @Test
  void aCatalogOfANewerMailcaskIsNotTouched() throws SQLException, IOException {
    fill();
    catalog.close();
    execute("PRAGMA user_version = 99");
    byte[] before = Files.readAllBytes(file());
    assertThatThrownBy(() -> SqliteCatalog.open(file(), now::get))
        .isInstanceOf(Failure.TooNew.class);
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void aCatalogOfAnEarlierSchemaIsReadAnew() throws SQLException {
    fill();
    append(new FetchFailed(1, 7, 5000, "no answer"));
    Instant tried = now.get();
    nextDay();
    append(new FetchFailed(1, 7, 5000, "no answer", now.get().plusSeconds(1)));
    String generation = catalog.generation();
    catalog.close();
    for (String before :
        List.of(
            "ALTER TABLE folder_state DROP COLUMN mailbox_id",
            "DROP TABLE object",
            "ALTER TABLE failed DROP COLUMN first",
            "ALTER TABLE failed DROP COLUMN next",
            "DROP TABLE alarm",
            "ALTER TABLE account DROP COLUMN alarms_seen",
            "ALTER TABLE life DROP COLUMN outdated",
            "DROP TABLE listing",
            "DROP INDEX run_finished",
            "PRAGMA user_version = 2")) {
      execute(before);
    }
    reopen();
    assertThat(catalog.counts().messages()).as("answers at once").isEqualTo(301);
    catalog.catchUp(archive, Progress.NONE);

    assertThat(catalog.generation()).isNotEqualTo(generation);
    assertThat(catalog.failed(WORK))
        .singleElement()
        .satisfies(
            failed -> {
              assertThat(failed.first()).isEqualTo(tried);
              assertThat(failed.next()).isEqualTo(now.get().plusSeconds(1));
            });
    generation = catalog.generation();
    catalog.catchUp(archive, Progress.NONE);
    assertThat(catalog.generation()).as("only once").isEqualTo(generation);
  }

  @Test
  void aFileThatIsNoCatalogIsSetAside() throws IOException {
    fill();
    catalog.close();
    Files.writeString(file(), "this is not a database, and quite long enough to be looked at");
    reopen();
    catalog.catchUp(archive, Progress.NONE);
    assertThat(catalog.counts().messages()).isEqualTo(301);
    assertThat(directory.resolve("catalog1.db.damaged")).content().startsWith("this is not");
  }

  @Test
  void aDatabaseOfAnotherProgramIsSetAside() throws IOException, SQLException {
    catalog.close();
    Files.delete(file());
    execute("CREATE TABLE other (x)");
    reopen();
    catalog.catchUp(archive, Progress.NONE);
    assertThat(catalog.accounts()).isEmpty();
    assertThat(directory.resolve("catalog1.db.damaged")).exists();
  }

  @Test
  void aTruncatedFileIsNoticedWhenItIsOpened() throws IOException {
    fill();
    catalog.close();
    try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
      raw.setLength(raw.length() / 2);
    }
    reopen();
    assertThat(catalog.changesAfter(0, 1000)).isEmpty();
    catalog.catchUp(archive, WORK);
    assertThat(catalog.changesAfter(0, 1000)).hasSize(301);
  }

  /// Who meets the damage says so; the next one who follows the journals repairs it.
  @Test
  void overwrittenPagesHealWithTheNextCatchUp() throws IOException {
    fill();
    overwriteMessages();
    assertThatThrownBy(() -> catalog.changesAfter(0, 1000)).isInstanceOf(Failure.Corrupt.class);
    catalog.catchUp(archive, WORK);
    assertThat(catalog.changesAfter(0, 1000)).hasSize(301);
    assertThat(catalog.folders(WORK, null)).extracting(FolderAt::messages).containsExactly(301L);
    reopen();
    assertThat(catalog.counts().messages()).isEqualTo(301);
  }

  @Test
  void overwrittenPagesHealWhileTheyAreWritten() throws IOException {
    fill();
    overwriteMessages();
    append(placed(1, 7, 5000, store("one more"), ""));
    assertThat(catalog.changesAfter(0, 1000)).hasSize(302);
  }

  @Test
  void damageThatWasFoundIsRepairedByTheNextStart() throws IOException {
    fill();
    overwriteMessages();
    assertThatThrownBy(() -> catalog.changesAfter(0, 1000)).isInstanceOf(Failure.Corrupt.class);
    reopen();
    assertThat(catalog.counts().messages()).isZero();
    catalog.catchUp(archive, Progress.NONE);
    assertThat(catalog.changesAfter(0, 1000)).hasSize(301);
  }

  private void overwriteMessages() throws IOException {
    catalog.close();
    try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
      byte[] rubbish = new byte[4096];
      Arrays.fill(rubbish, (byte) 0x5a);
      for (long at = 40 * 4096; at < raw.length(); at += 4096) { // the tables begin before
        raw.seek(at);
        raw.write(rubbish);
      }
    }
    reopen();
  }

  @Test
  void ofADamagedCatalogAndADamagedJournalWhatCanBeReadIsShown() throws IOException {
    fill();
    overwriteMessages();
    assertThatThrownBy(() -> catalog.changesAfter(0, 1000)).isInstanceOf(Failure.Corrupt.class);
    archive.damageJournal(WORK, 101);
    catalog.catchUp(archive, WORK);
    assertThat(catalog.damage()).extracting(JournalDamage::segment).containsExactly(101L);
    assertThat(catalog.counts().messages()).isEqualTo(300);
  }

  @Test
  void aJournalWithAnotherPastIsNoticed() {
    fill();
    long segments = archive.journal(WORK).last();
    reopen();
    InMemoryArchive other = new InMemoryArchive(now::get);
    for (int i = 0; i <= segments; i++) {
      other.append(WORK, List.of(new AccountSet(SETTINGS)));
    }
    catalog.catchUp(other, WORK);
    assertThat(catalog.counts().messages()).isZero();
    assertThat(catalog.accounts()).hasSize(1);
  }

  @Test
  void aJournalThatWentBackIsNoticed() {
    fill();
    InMemoryArchive other = new InMemoryArchive(now::get);
    other.append(WORK, List.of(new AccountSet(SETTINGS)));
    catalog.catchUp(other, WORK);
    assertThat(catalog.counts().messages()).isZero();
  }

  @Test
  void aCancelledRebuildLeavesWhatWasThere() {
    fill();
    String generation = catalog.generation();
    Progress cancelled =
        new Progress() {
          @Override
          public void at(Step step) {}

          @Override
          public boolean cancelled() {
            return true;
          }
        };
    assertThatThrownBy(() -> catalog.rebuild(archive, cancelled))
        .isInstanceOf(Failure.Cancelled.class);
    assertThat(catalog.generation()).isEqualTo(generation);
    assertThat(catalog.counts().messages()).isEqualTo(301);
    assertThat(directory.resolve("catalog1.db.building")).doesNotExist();
  }

  @Test
  void readersGoOnWhileTheCatalogIsWrittenAndBuiltAnew() throws Exception {
    fill();
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        readers.add(
            threads.submit(
                () -> {
                  long asked = 0;
                  while (!done.get() || asked == 0) {
                    List<Long> uids = new ArrayList<>();
                    catalog.eachMessage(WORK, "INBOX", null, m -> uids.add(m.uid()));
                    assertThat(uids).isSorted().hasSizeGreaterThanOrEqualTo(301);
                    FolderAt inbox = catalog.folders(WORK, null).getFirst();
                    assertThat(inbox.messages()).isGreaterThanOrEqualTo(uids.size());
                    asked++;
                  }
                  return asked;
                }));
      }
      try {
        for (int i = 0; i < 5; i++) {
          append(placed(1, 7, 1000 + i, store("more " + i), ""));
          catalog.rebuild(archive, Progress.NONE);
        }
      } finally {
        done.set(true);
      }
      for (Future<Long> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
    }
    assertThat(catalog.counts().placements()).isEqualTo(306);
  }

  @Test
  void aPathWithAPercentSignIsAFileLikeAnyOther() {
    Path odd = directory.resolve("a b%20ü?").resolve("catalog.db");
    try (Catalog other = SqliteCatalog.open(odd, now::get)) {
      assertThat(other.accounts()).isEmpty();
    }
    assertThat(odd).exists();
  }

  /// A plan that reads all of a big table answers rightly, and a thousand times too late.
  @Test
  void noQuestionOfAPageScansMessages() throws SQLException {
    fill();
    List<String> plans = new ArrayList<>();
    for (String query :
        List.of(
            PlacementQueries.NEWEST_FIRST,
            PlacementQueries.BY_UID,
            MessagePlaces.OF_ONE,
            MessagePlaces.OF_CHANGED)) {
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
          Statement statement = connection.createStatement();
          ResultSet plan = statement.executeQuery("EXPLAIN QUERY PLAN " + query)) {
        while (plan.next()) {
          plans.add(plan.getString("detail"));
        }
      }
    }
    assertThat(plans)
        .anyMatch(step -> step.startsWith("SEARCH p "))
        .noneMatch(step -> step.matches("SCAN (p|m|placement|message)( .*)?"))
        .noneMatch(step -> step.contains("AUTOMATIC"));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
    assertThat(file()).satisfies(f -> assertThat(Files.size(f)).isPositive());
  }
}
