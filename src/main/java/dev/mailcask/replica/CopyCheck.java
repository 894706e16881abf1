package dev.mailcask.replica;

import dev.mailcask.archive.storage.ArchiveFile;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Progress.Step;
import dev.mailcask.replica.FileReading.Read;
import dev.mailcask.replica.FileReading.Unreadable;
import dev.mailcask.replica.Replica.Problem;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads a whole copy back: every pack is held against its name, every segment against its own hash
/// and the archive's segment. What is damaged is written again where the archive has it whole.
final class CopyCheck {

  private static final Logger LOG = LoggerFactory.getLogger(CopyCheck.class);

  private final ArchiveStorage archive;
  private final ArchiveStorage copy;
  private final FileCopy files;
  private final Progress progress;
  private final Consumer<Problem> problems;

  private long checked;
  private long mended;
  private long total;
  private long bytes;

  CopyCheck(
      ArchiveStorage archive,
      ArchiveStorage copy,
      FileCopy files,
      Progress progress,
      Consumer<Problem> problems) {
    this.archive = archive;
    this.copy = copy;
    this.files = files;
    this.progress = progress;
    this.problems = problems;
  }

  void run(Inventory ours, Inventory theirs) {
    total = theirs.files();
    theirs
        .packs()
        .forEach(
            (sha256, size) -> {
              ArchiveFile.Pack pack = new ArchiveFile.Pack(sha256);
              check(pack.name(), pack, size, ours.packs().get(sha256));
            });
    theirs
        .journals()
        .forEach(
            (journal, segments) ->
                segments.forEach(
                    (number, size) -> {
                      ArchiveFile.Segment segment = new ArchiveFile.Segment(journal, number);
                      check(segment.name(), segment, size, ours.segments(journal).get(number));
                    }));
  }

  private void check(String name, ArchiveFile file, long size, @Nullable Long ownSize) {
    progress.checkCancelled("copy");
    progress.at(new Step("checking", name, checked, total, bytes));
    Read there = read(copy, name, file, size);
    checked++;
    bytes += size;
    if (there != null && there.sound()) {
      if (file instanceof ArchiveFile.Segment && ownSize != null) {
        compare(name, there, read(archive, name, file, ownSize));
      }
    } else {
      mend(name, file, ownSize);
    }
  }

  private void compare(String name, Read there, @Nullable Read own) {
    if (own == null || !own.sound()) {
      problems.accept(new Problem(name, "it is damaged in the archive; the copy has it whole"));
    } else if (!own.hash().equals(there.hash())) {
      problems.accept(new Problem(name, "archive and copy each have another one, both sound"));
    }
  }

  private void mend(String name, ArchiveFile file, @Nullable Long ownSize) {
    String problem = "the archive has none any more";
    if (ownSize != null) {
      try {
        files.copy(name, file, ownSize, true);
        mended++;
        LOG.warn("{} was damaged in the copy and was written again", name);
        return;
      } catch (Unreadable e) {
        problem = "in the archive " + e.problem();
      }
    }
    problems.accept(new Problem(name, "it is damaged in the copy, and " + problem));
  }

  private @Nullable Read read(ArchiveStorage storage, String name, ArchiveFile file, long size) {
    try {
      return new FileReading(storage, progress).read(name, file, size, _ -> {});
    } catch (Unreadable e) {
      LOG.warn("{} cannot be read: {}", name, e.problem());
      return null;
    }
  }

  long checked() {
    return checked;
  }

  long mended() {
    return mended;
  }
}
