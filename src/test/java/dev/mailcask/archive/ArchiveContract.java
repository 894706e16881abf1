package dev.mailcask.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.Journal.Segment;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.message.Envelope;
import dev.mailcask.testing.MailGenerator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Archive] promises to the rooms above it.
public abstract class ArchiveContract {

  protected static final AccountId WORK = new AccountId("work");
  protected static final AccountId HOME = new AccountId("home");

  private final SettableClock clock = new SettableClock();
  private Archive archive;

  /// A new archive without anything in it.
  protected abstract Archive create(InstantSource clock);

  @BeforeEach
  void begin() {
    archive = create(clock);
  }

  @AfterEach
  void end() {
    archive.close();
  }

  @Test
  void anEmptyArchiveHasNothing() {
    assertThat(archive.accounts()).isEmpty();
    assertThat(archive.read(ContentId.of(bytes("nobody")))).isEmpty();
    assertThat(archive.contains(ContentId.of(bytes("nobody")))).isFalse();
    assertThat(archive.journal(WORK).last()).isZero();
    assertThat(archive.journal(WORK).head()).isEqualTo("0".repeat(64));
    assertThat(segments(WORK, 0)).isEmpty();
    assertThat(archive.totals().blobs()).isZero();
  }

  @Test
  void whatWasCommittedIsReadBackByteForByte() {
    List<byte[]> messages =
        List.of(bytes("a"), new byte[0], bytes("b\r\n"), new byte[] {0, -1, 13, 10, 10});
    List<ContentId> ids = new ArrayList<>();
    try (ArchiveWriter writer = archive.writer(WORK)) {
      for (byte[] message : messages) {
        ids.add(writer.store(Content.of(message)));
        writer.record(placed(ids.size(), ids.getLast()));
      }
      assertThat(writer.commit()).isEqualTo(1);
    }
    for (int i = 0; i < messages.size(); i++) {
      assertThat(ids.get(i)).isEqualTo(ContentId.of(messages.get(i)));
      assertThat(archive.contains(ids.get(i))).isTrue();
      Content content = archive.read(ids.get(i)).orElseThrow();
      assertThat(content.toByteArray()).isEqualTo(messages.get(i));
      assertThat(content.size()).isEqualTo(messages.get(i).length);
    }
    assertThat(archive.totals().blobs()).isEqualTo(4);
    assertThat(archive.totals().rawBytes()).isEqualTo(9);
    assertThat(archive.accounts()).containsExactly(WORK);
  }

  @Test
  void whatIsNotCommittedIsNotInTheJournal() {
    try (ArchiveWriter writer = archive.writer(WORK)) {
      writer.record(placed(1, writer.store(Content.of(bytes("lost")))));
    }
    assertThat(archive.journal(WORK).last()).isZero();
    assertThat(archive.accounts()).isEmpty();
    try (ArchiveWriter writer = archive.writer(WORK)) {
      assertThat(writer.pendingBytes()).isZero();
      writer.record(new JournalEvent.FolderGone(7));
      writer.commit();
    }
    assertThat(segments(WORK, 0))
        .flatExtracting(Segment::events)
        .containsExactly(new JournalEvent.FolderGone(7));
  }

  @Test
  void theSameMessageIsStoredOnce() {
    try (ArchiveWriter writer = archive.writer(WORK)) {
      ContentId first = writer.store(Content.of(bytes("same")));
      assertThat(writer.store(Content.of(bytes("same")))).isEqualTo(first);
      assertThat(writer.pendingBytes()).isEqualTo(4);
      writer.commit();
      assertThat(writer.store(Content.of(bytes("same")))).isEqualTo(first);
      assertThat(writer.pendingBytes()).isZero();
    }
    try (ArchiveWriter writer = archive.writer(HOME)) {
      writer.store(Content.of(bytes("same")));
      writer.commit();
    }
    assertThat(archive.totals().blobs()).isEqualTo(1);
  }

  @Test
  void segmentsAreAChainWhoseTimeNeverGoesBack() {
    try (ArchiveWriter writer = archive.writer(WORK)) {
      for (int n = 1; n <= 3; n++) {
        clock.now = Instant.parse("2026-01-0%dT00:00:00Z".formatted(4 - n));
        writer.record(new JournalEvent.FolderGone(n));
        assertThat(writer.commit()).isEqualTo(n);
      }
    }
    Journal journal = archive.journal(WORK);
    assertThat(journal.account()).isEqualTo(WORK);
    assertThat(journal.last()).isEqualTo(3);
    List<Segment> all = segments(WORK, 0);
    assertThat(all).extracting(Segment::number).containsExactly(1L, 2L, 3L);
    assertThat(all).extracting(Segment::at).containsOnly(Instant.parse("2026-01-03T00:00:00Z"));
    assertThat(all).extracting(Segment::hash).doesNotHaveDuplicates();
    assertThat(journal.head()).isEqualTo(all.getLast().hash());
    assertThat(segments(WORK, 2)).containsExactly(all.getLast());
    assertThat(segments(WORK, 3)).isEmpty();
  }

