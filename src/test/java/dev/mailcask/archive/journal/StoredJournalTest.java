package dev.mailcask.archive.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.Journal.Flaw;
import dev.mailcask.archive.JournalEvent.AccountRemoved;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.testing.HostileStorage;
import dev.mailcask.testing.MemoryStorage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoredJournalTest {

  private static final AccountId WORK = new AccountId("work");
  private static final Instant NOW = Instant.parse("2026-11-23T04:50:43Z");

  private final MemoryStorage storage = new MemoryStorage();
  private final List<Long> read = new ArrayList<>();
  private final List<Flaw> flaws = new ArrayList<>();

  @BeforeEach
  void fill() {
    StoredJournal journal = open();
    for (int i = 0; i < 4; i++) {
      append(journal);
    }
  }

  private StoredJournal open() {
    return new StoredJournal(storage, null, WORK, storage.list("journal/work/"));
  }

  private static void append(StoredJournal journal) {
    SegmentDraft draft = new SegmentDraft();
    draft.add(new AccountRemoved());
    journal.append(draft, InstantSource.fixed(NOW));
  }

  private static String name(long number) {
    return SegmentFile.nameOf(WORK.name(), number);
  }

  private void damage(long number) {
    byte[] bytes = storage.bytes(name(number)).clone();
    bytes[bytes.length / 2] ^= 4;
    storage.put(name(number), bytes);
  }

  private void survey(StoredJournal journal, long after) {
    read.clear();
    flaws.clear();
    journal.survey(after, segment -> read.add(segment.number()), flaws::add);
  }

  @Test
  void aSurveyGoesOnBehindDamagedAndMissingSegments() {
    damage(1);
    storage.delete(name(3));
    survey(open(), 0);
    assertThat(read).containsExactly(2L, 4L);
    assertThat(flaws).extracting(Flaw::file).containsExactly(name(1), name(3));
    assertThat(flaws).allMatch(Flaw::lost);
    assertThatThrownBy(() -> open().readAfter(0, _ -> {}))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining(name(1));
  }

  @Test
  void aSegmentThatIsSoundByItselfButOfAnotherChainIsRead() {
    MemoryStorage other = new MemoryStorage();
    StoredJournal elsewhere = new StoredJournal(other, null, WORK, List.of());
    SegmentDraft draft = new SegmentDraft();
    draft.add(new AccountRemoved());
    draft.add(new AccountRemoved());
    elsewhere.append(draft, InstantSource.fixed(NOW));
    storage.put(name(1), other.bytes(name(1)));
    survey(open(), 0);
    assertThat(read).containsExactly(1L, 2L, 3L, 4L);
    assertThat(flaws).extracting(Flaw::segment).containsExactly(2L);
    assertThat(flaws).noneMatch(Flaw::lost);
  }

  /// What is written behind a damaged segment is chained to what that one was, if somebody knows
  /// it.
  @Test
  void bringingTheDamagedLastSegmentBackMendsTheChain() {
    byte[] sound = storage.bytes(name(4));
    damage(4);
    StoredJournal journal = open();
    journal.remember(4, ContentId.of(sound).toString(), NOW);
    append(journal);
    survey(journal, 0);
    assertThat(read).containsExactly(1L, 2L, 3L, 5L);
    storage.put(name(4), sound);
    survey(open(), 0);
    assertThat(read).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(flaws).isEmpty();
  }

  @Test
  void aDamagedLastSegmentThatNobodyKnowsIsChainedToAsItLiesThere() {
    damage(4);
    StoredJournal journal = open();
    append(journal);
    survey(open(), 0);
    assertThat(read).containsExactly(1L, 2L, 3L, 5L);
    assertThat(flaws).extracting(Flaw::segment).containsExactly(4L);
    assertThat(
            SegmentFile.read(null, WORK.name(), 5, storage.bytes(name(5)), EventJson::read)
                .previous())
        .isEqualTo(journal.hash(4));
  }

  @Test
  void whatFollowsADamagedSegmentIsReadWithoutTheChain() {
    damage(2);
    survey(open(), 2);
    assertThat(read).containsExactly(3L, 4L);
    assertThat(flaws).isEmpty();
  }

  @Test
  void everyFlippedBitIsDamageAndNeverANewerVersion() {
    byte[] sound = storage.bytes(name(2));
    for (int bit = 0; bit < sound.length * 8; bit++) {
      byte[] bytes = sound.clone();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      storage.put(name(2), bytes);
      survey(open(), 0);
      assertThat(flaws).as("bit %d", bit).extracting(Flaw::segment).containsExactly(2L);
      assertThat(read).as("bit %d", bit).containsExactly(1L, 3L, 4L);
    }
  }

  @Test
  void aCommitThatFailedAfterItsFileWasNamedIsWrittenAnew() {
    HostileStorage hostile = new HostileStorage(storage);
    StoredJournal journal = new StoredJournal(hostile, null, WORK, hostile.list("journal/work/"));
    hostile.failAfter(hostile.steps() + 3); // open, write, publish
    assertThatThrownBy(() -> append(journal)).isInstanceOf(Failure.Unreachable.class);
    assertThat(storage.size(name(5))).as("the file is there all the same").isPresent();
    assertThat(journal.last()).isEqualTo(4);

    append(journal);
    append(journal);
    survey(open(), 0);
    assertThat(read).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(flaws).isEmpty();
  }

  @Test
  void aSegmentOfAnotherWriterIsNeverRemoved() {
    HostileStorage hostile = new HostileStorage(storage);
    StoredJournal journal = new StoredJournal(hostile, null, WORK, hostile.list("journal/work/"));
    hostile.failAt(hostile.steps() + 3);
    assertThatThrownBy(() -> append(journal)).isInstanceOf(Failure.Unreachable.class);
    byte[] others = storage.bytes(name(4));
    storage.put(name(5), others);
    assertThatThrownBy(() -> append(journal)).isInstanceOf(Failure.Locked.class);
    assertThat(storage.bytes(name(5))).isEqualTo(others);
  }

  @Test
  void behindASegmentThatTheDiskDoesNotGiveTheJournalIsRead() {
    HostileStorage hostile = new HostileStorage(storage);
    StoredJournal journal = new StoredJournal(hostile, null, WORK, storage.list("journal/work/"));
    hostile.unreadable(name(2));
    assertThatThrownBy(() -> survey(journal, 0))
        .as("it may be given later: that is no flaw")
        .isInstanceOf(Failure.Unreachable.class);
    survey(journal, 2);
    assertThat(read).containsExactly(3L, 4L);
    assertThat(flaws).isEmpty();
  }
}
