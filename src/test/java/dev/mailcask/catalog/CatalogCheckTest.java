package dev.mailcask.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.FolderSeen;
import dev.mailcask.archive.JournalEvent.GenerationBegan;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.Catalog.Difference;
import dev.mailcask.message.Envelope;
import dev.mailcask.testing.InMemoryArchive;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A catalog that differs from its journals in anything at all is found out.
class CatalogCheckTest {

  private static final AccountId WORK = new AccountId("work");
  private static final AccountId HOME = new AccountId("home");

  @TempDir Path directory;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T01:00:00Z"));
  private final InMemoryArchive archive = new InMemoryArchive(now::get);
  private SqliteCatalog catalog;

  @BeforeEach
  void fill() {
    catalog = SqliteCatalog.open(file(), now::get);
    long seed = new Random().nextLong();
    System.out.println("catalog check: seed " + seed);
    RandomJournals random = new RandomJournals(seed, archive, now);
    Random order = new Random(seed);
    for (int i = 0; i < 60; i++) {
      random.segment(order.nextInt(3) == 0 ? HOME : WORK);
      if (i % 7 == 0) {
        catalog.catchUp(
            archive, order.nextBoolean() ? HOME : WORK); // so that rows differ in number
      }
    }
    place(WORK, "a sound message");
    catalog.catchUp(archive, Progress.NONE);
  }

  private Path file() {
    return directory.resolve("catalog.db");
  }

  private ContentId place(AccountId account, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ContentId id = archive.put(account, bytes);
    archive.append(
        account,
        List.of(
            new FolderSeen(9, "Kept", "Kept", "/", List.of()),
            new GenerationBegan(9, 5),
            new Placed(9, 5, 7, id, bytes.length, "", List.of("\\Seen"), Envelope.EMPTY)));
    return id;
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private List<Difference> check() {
    List<Difference> found = new ArrayList<>();
    catalog.check(archive, Progress.NONE, found::add);
    assertThat(directory.resolve("catalog.db.checking")).doesNotExist();
    return found;
  }

  /// Alters the file behind the catalog's back.
  private int alter(String statement) throws SQLException {
    catalog.close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement sql = connection.createStatement()) {
      return sql.executeUpdate(statement);
    } finally {
      catalog = SqliteCatalog.open(file(), now::get);
    }
  }

  @Test
  void aCatalogThatFollowedIsLikeOneThatIsBuilt() {
    assertThat(check()).isEmpty();
  }

