package dev.mailcask.catalog;

import dev.mailcask.base.Failure;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What SQLite says, in words for owners.
final class SqlFailures {

  private static final String REBUILD =
      "nothing is lost: it is built again from the archive at the next start or backup, or now by"
          + " mailcask rebuild --catalog";

  private SqlFailures() {}

  static Failure of(Path file, SQLException e) {
    String subject = String.valueOf(file.getFileName());
    if (e instanceof Migrations.Unusable unusable) {
      return new Failure.Corrupt(subject, unusable.reason(), REBUILD, e);
    }
    if (!(e instanceof SQLiteException sqlite)) {
      throw new IllegalStateException(subject, e);
    }
    // The low byte is the kind; the rest says where in SQLite it arose.
    return switch (SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)) {
      case SQLITE_FULL ->
          new Failure.OutOfSpace(
              subject, "the disk is full", "make room on the disk of the data directory", e);
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          new Failure.Corrupt(subject, "the catalog's file is damaged", REBUILD, e);
      case SQLITE_IOERR ->
          new Failure.Unreachable(
              subject, "the disk cannot be read or written", "look at the health of the disk", e);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          new Failure.Locked(subject, "another program uses the catalog", "close it and try again");
      case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
          new Failure.Refused(
              subject,
              "the file cannot be opened for writing",
              "give the user that Mailcask runs as the right to write it and its directory",
              e);
      default -> throw new IllegalStateException(subject + ": " + e.getMessage(), e);
    };
  }
}
