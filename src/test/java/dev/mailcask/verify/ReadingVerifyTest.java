package dev.mailcask.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.JournalEvent.AccountRemoved;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.testing.ArchiveFiller;
import dev.mailcask.testing.MemoryStorage;
import dev.mailcask.testing.SettableClock;
import dev.mailcask.verify.Verify.Finding;
import dev.mailcask.verify.Verify.Kind;
import dev.mailcask.verify.Verify.Place;
import dev.mailcask.verify.Verify.Report;
import dev.mailcask.verify.Verify.Request;
import dev.mailcask.verify.Verify.Touched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingVerifyTest {

  @TempDir Path directory;
  private final long seed = new Random().nextLong();
  private VerifyWorld world;

  @BeforeEach
  void fill() {
    System.out.println("verify: seed " + seed);
    world = new VerifyWorld(directory, seed, false);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private List<Finding> damaged() {
    return world.verify().damaged();
  }

  private static Set<ContentId> touched(List<Finding> findings) {
    return findings.stream()
        .flatMap(finding -> finding.touched().stream())
        .map(Touched::id)
        .collect(Collectors.toSet());
  }

  private String lastSegment() {
    return world.storage.list("journal/work/").getLast().name();
  }

  @Test
  void aSoundArchiveHasNoDamage() {
    world.indexer().catchUp(Progress.NONE);
    Report report = world.verify();
    assertThat(report.damaged()).as("seed %d", seed).isEmpty();
    assertThat(report.found()).isZero();
    Map<ContentId, Long> distinct = new HashMap<>();
    world.messages.forEach(m -> distinct.put(m.placed().id(), (long) m.bytes().length));
    assertThat(report.messages()).isEqualTo(distinct.size());
    assertThat(report.bytes())
        .isEqualTo(distinct.values().stream().mapToLong(Long::longValue).sum());
    assertThat(report.placed()).isEqualTo(world.messages.size());
    assertThat(report.segments()).isEqualTo(world.storage.list("journal/").size());
  }

  @Test
  void whatIsTouchedIsWhatCannotBeReadAndIsNamedWithItsPlaces() {
    Stored pack =
        world.storage.list("packs/").stream()
            .max(Comparator.comparingLong(Stored::size))
            .orElseThrow();
    world.storage.bytes(pack.name())[30] ^= 1; // in the first block
    world.reopen();
    List<Finding> found = damaged();
    assertThat(found).allMatch(finding -> finding.kind() == Kind.PACK);
    assertThat(found).allMatch(finding -> finding.file().equals(pack.name()));
    assertThat(found).allMatch(finding -> finding.remedy().contains("--repair"));
    Finding block =
        found.stream().filter(finding -> !finding.blobs().isEmpty()).findFirst().orElseThrow();
    assertThat(block.touched()).isNotEmpty();
    for (Touched message : block.touched()) {
      assertThatThrownBy(() -> world.archive.read(message.id()))
          .isInstanceOf(Failure.Corrupt.class);
      assertThat(message.places())
          .containsExactlyInAnyOrderElementsOf(
              world.messages.stream()
                  .filter(m -> m.placed().id().equals(message.id()))
                  .map(m -> new Place(m.account(), m.folder(), m.placed().uid()))
                  .toList());
    }
  }

  @Test
  void aLostPackIsFoundByTheJournals() {
    String lost = world.storage.list("packs/").getFirst().name();
    world.storage.delete(lost);
    world.reopen();
    Set<ContentId> before = new HashSet<>();
    world.messages.forEach(m -> before.add(m.placed().id()));
    Report report = world.verify();
    assertThat(report.damaged()).extracting(Finding::kind).contains(Kind.MISSING);
    before.removeIf(id -> world.archive.contains(id) && !touched(report.damaged()).contains(id));
    assertThat(before).isNotEmpty();
    assertThat(touched(report.damaged())).isEqualTo(before);
  }

  @Test
  void truncatedAndEmptyFilesAreNamed() {
    for (String name : world.storage.names()) {
      byte[] whole = world.storage.bytes(name);
      for (int length : List.of(0, 1, 23, 24, 63, whole.length / 2, whole.length - 1)) {
        world.storage.put(name, Arrays.copyOf(whole, Math.min(length, whole.length - 1)));
        world.reopen();
        List<Finding> found = world.verify(new Request(100, false, false, null)).damaged();
        assertThat(found).as("%s cut to %d, seed %d", name, length, seed).isNotEmpty();
        assertThat(found.getFirst().file()).isEqualTo(name);
        Set<ContentId> touched = touched(found);
        assertThat(world.messages)
            .filteredOn(m -> !touched.contains(m.placed().id()))
            .allMatch(m -> VerifyWorld.reads(world.archive, m));
      }
      world.storage.put(name, whole);
    }
  }

  @Test
  void aMissingSegmentIsNamedAndTheLaterOnesAreRead() {
    String first = world.storage.list("journal/work/").getFirst().name();
    world.storage.delete(first);
    world.reopen();
    Report report = world.verify();
    assertThat(report.damaged())
        .filteredOn(finding -> finding.kind() == Kind.JOURNAL)
        .extracting(Finding::file)
        .containsExactly(first);
    assertThat(report.placed()).isLessThan(world.messages.size()).isPositive();
  }

  @Test
  void aDeletedLastSegmentIsFoundWhileTheCatalogKnowsIt() {
    String last = lastSegment();
    world.storage.delete(last);
    world.reopen();
    assertThat(damaged())
        .filteredOn(finding -> finding.kind() == Kind.JOURNAL)
        .extracting(Finding::file)
        .containsExactly(last);
  }

  @Test
  void aDeletedLastSegmentIsFoundAfterAnotherStart() {
    String last = lastSegment();
    world.storage.delete(last);
    world.restart();
    assertThat(damaged()).extracting(Finding::file).contains(last);
    assertThat(world.verify(new Request(100, false, true, null)).damaged())
        .extracting(Finding::file)
        .containsExactly(last);
  }

  @Test
  void aWholeJournalThatVanishedIsFound() {
    world.storage.list("journal/work/").forEach(file -> world.storage.delete(file.name()));
    world.restart();
    assertThat(damaged()).extracting(Finding::file).anyMatch(f -> f.startsWith("journal/work/"));
  }

  @Test
  void swappedSegmentsAreFound() {
    List<Stored> segments = world.storage.list("journal/work/");
    byte[] one = world.storage.bytes(segments.get(0).name());
    byte[] two = world.storage.bytes(segments.get(1).name());
    world.storage.put(segments.get(0).name(), two);
    world.storage.put(segments.get(1).name(), one);
    world.reopen();
    assertThat(damaged().getFirst().problem()).contains("it is segment 2 of account work");
  }

  @Test
  void filesOfAnotherArchiveAreFound(@TempDir Path elsewhere) {
    try (VerifyWorld other = new VerifyWorld(elsewhere, seed + 1, false)) {
      String second = world.storage.list("journal/work/").get(1).name();
      world.storage.put(second, other.storage.bytes(second));
      world.reopen();
      assertThat(damaged())
          .filteredOn(finding -> finding.kind() == Kind.JOURNAL)
          .extracting(Finding::file)
          .contains(second);
      String pack = world.storage.list("packs/").getFirst().name();
      String foreign = other.storage.list("packs/").getFirst().name();
      world.storage.put(pack, other.storage.bytes(foreign));
      world.reopen();
      assertThat(damaged()).extracting(Finding::file).contains(pack);
    }
  }

  @Test
  void aCatalogThatDiffersIsFoundAndBuiltAnew() throws Exception {
    world.catalog.close();
    try (var connection =
            java.sql.DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("catalog.db"));
        var statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("UPDATE placement SET flags = 'x'")).isPositive();
    }
    world.restart();
    assertThat(damaged()).extracting(Finding::kind).containsExactly(Kind.CATALOG);
    Report repaired = world.repair();
    assertThat(repaired.left()).isZero();
    assertThat(repaired.repaired()).isEqualTo(1);
    assertThat(damaged()).isEmpty();
  }

  @Test
  void anIndexThatDiffersIsFoundAndBuiltAnew() throws IOException {
    world.indexer().catchUp(Progress.NONE);
    world.restart();
    Path index = directory.resolve("index");
    try (var files = Files.list(index.resolve(Files.readString(index.resolve("current"))))) {
      Path largest =
          files
              .filter(file -> !file.endsWith("write.lock"))
              .max(Comparator.comparingLong(file -> file.toFile().length()))
              .orElseThrow();
      byte[] bytes = Files.readAllBytes(largest);
      bytes[bytes.length / 2] ^= 1;
      Files.write(largest, bytes);
    }
    assertThat(damaged()).extracting(Finding::kind).containsExactly(Kind.INDEX);
    assertThat(world.repair().left()).isZero();
    assertThat(damaged()).isEmpty();
  }

  @Test
  void sharesOfAllDaysAreEverything() {
    String pack = world.storage.list("packs/").getFirst().name();
    byte[] sound = world.storage.bytes(pack).clone();
    long everything = world.verify().blobs();
    long blobs = 0;
    for (int day = 0; day < 20; day++) {
      Report report = world.verify(Request.share(5));
      assertThat(report.damaged()).isEmpty();
      assertThat(report.placed()).isEqualTo(world.messages.size());
      assertThat(report.messages()).as("seed %d, day %d", seed, day).isPositive();
      assertThat(report.shares()).isEqualTo(20);
      blobs += report.blobs();
      world.clock.advance(Duration.ofDays(1));
    }
    assertThat(blobs).isGreaterThanOrEqualTo(everything);
    world.storage.bytes(pack)[30] ^= 1;
    world.reopen();
    int found = 0;
    for (int day = 0; day < 20; day++) {
      found += world.verify(Request.share(5)).damaged().isEmpty() ? 0 : 1;
      world.clock.advance(Duration.ofDays(1));
    }
    assertThat(found).as("seed %d", seed).isPositive();
    world.storage.put(pack, sound);
  }

  @Test
  void theChainIsCheckedWithoutReadingMail() {
    world.storage.bytes(world.storage.list("packs/").getFirst().name())[30] ^= 1;
    world.reopen();
    Report report = world.verify(new Request(100, false, true, null));
    assertThat(report.damaged()).isEmpty();
    assertThat(report.blobs()).isZero();
    assertThat(report.segments()).isEqualTo(world.storage.list("journal/").size());
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
    assertThatThrownBy(() -> new ReadingVerify(world.means()).run(Request.ALL, stop))
        .isInstanceOf(Failure.Cancelled.class);
  }

  @Test
  void aNewerPackIsRefusedAndNotTouched() {
    String name = world.storage.list("packs/").getFirst().name();
    byte[] newer = world.storage.bytes(name).clone();
    newer[17] = 3;
    String hash = ContentId.of(newer).toString();
    String its = "packs/%s/%s.pack".formatted(hash.substring(0, 2), hash);
    world.storage.put(its, newer);
    MemoryStorage storage = world.storage;
    assertThatThrownBy(() -> PackedArchive.open(storage, VerifyWorld.SMALL, new SettableClock()))
        .isInstanceOf(Failure.TooNew.class)
        .hasMessageContaining(its)
        .hasMessageContaining("newer Mailcask");
    assertThat(storage.bytes(its)).isEqualTo(newer);
  }

  @Test
  void strangeFilesAreLeftAlone() {
    world.storage.put("journal/Not An Account/0000000001.journal", new byte[3]);
    world.storage.put("journal/work/notes.txt", new byte[3]);
    world.reopen();
    assertThat(world.archive.accounts())
        .containsExactlyInAnyOrderElementsOf(ArchiveFiller.ACCOUNTS);
    assertThat(damaged()).isEmpty();
  }

  @Test
  void whatIsWrittenMeanwhileIsNoDamage() {
    try (var writer = world.archive.writer(ArchiveFiller.ACCOUNTS.getFirst())) {
      writer.record(new AccountRemoved());
      writer.commit();
    }
    assertThat(damaged()).isEmpty();
  }
}
