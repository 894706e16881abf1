package dev.mailcask.testing;

import dev.mailcask.archive.ArchiveJournal;
import dev.mailcask.archive.Journal.Flaw;
import java.util.function.Consumer;

/// The own journal of an archive to which nothing was ever done.
public final class EmptyArchiveJournal implements ArchiveJournal {

  @Override
  public long last() {
    return 0;
  }

  @Override
  public String head() {
    return "0".repeat(64);
  }

  @Override
  public void survey(long segment, Consumer<Segment> reader, Consumer<Flaw> flaws) {}

  @Override
  public String hash(long segment) {
    return "";
  }

  @Override
  public byte[] file(long segment) {
    throw new UnsupportedOperationException("there are no files");
  }

  @Override
  public boolean bringBack(long segment, byte[] file) {
    throw new UnsupportedOperationException("there are no files");
  }
}
