package dev.mailcask.testing;

import dev.mailcask.archive.ArchiveEvent;
import dev.mailcask.archive.ArchiveJournal;
import dev.mailcask.archive.Journal.Flaw;
import dev.mailcask.base.ContentId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The own journal of an archive in memory; nothing was done to it at first. Has no files.
public final class FakeArchiveJournal implements ArchiveJournal {

  private final List<Segment> segments = new ArrayList<>();

  /// Adds a segment.
  public void append(Instant at, ArchiveEvent... events) {
    long number = segments.size() + 1L;
    String hash = ContentId.of(("segment " + number).getBytes(StandardCharsets.UTF_8)).toString();
    segments.add(new Segment(number, hash, at, List.of(events)));
  }

  @Override
  public long last() {
    return segments.size();
  }

  @Override
  public String head() {
    return segments.isEmpty() ? "0".repeat(64) : segments.getLast().hash();
  }

  @Override
  public void survey(long segment, Consumer<Segment> reader, Consumer<Flaw> flaws) {
    segments.stream().skip(segment).forEach(reader);
  }

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
