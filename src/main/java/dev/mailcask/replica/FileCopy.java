package dev.mailcask.replica;

import dev.mailcask.archive.storage.ArchiveFile;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.archive.storage.ArchiveStorage.Draft;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.replica.FileReading.Read;
import dev.mailcask.replica.FileReading.Unreadable;
import java.util.concurrent.atomic.AtomicLong;

/// Copies single archive files: read and hashed, written as a draft, published, read back and
/// compared. What is wrong with the file itself is [Unreadable] and touches no other; what is wrong
/// with the place that it goes to is a [Failure] and ends the work.
final class FileCopy {

  private final ArchiveStorage from;
  private final ArchiveStorage to;
  private final String place;
  private final Progress progress;
  private final AtomicLong bytes = new AtomicLong();

  /// @param place where the files go, for errors
  FileCopy(ArchiveStorage from, ArchiveStorage to, String place, Progress progress) {
    this.from = from;
    this.to = to;
    this.place = place;
    this.progress = progress;
  }

  /// Bytes written so far.
  long bytes() {
    return bytes.get();
  }

  /// Copies a file that is what was written; any other is left where it is.
  ///
  /// @param replacing whether a damaged one of this name lies there
  void copy(String name, ArchiveFile file, long size, boolean replacing) throws Unreadable {
    if (!copy(name, file, size, replacing, false)) {
      throw new Unreadable("it is damaged: its SHA-256 is another one");
    }
  }

  /// Copies a file as it is.
  ///
  /// @return whether it is what was written
  boolean copyAsItIs(String name, ArchiveFile file, long size) throws Unreadable {
    return copy(name, file, size, true, true);
  }

  private boolean copy(
      String name, ArchiveFile file, long size, boolean replacing, boolean damagedToo)
      throws Unreadable {
    Read read;
    try (Draft draft = to.draft()) {
      read =
          new FileReading(from, progress)
              .read(
                  name,
                  file,
                  size,
                  piece -> {
                    bytes.addAndGet(piece.remaining());
                    draft.write(piece);
                  });
      if (!read.sound() && !damagedToo) {
        return false;
      }
      if (replacing) {
        to.delete(name);
      }
      if (!draft.publish(name)) {
        throw new Failure.Locked(
            place, "another process wrote " + name, "let only one Mailcask write there");
      }
    }
    compare(name, file, size, read.hash());
    return read.sound();
  }

  private void compare(String name, ArchiveFile file, long size, ContentId hash) {
    String problem = "something else than was written";
    try {
      if (new FileReading(to, progress).read(name, file, size, _ -> {}).hash().equals(hash)) {
        return;
      }
    } catch (Unreadable e) {
      problem = e.problem();
    }
    to.delete(name);
    throw new Failure.Corrupt(
        place,
        "reading back " + name + " gives " + problem,
        "do not trust this disk any more: look at its health, or take another one",
        null);
  }
}
