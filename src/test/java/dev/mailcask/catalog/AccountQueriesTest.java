package dev.mailcask.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.FolderCount;
import dev.mailcask.archive.JournalEvent.FolderSeen;
import dev.mailcask.archive.JournalEvent.RunFinished;
import dev.mailcask.archive.JournalEvent.RunStarted;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.AccountId;
import dev.mailcask.testing.InMemoryArchive;
import dev.mailcask.testing.SettableClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountQueriesTest {

  private static final AccountId WORK = new AccountId("work");
  private static final int FOLDERS = 50;
  private static final int RUNS = 20;

  @TempDir private Path dir;
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void runsAreReadWithFewQuestionsHoweverManyFoldersTheyName() throws SQLException {
    fill();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Sql sql = new Sql(counting(connection))) {
      List<Run> runs = new AccountQueries(sql).runs(WORK, 100);

      assertThat(asked).hasValueLessThan(4);
      assertThat(runs).hasSize(RUNS);
      for (Run run : runs) {
        assertThat(run.folderPaths()).hasSize(FOLDERS).containsEntry(7, "F7 of " + run.number());
      }
    }
  }

  private Path file() {
    return dir.resolve("catalog.db");
  }

  /// Runs, each of which finds all folders renamed.
  private void fill() {
    SettableClock clock = new SettableClock();
    try (InMemoryArchive archive = new InMemoryArchive(clock);
        SqliteCatalog catalog = SqliteCatalog.open(file(), clock)) {
      for (long run = 1; run <= RUNS; run++) {
        List<JournalEvent> story = new ArrayList<>();
        story.add(new RunStarted(run, clock.instant()));
        for (int folder = 1; folder <= FOLDERS; folder++) {
          String path = "F" + folder + " of " + run;
          story.add(new FolderSeen(folder, path, path, "/", List.of()));
        }
        story.add(new RunFinished(run, clock.instant(), summary()));
        archive.append(WORK, story);
      }
      catalog.catchUp(archive, WORK);
    }
  }

  private static RunSummary summary() {
    List<FolderCount> folders =
        IntStream.rangeClosed(1, FOLDERS)
            .mapToObj(folder -> new FolderCount(folder, 3, 3, 0))
            .toList();
    return new RunSummary("complete", "", FOLDERS, 5, 2, 3, 0, 0, 0, 100, folders);
  }

  private Connection counting(Connection connection) {
    return proxy(Connection.class, connection);
  }

  private <T> T proxy(Class<T> type, Object beneath) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              if (method.getName().equals("executeQuery")) {
                asked.incrementAndGet();
              }
              try {
                Object answer = method.invoke(beneath, arguments);
                return answer instanceof PreparedStatement its
                    ? proxy(PreparedStatement.class, its)
                    : answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