  @Test
  void whatIsDroppedIsNotCommitted() {
    try (ArchiveWriter writer = archive.writer(WORK)) {
      ContentId id = writer.store(Content.of(bytes("dropped")));
      writer.record(placed(1, id));
      writer.drop();
      assertThat(writer.pendingBytes()).isZero();
      assertThatThrownBy(() -> writer.record(placed(1, id)))
          .isInstanceOf(IllegalStateException.class);
      assertThat(writer.commit()).isZero();
      assertThat(archive.contains(id)).isFalse();
    }
  }

  @Test
  void aCommitOfNothingIsNothing() {
    try (ArchiveWriter writer = archive.writer(WORK)) {
      assertThat(writer.commit()).isZero();
      writer.record(new JournalEvent.AccountRemoved());
      assertThat(writer.commit()).isEqualTo(1);
      assertThat(writer.commit()).isEqualTo(1);
    }
  }

  @Test
  void anAccountHasOneWriter() {
    try (ArchiveWriter writer = archive.writer(WORK);
        ArchiveWriter other = archive.writer(HOME)) {
      assertThatThrownBy(() -> archive.writer(WORK)).isInstanceOf(Failure.Locked.class);
      other.record(new JournalEvent.AccountRemoved());
      other.commit();
      writer.record(new JournalEvent.AccountRemoved());
      writer.commit();
    }
    archive.writer(WORK).close();
    assertThat(archive.accounts()).containsExactly(HOME, WORK);
  }

  @Test
  void aSoundArchiveChecksOut() {
    try (ArchiveWriter writer = archive.writer(WORK)) {
      writer.store(Content.of(bytes("one")));
      writer.store(Content.of(bytes("three")));
      writer.commit();
    }
    List<Damage> damage = new ArrayList<>();
    Archive.Checked totals = archive.check(Sample.ALL, damage::add, progress -> {});
    assertThat(damage).isEmpty();
    assertThat(totals.blobs()).isEqualTo(2);
    assertThat(totals.rawBytes()).isEqualTo(8);
    assertThat(totals.messages()).isEqualTo(2);
    assertThat(totals.mailBytes()).isEqualTo(8);
  }

  @Test
  void mailOfAnyMakingComesBackByteForByte() {
    long seed = System.nanoTime();
    MailGenerator generator = new MailGenerator(new Random(seed), 60_000);
    Map<ContentId, byte[]> stored = new HashMap<>();
    for (AccountId account : List.of(WORK, HOME)) {
      try (ArchiveWriter writer = archive.writer(account)) {
        for (int i = 0; i < 60; i++) {
          byte[] message = generator.next();
          stored.put(writer.store(Content.of(message)), message);
        }
        writer.commit();
      }
    }
    stored.forEach(
        (id, message) -> {
          assertThat(id).isEqualTo(ContentId.of(message));
          Content content = archive.read(id).orElseThrow();
          assertThat(content.toByteArray()).as("seed %d", seed).isEqualTo(message);
          assertThat(content.size()).isEqualTo(message.length);
        });
    assertThat(archive.check(Sample.ALL, d -> fail(d.toString()), _ -> {}).messages())
        .as("seed %d", seed)
        .isEqualTo(stored.size());
  }

  @Test
  void samplesTogetherAreEverything() {
    try (ArchiveWriter writer = archive.writer(WORK)) {
      for (int i = 0; i < 100; i++) {
        writer.store(Content.of(bytes("message " + i)));
      }
      writer.commit();
    }
    long messages = 0;
    for (int share = 0; share < 7; share++) {
      long read = archive.check(new Sample(share, 7), d -> fail(d.toString()), _ -> {}).messages();
      assertThat(read).as("none reads nothing").isPositive();
      messages += read;
    }
    assertThat(messages).isGreaterThanOrEqualTo(100); // a small archive is read more than once
  }

  /// The segments after the given one.
  private List<Segment> segments(AccountId account, long after) {
    List<Segment> found = new ArrayList<>();
    archive.journal(account).readAfter(after, found::add);
    return found;
  }

  protected static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// A message in folder 1.
  protected static JournalEvent.Placed placed(long uid, ContentId id) {
    return new JournalEvent.Placed(
        1, 99, uid, id, 1, "17-Jul-1996 02:44:25 -0700", List.of("\\Seen"), Envelope.EMPTY);
  }

  private static final class SettableClock implements InstantSource {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }
  }
}
