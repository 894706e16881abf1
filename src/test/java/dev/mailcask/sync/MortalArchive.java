package dev.mailcask.sync;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.Journal;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.Sample;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// An archive whose process dies after a number of steps: from then on nothing works any more, so
/// that nothing can be tidied up either, and what was not committed is lost.
final class MortalArchive implements Archive {

  /// The end of the process.
  static final class Killed extends RuntimeException {}

  private final Archive archive;
  private final AtomicLong left;

  MortalArchive(Archive archive, long steps) {
    this.archive = archive;
    this.left = new AtomicLong(steps);
  }

  /// One step; the process dies here if it was the last.
  void step() {
    if (left.decrementAndGet() < 0) {
      throw new Killed();
    }
  }

  boolean dead() {
    return left.get() < 0;
  }

  @Override
  public boolean encrypted() {
    return archive.encrypted();
  }

  @Override
  public boolean contains(ContentId id) {
    step();
    return archive.contains(id);
  }

  @Override
  public long takeStock() {
    return archive.takeStock();
  }

  @Override
  public Optional<Content> read(ContentId id) {
    step();
    return archive.read(id);
  }

  @Override
  public List<AccountId> accounts() {
    step();
    return archive.accounts();
  }

  @Override
  public Journal journal(AccountId account) {
    step();
    return archive.journal(account);
  }

  @Override
  public ArchiveWriter writer(AccountId account) {
    step();
    ArchiveWriter writer = archive.writer(account);
    return new ArchiveWriter() {
      @Override
      public ContentId store(Content content) {
        step();
        return writer.store(content);
      }

      @Override
      public void record(JournalEvent event) {
        step();
        writer.record(event);
      }

      @Override
      public long pendingBytes() {
        return writer.pendingBytes();
      }

      @Override
      public long commit() {
        step();
        long segment = writer.commit();
        step();
        return segment;
      }

      @Override
      public void drop() {
        step();
        writer.drop();
      }

      @Override
      public void close() {
        writer.close();
      }
    };
  }

  @Override
  public Checked check(Sample sample, Consumer<Damage> found, Consumer<Checked> progress) {
    return archive.check(sample, found, progress);
  }

  @Override
  public Totals totals() {
    return archive.totals();
  }

  @Override
  public void close() {}
}
