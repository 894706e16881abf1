package dev.mailcask.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.Journal;
import dev.mailcask.archive.JournalEvent.FolderGone;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.Sample;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.message.Envelope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class InMemoryArchiveTest {

  private static final AccountId WORK = new AccountId("work");

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final InMemoryArchive archive = new InMemoryArchive(now::get);

  @Test
  void nothingCountsBeforeTheCommit() {
    try (ArchiveWriter writer = archive.writer(WORK)) {
      ContentId id = writer.store(Content.of(new byte[] {1, 2, 3}));
      writer.record(new FolderGone(1));
      assertThat(writer.pendingBytes()).isEqualTo(3);
      assertThat(archive.contains(id)).isFalse();
      assertThat(archive.journal(WORK).last()).isZero();
      assertThat(archive.accounts()).isEmpty();
      assertThat(writer.commit()).isEqualTo(1);
      assertThat(archive.read(id).orElseThrow().toByteArray()).containsExactly(1, 2, 3);
      assertThat(writer.commit()).isEqualTo(1);
    }
    assertThat(archive.accounts()).containsExactly(WORK);
  }

  @Test
  void segmentsAreChainedAndTheirTimesNeverGoBack() {
    archive.append(WORK, List.of(new FolderGone(1)));
    now.set(now.get().minusSeconds(60));
    archive.append(WORK, List.of(new FolderGone(1)));
    List<Journal.Segment> read = new ArrayList<>();
    archive.journal(WORK).readAfter(0, read::add);
    assertThat(read).extracting(Journal.Segment::number).containsExactly(1L, 2L);
    assertThat(read.get(1).at()).isEqualTo(read.get(0).at());
    assertThat(read.get(1).hash()).isNotEqualTo(read.get(0).hash());
    assertThat(archive.journal(WORK).head()).isEqualTo(read.get(1).hash());
  }

  @Test
  void aFailedCommitDropsWhatWasPending() {
    archive.failNextCommit(new Failure.OutOfSpace("archive", "the disk is full", "free it", null));
    try (ArchiveWriter writer = archive.writer(WORK)) {
      ContentId id = writer.store(Content.of(new byte[] {1}));
      assertThatThrownBy(writer::commit).isInstanceOf(Failure.OutOfSpace.class);
      writer.drop();
      writer.commit();
      assertThat(archive.contains(id)).isFalse();
    }
  }

  @Test
  void thereIsOneWriterAnAccount() {
    try (ArchiveWriter first = archive.writer(WORK)) {
      assertThat(first.pendingBytes()).isZero();
      assertThatThrownBy(() -> archive.writer(WORK)).isInstanceOf(Failure.Locked.class);
      archive.writer(new AccountId("home")).close();
    }
    archive.writer(WORK).close();
  }

  @Test
  void whatIsPlacedMustBeStored() {
    Placed placed =
        new Placed(1, 1, 1, ContentId.of(new byte[0]), 0, "", List.of(), Envelope.EMPTY);
    assertThatThrownBy(() -> archive.append(WORK, List.of(placed)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void orderedDamageIsFound() {
    ContentId id = archive.put(WORK, new byte[] {1});
    archive.damage(id);
    assertThatThrownBy(() -> archive.read(id)).isInstanceOf(Failure.Corrupt.class);
    List<Object> found = new ArrayList<>();
    assertThat(archive.check(Sample.ALL, found::add, totals -> {}).blobs()).isEqualTo(1);
    assertThat(found).hasSize(1);
    archive.lose(id);
    assertThat(archive.read(id)).isEmpty();
  }
}
