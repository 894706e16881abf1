package dev.mailcask.catalog;

import dev.mailcask.base.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/// Brings a catalog file to the newest schema: numbered scripts, the number of the last one applied
/// in `user_version`, each in its own transaction.
final class Migrations {

  /// "MCSK": tells our files from other SQLite files.
  private static final int APPLICATION = 0x4D43534B;

  private static final List<String> SCRIPTS =
      List.of(
          "0001-journal-as-tables.sql",
          "0002-what-is-wrong-with-journals.sql",
          "0003-what-folders-were-listed-as.sql",
          "0004-certificates-and-alarms.sql",
          "0005-what-servers-call-things.sql",
          "0006-runs-by-time.sql");

  /// The newest script whose tables are filled only while journals are read: a catalog from before
  /// it is outdated.
  private static final int READ_ANEW = 5;

  private Migrations() {}

  /// Applies what is missing. A file of another program, or of a schema that nobody knows any more,
  /// is [Unusable].
  ///
  /// @throws Failure.TooNew if a newer Mailcask wrote the file, which is not touched
  static void apply(Sql sql, Path file) throws SQLException {
    boolean fresh = sql.number("SELECT count(*) FROM sqlite_schema") == 0;
    if (!fresh && sql.number("PRAGMA application_id") != APPLICATION) {
      throw new Unusable("it is not a catalog");
    }
    long version = sql.number("PRAGMA user_version");
    if (version > SCRIPTS.size()) {
      throw new Failure.TooNew(
          file.getFileName().toString(),
          "it was written by a newer Mailcask (schema %d, this one knows %d)"
              .formatted(version, SCRIPTS.size()),
          "start the newer version, or delete the file to have it rebuilt from the archive");
    }
    if (!fresh && version < 1) {
      throw new Unusable("it was never finished");
    }
    for (int next = (int) version; next < SCRIPTS.size(); next++) {
      sql.begin();
      sql.script(read(SCRIPTS.get(next)));
      sql.script("PRAGMA user_version = " + (next + 1));
      if (next == 0) {
        sql.script("PRAGMA application_id = " + APPLICATION);
        sql.update("INSERT INTO life (generation) VALUES (?)", UUID.randomUUID().toString());
      }
      if (!fresh && next + 1 == READ_ANEW) {
        sql.update("UPDATE life SET outdated = 1");
      }
      sql.commit();
    }
  }

  /// Whether an earlier schema left out what this one asks for.
  static boolean outdated(Sql sql) throws SQLException {
    return sql.number("SELECT outdated FROM life") != 0;
  }

  private static String read(String name) {
    try (InputStream in = Migrations.class.getResourceAsStream("migrations/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no migration " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The file cannot be used and need not be: it is set aside and made again.
  static final class Unusable extends SQLException {
    private final String reason;

    Unusable(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }
}