  @Test
  void whatIsCommittedMeanwhileIsNoDifference() {
    archive.append(WORK, List.of(new FolderSeen(8, "New", "New", "/", List.of())));
    assertThat(check()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE account SET settings = 'x' WHERE name = 'work'",
        "UPDATE account SET removed = 1 - removed WHERE name = 'home'",
        "UPDATE segment SET at = at + 1 WHERE number = 1",
        "UPDATE segment SET hash = 'other' WHERE number = 2",
        "DELETE FROM segment WHERE number = 3",
        "INSERT INTO run VALUES ((SELECT id FROM account LIMIT 1), 999, 1, NULL, NULL, NULL)",
        "UPDATE folder_state SET path = path || 'x' WHERE folder ="
            + " (SELECT min(folder) FROM folder_state)",
        "DELETE FROM folder_state WHERE folder = (SELECT max(folder) FROM folder_state)",
        "UPDATE generation SET messages = messages + 1 WHERE id = (SELECT max(id) FROM generation)",
        "UPDATE generation SET uid_validity = 77 WHERE id = (SELECT max(id) FROM generation)",
        "DELETE FROM generation_span WHERE folder = (SELECT max(folder) FROM generation_span)",
        "UPDATE message SET subject = subject || 'x' WHERE seq = (SELECT max(seq) FROM message)",
        "UPDATE message SET fallback = fallback - 1 WHERE seq = (SELECT max(seq) FROM message)",
        "UPDATE placement SET flags = 'x' WHERE uid = 7 AND generation IN"
            + " (SELECT id FROM generation WHERE uid_validity = 5)",
        "UPDATE placement SET gone = 1 WHERE uid = 7 AND generation IN"
            + " (SELECT id FROM generation WHERE uid_validity = 5)",
        "DELETE FROM placement WHERE uid = 7 AND generation IN"
            + " (SELECT id FROM generation WHERE uid_validity = 5)",
        "INSERT OR REPLACE INTO listing SELECT max(id), 1, 2, 3, 99, 5, 6, 7, 0 FROM folder",
        "UPDATE folder_state SET mailbox_id = 'x' WHERE folder ="
            + " (SELECT max(folder) FROM folder_state)",
        "INSERT INTO object SELECT max(id), 'x', NULL, '' FROM account",
        "INSERT INTO flags_before SELECT id, 7, 3, 'x' FROM generation WHERE uid_validity = 5",
        "INSERT INTO failed SELECT id, 9, 'x', 1, 1, 1, 1, 1 FROM generation WHERE uid_validity = 5",
        "UPDATE account SET alarms_seen = 1",
        "INSERT INTO alarm VALUES ((SELECT id FROM account LIMIT 1), 1, 1, 'x', 0, 2, 1, 'y')",
        "INSERT INTO restored VALUES ((SELECT id FROM account LIMIT 1), 'a', 'b', 1, 1, x'00', 'c')",
        "UPDATE life SET bytes = bytes + 1"
      })
  void oneOtherRowIsFound(String statement) throws SQLException {
    assertThat(alter(statement)).as(statement).isPositive();
    assertThat(check()).as(statement).isNotEmpty();
    catalog.renew(archive, Progress.NONE);
    assertThat(check()).isEmpty();
  }

  @Test
  void theMessagesOfADifferenceAreNamed() throws SQLException {
    ContentId id = ContentId.of("a sound message".getBytes(StandardCharsets.UTF_8));
    alter("UPDATE placement SET received = 1 WHERE message = (SELECT max(seq) FROM message)");
    assertThat(check())
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.table()).isEqualTo("placement");
              assertThat(difference.missing()).isPositive();
              assertThat(difference.messages()).contains(id);
            });
  }

  @Test
  void surplusMessagesAreFound() throws SQLException {
    alter(
        """
        INSERT INTO message (id, size, sender, recipients, subject, message_id, fallback, change)
        VALUES (randomblob(32), 1, '', '', '', '', 1, 999999)
        """);
    assertThat(check()).extracting(Difference::surplus).containsExactly(1L);
  }

  @Test
  void anAccountWhoseJournalIsDamagedMayKnowMore() throws SQLException {
    ContentId home = place(HOME, "at home");
    catalog.catchUp(archive, Progress.NONE);
    archive.damageJournal(HOME, archive.journal(HOME).last());
    assertThat(check()).isEmpty();
    assertThat(catalog.message(home)).isPresent();
    alter("UPDATE placement SET received = 1 WHERE message = (SELECT min(seq) FROM message)");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery("SELECT count(*) FROM placement WHERE received = 1")) {
      assertThat(row.getLong(1)).isPositive();
    }
  }

  @Test
  void whereTheServerStillHasIt() {
    // A random journal may have said nothing of the account, or that it was removed.
    archive.append(HOME, List.of(new JournalEvent.AccountSet(CatalogContract.SETTINGS)));
    ContentId id = place(HOME, "at home");
    catalog.catchUp(archive, Progress.NONE);
    assertThat(catalog.onServer(id)).hasSize(1);
    assertThat(catalog.ids(null, 1000)).isSortedAccordingTo((a, b) -> a.id().compareTo(b.id()));
    assertThat(catalog.ids(null, 1000)).hasSize((int) catalog.counts().messages());
    assertThat(catalog.ids(catalog.ids(null, 3).getLast().id(), 1)).hasSize(1);
  }
}
