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
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An archive that writes down something else than it was told, as a bug would.
final class AlteredArchive implements Archive {

  private final Archive archive;
  private final Function<JournalEvent, @Nullable JournalEvent> alter;
  private final Runnable beforeCommit;

  /// @param alter what becomes of an event; null swallows it
  /// @param beforeCommit may throw
  AlteredArchive(
      Archive archive,
      Function<JournalEvent, @Nullable JournalEvent> alter,
      Runnable beforeCommit) {
    this.archive = archive;
    this.alter = alter;
    this.beforeCommit = beforeCommit;
  }

  @Override
  public ArchiveWriter writer(AccountId account) {
    ArchiveWriter writer = archive.writer(account);
    return new ArchiveWriter() {
      @Override
      public ContentId store(Content content) {
        return writer.store(content);
      }

      @Override
      public void record(JournalEvent event) {
        JournalEvent altered = alter.apply(event);
        if (altered != null) {
          writer.record(altered);
        }
      }

      @Override
      public long pendingBytes() {
        return writer.pendingBytes();
      }

      @Override
      public long commit() {
        beforeCommit.run();
        return writer.commit();
      }

      @Override
      public void drop() {
        writer.drop();
      }

      @Override
      public void close() {
        writer.close();
      }
    };
  }

  @Override
  public boolean encrypted() {
    return archive.encrypted();
  }

  @Override
  public boolean contains(ContentId id) {
    return archive.contains(id);
  }

  @Override
  public long takeStock() {
    return archive.takeStock();
  }

  @Override
  public Optional<Content> read(ContentId id) {
    return archive.read(id);
  }

  @Override
  public List<AccountId> accounts() {
    return archive.accounts();
  }

  @Override
  public Journal journal(AccountId account) {
    return archive.journal(account);
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
