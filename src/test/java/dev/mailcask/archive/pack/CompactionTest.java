package dev.mailcask.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.ArchiveEvent.Reason;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.Maintenance.Compacted;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.testing.ArchiveFiller;
import dev.mailcask.testing.MemoryStorage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Small packs become large ones.
class CompactionTest extends MaintenanceCase {
  @Test
  void manySmallPacksBecomeFewAndASecondRunFindsNothingToDo() {
    filler.fill(archive);
    List<String> before = packs();
    Compacted first = archive.maintenance().compact(Progress.NONE);
    assertThat(first.before().packs()).isEqualTo(before.size()).isGreaterThan(4);
    assertThat(first.after().packs()).isEqualTo(packs().size()).isLessThan(before.size());
    assertThat(first.replaced()).isEqualTo(before.size());
    assertThat(first.after().storedBytes()).isLessThan(first.before().storedBytes());
    assertThat(first.after()).isEqualTo(archive.maintenance().compact(Progress.NONE).after());
    assertThat(packs()).doesNotContainAnyElementsOf(before);
    assertThat(archive.accounts()).containsExactlyInAnyOrderElementsOf(ArchiveFiller.ACCOUNTS);
    assertThat(journal())
        .isNotEmpty()
        .allSatisfy(e -> assertThat(e.reason()).isEqualTo(Reason.COMPACT))
        .allSatisfy(e -> assertThat(e.dropped()).isZero());
    assertThat(journal().stream().flatMap(e -> e.removed().stream()).map(PackFormat::nameOf))
        .containsAll(before);
    assertAllIsThere();
    reopen();
    assertAllIsThere();
    Compacted again = archive.maintenance().compact(Progress.NONE);
    assertThat(again.replaced()).isZero();
    assertThat(again.written()).isZero();
  }

  @Test
  void aMessageIsFoundByThreadsThatReadWhileItsPackIsReplaced() throws Exception {
    byte[] large = new byte[10 << 20];
    new Random(seed).nextBytes(large);
    ContentId id = storePlaced(WORK, large);
    filler.fill(archive);
    try (InputStream in = archive.read(id).orElseThrow().open()) {
      byte[] begin = in.readNBytes(1 << 20);
      archive.maintenance().compact(Progress.NONE);
      byte[] rest = in.readAllBytes();
      assertThat(begin.length + rest.length).isEqualTo(large.length);
      assertThat(ContentId.of(concat(begin, rest))).isEqualTo(id);
    }
    assertAllIsThere();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] all = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  @Test
  void whatDoesNotCompressIsNotWrittenAgain() {
    byte[] noise = new byte[9 << 20];
    new Random(seed).nextBytes(noise);
    MemoryStorage large = new MemoryStorage();
    try (PackedArchive own = PackedArchive.open(large, ArchiveSettings.DEFAULT, CLOCK)) {
      for (byte[] content :
          List.of(noise, bytes("Subject: words\r\n\r\n" + "again ".repeat(999)))) {
        try (ArchiveWriter writer = own.writer(WORK)) {
          writer.record(placed(writer.store(Content.of(content))));
          writer.commit();
        }
      }
      assertThat(own.maintenance().compact(Progress.NONE).replaced()).isEqualTo(1);
      assertThat(own.maintenance().compact(Progress.NONE).replaced()).isZero();
      assertThat(own.read(ContentId.of(noise)).orElseThrow().toByteArray()).isEqualTo(noise);
    }
  }

  @Test
  void aCancelledCompactionGoesOnWhereItStopped() {
    filler.fill(archive);
    int[] left = {30};
    Progress stopping =
        new Progress() {
          @Override
          public void at(Step step) {
            left[0]--;
          }

          @Override
          public boolean cancelled() {
            return left[0] <= 0;
          }
        };
    assertThatThrownBy(() -> archive.maintenance().compact(stopping))
        .isInstanceOf(Failure.Cancelled.class);
    assertThat(disk.unfinished()).isZero();
    assertAllIsThere();
    archive.maintenance().compact(Progress.NONE);
    assertThat(archive.totals().blobs())
        .as("nothing is there twice")
        .isEqualTo(new Distinct(archive.table()).count());
    assertAllIsThere();
  }

  /// How many blobs there are, copies counted once.
  private record Distinct(BlobTable table) {
    long count() {
      return table.packs().stream()
          .flatMap(
              pack ->
                  java.util.stream.IntStream.range(0, pack.blobs())
                      .mapToObj(blob -> Map.entry(pack.id(blob), pack.kind(blob))))
          .distinct()
          .count();
    }
  }

  @Test
  void threadsLieTogether() throws IOException {
    List<String> subjects = List.of("Apples", "Pears", "[list] Re: apples", "Re: Re: pears");
    for (int i = 0; i < subjects.size(); i++) {
      String date = "Date: 0%d Jan 2020 10:00:00 +0000\r\n".formatted(i + 1);
      storePlaced(WORK, bytes(date + "Subject: " + subjects.get(i) + "\r\n\r\ntext " + i));
    }
    archive.maintenance().compact(Progress.NONE);
    PackFile pack = archive.table().packs().getFirst();
    List<String> order = new ArrayList<>();
    for (int blob : pack.inRawOrder()) {
      String text =
          new String(
              archive.read(pack.id(blob)).orElseThrow().toByteArray(), StandardCharsets.UTF_8);
      order.add(text.replaceAll("(?s).*Subject: (.*?)\r\n.*", "$1"));
    }
    assertThat(order).containsExactly("Apples", "[list] Re: apples", "Pears", "Re: Re: pears");
  }
}
