package dev.mailcask.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.testing.ArchiveFiller;
import dev.mailcask.verify.Verify.Finding;
import dev.mailcask.verify.Verify.Report;
import dev.mailcask.verify.Verify.Request;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Single bytes altered anywhere under `archive/`: each is found, in the right file; none hides any
/// other message, and none is more than a finding.
class AlterationsTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"false, 1000", "true, 300"})
  void everyAlteredByteIsFoundAndHidesNothingElse(boolean encrypted, int trials) {
    long seed = new Random().nextLong();
    System.out.println("alterations: seed " + seed + (encrypted ? ", encrypted" : ""));
    Random random = new Random(seed);
    try (VerifyWorld world = new VerifyWorld(directory, seed, encrypted)) {
      assertThat(world.verify().damaged()).as("seed %d", seed).isEmpty();
      List<String> names = world.storage.names();
      assertThat(names).anyMatch(name -> name.startsWith("journal/"));
      assertThat(names.stream().filter(name -> name.startsWith("packs/"))).hasSizeGreaterThan(5);
      for (int trial = 0; trial < trials; trial++) {
        String name = names.get(random.nextInt(names.size()));
        byte[] sound = world.storage.bytes(name);
        byte[] altered = sound.clone();
        int at = place(random, sound.length);
        altered[at] = (byte) (altered[at] ^ (1 + random.nextInt(255)));
        world.storage.put(name, altered);
        check(world, name, "%s byte %d, seed %d".formatted(name, at, seed));
        world.storage.put(name, sound);
      }
      world.reopen();
      assertThat(world.verify().damaged()).as("seed %d", seed).isEmpty();
    }
  }

  /// Where the structure is, at both ends, as often as in between.
  private static int place(Random random, int length) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(Math.min(64, length));
      case 1 -> length - 1 - random.nextInt(Math.min(200, length));
      default -> random.nextInt(length);
    };
  }

  private static void check(VerifyWorld world, String name, String trial) {
    try {
      world.reopen();
    } catch (Failure e) {
      throw new AssertionError(trial + ": the archive does not open", e);
    }
    // what is built from the archive is not altered here
    Report report = world.verify(new Request(100, false, false, null));
    assertThat(report.damaged()).as(trial).isNotEmpty();
    assertThat(report.damaged().getFirst().file()).as(trial).isEqualTo(name);
    Set<ContentId> touched = new HashSet<>();
    for (Finding finding : report.damaged()) {
      finding.touched().forEach(message -> touched.add(message.id()));
    }
    for (ArchiveFiller.Message message : world.messages) {
      if (!touched.contains(message.placed().id())) {
        assertThat(VerifyWorld.reads(world.archive, message)).as(trial).isTrue();
      }
    }
  }
}
