package dev.mailcask.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.testing.ArchiveFiller;
import dev.mailcask.testing.MemoryStorage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadingVerifyTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T04:50:43Z"));
  private static final ArchiveSettings SMALL = new ArchiveSettings(1, 1024, 512, 4096, 4);

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final MemoryStorage storage = new MemoryStorage();
  private final ArchiveFiller filler = new ArchiveFiller(seed);

  @BeforeEach
  void fill() {
    try (PackedArchive archive = open()) {
      filler.fill(archive);
    }
  }

  private PackedArchive open() {
    return PackedArchive.open(storage, SMALL, CLOCK);
  }

  private Verify.Report verify() {
    try (PackedArchive archive = open()) {
      return new ReadingVerify(archive, CLOCK).run(Progress.NONE);
    }
  }

  private long blobs() {
    return filler.committed().stream().map(m -> m.placed().id()).distinct().count();
  }

  @Test
  void aSoundArchiveHasNoDamage() {
    Verify.Report report = verify();
    assertThat(report.damaged()).as("seed %d", seed).isEmpty();
    assertThat(report.blobs()).isGreaterThan(blobs()); // with parts
    assertThat(report.messages()).isEqualTo(filler.committed().size());
    assertThat(report.bytes())
        .isEqualTo(
            filler.committed().stream()
                .collect(
                    java.util.stream.Collectors.toMap(
                        m -> m.placed().id(), m -> (long) m.bytes().length, (a, b) -> a))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .sum());
  }

  @Test
  void everyFlippedBitIsFoundInItsFileAndTheRestIsRead() {
    for (String name : storage.names()) {
      byte[] bytes = storage.bytes(name);
      for (int trial = 0; trial < 60; trial++) {
        // the first bytes and the last, where the structure is, and some in between
        int at =
            trial < 24
                ? trial
                : trial < 40 ? bytes.length - 1 - (trial - 24) : random.nextInt(bytes.length);
        byte mask = (byte) (1 << random.nextInt(8));
        bytes[at] ^= mask;
        checkFound(name, "%s byte %d mask %d, seed %d".formatted(name, at, mask, seed));
        bytes[at] ^= mask;
      }
    }
    assertThat(verify().damaged()).isEmpty();
  }

  private void checkFound(String name, String trial) {
    try (PackedArchive archive = open()) {
      List<Damage> damage = new ReadingVerify(archive, CLOCK).run(Progress.NONE).damaged();
      assertThat(damage).as(trial).isNotEmpty();
      assertThat(damage.getFirst().file()).as(trial).isEqualTo(name);
      Set<ContentId> touched = new HashSet<>();
      damage.forEach(d -> touched.addAll(d.touched()));
      for (ArchiveFiller.Message message : filler.committed()) {
        if (!touched.contains(message.placed().id())) {
          assertThat(archive.read(message.placed().id()).orElseThrow().toByteArray())
              .as(trial)
              .isEqualTo(message.bytes());
        }
      }
    }
  }

  @Test
  void whatIsSaidToBeTouchedIsWhatCannotBeRead() {
    Stored pack =
        storage.list("packs/").stream()
            .max(java.util.Comparator.comparingLong(Stored::size))
            .orElseThrow();
    storage.bytes(pack.name())[30] ^= 1; // in the first block
    try (PackedArchive archive = open()) {
      List<Damage> damage = new ReadingVerify(archive, CLOCK).run(Progress.NONE).damaged();
      List<ContentId> touched =
          damage.stream().flatMap(d -> d.touched().stream()).distinct().toList();
      assertThat(touched).as("seed %d", seed).isNotEmpty();
      for (ContentId id : touched) {
        assertThatThrownBy(() -> archive.read(id))
            .isInstanceOf(Failure.Corrupt.class)
            .hasMessageContaining(pack.name())
            .hasMessageContaining("block 0");
      }
    }
  }

  @Test
  void aLostPackIsFoundByTheJournals() {
    String lost = storage.list("packs/").getFirst().name();
    Set<ContentId> before = new HashSet<>();
    filler.committed().forEach(m -> before.add(m.placed().id()));
    storage.delete(lost);
    try (PackedArchive archive = open()) {
      List<Damage> damage = new ReadingVerify(archive, CLOCK).run(Progress.NONE).damaged();
      Set<ContentId> touched = new HashSet<>();
      damage.forEach(d -> touched.addAll(d.touched()));
      before.removeIf(id -> isReadable(archive, id));
      assertThat(before).isNotEmpty();
      assertThat(touched).as("seed %d", seed).isEqualTo(before);
    }
  }

  /// A message may lack a part that lay in the lost pack, and be there all the same.
  private static boolean isReadable(PackedArchive archive, ContentId id) {
    try {
      return archive.read(id).isPresent();
    } catch (Failure.Corrupt e) {
      return false;
    }
  }

  @Test
  void truncatedAndEmptyFilesAreNamed() {
    for (String name : storage.names()) {
      byte[] whole = storage.bytes(name);
      for (int length : List.of(0, 1, 23, 24, 63, whole.length / 2, whole.length - 1)) {
        storage.put(name, Arrays.copyOf(whole, Math.min(length, whole.length - 1)));
        checkFound(name, "%s cut to %d, seed %d".formatted(name, length, seed));
      }
      storage.put(name, whole);
    }
  }

  @Test
  void aMissingSegmentIsNamedAndTheLaterOnesAreRead() {
    String first = storage.list("journal/work/").getFirst().name();
    storage.delete(first);
    Verify.Report report = verify();
    assertThat(report.damaged().getFirst().file()).isEqualTo(first);
    assertThat(report.messages()).isLessThan(filler.committed().size()).isPositive();
  }

  @Test
  void swappedSegmentsAreFound() {
    List<Stored> segments = storage.list("journal/work/");
    byte[] one = storage.bytes(segments.get(0).name());
    byte[] two = storage.bytes(segments.get(1).name());
    storage.put(segments.get(0).name(), two);
    storage.put(segments.get(1).name(), one);
    assertThat(verify().damaged().getFirst().problem()).contains("it is segment 2 of account work");
  }

  @Test
  void aSegmentOfAnotherArchiveBreaksTheChain() {
    MemoryStorage other = new MemoryStorage();
    try (PackedArchive archive = PackedArchive.open(other, SMALL, CLOCK)) {
      new ArchiveFiller(seed + 1).fill(archive);
    }
    String second = storage.list("journal/work/").get(1).name();
    storage.put(second, other.bytes(second));
    assertThat(verify().damaged())
        .extracting(Damage::problem)
        .anyMatch(problem -> problem.contains("is of another archive"));
  }

  @Test
  void itStopsWhenItsOwnerWants() {
    Progress stop =
        new Progress() {
          @Override
          public void at(Step step) {}

          @Override
          public boolean cancelled() {
            return true;
          }
        };
    try (PackedArchive archive = open()) {
      assertThatThrownBy(() -> new ReadingVerify(archive, CLOCK).run(stop))
          .isInstanceOf(Failure.Cancelled.class);
    }
  }

  @Test
  void aNewerPackIsRefusedAndNotTouched() {
    String name = storage.list("packs/").getFirst().name();
    byte[] newer = storage.bytes(name).clone();
    newer[17] = 3;
    String itsName = "packs/%s/%s.pack".formatted(hash(newer).substring(0, 2), hash(newer));
    storage.put(itsName, newer);
    assertThatThrownBy(this::open)
        .isInstanceOf(Failure.TooNew.class)
        .hasMessageContaining(itsName)
        .hasMessageContaining("newer Mailcask");
    assertThat(storage.bytes(itsName)).isEqualTo(newer);
  }

  private static String hash(byte[] bytes) {
    return ContentId.of(bytes).toString();
  }

  @Test
  void anEncryptedArchiveIsRefused() {
    storage.put("keys.json", new byte[] {'{', '}'});
    assertThatThrownBy(this::open).isInstanceOf(Failure.TooNew.class);
  }

  @Test
  void strangeFilesAreLeftAlone() {
    storage.put("journal/Not An Account/0000000001.journal", new byte[3]);
    storage.put("journal/work/notes.txt", new byte[3]);
    try (Archive archive = open()) {
      assertThat(archive.accounts()).containsExactlyInAnyOrderElementsOf(ArchiveFiller.ACCOUNTS);
    }
    assertThat(verify().damaged()).isEmpty();
  }
}
