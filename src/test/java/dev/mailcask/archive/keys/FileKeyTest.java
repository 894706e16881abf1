package dev.mailcask.archive.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FileKeyTest {

  private static final byte[] TEXT = "some content".getBytes(StandardCharsets.US_ASCII);

  private final ArchiveKey archive = ArchiveKey.random();
  private final FileKey file = archive.newFile("MCSKPACK", 0, "mailcask pack");

  @Test
  void aFrameOpensInItsOwnPlaceOnly() {
    byte[] frame = file.seal(3, TEXT);
    assertThat(frame).hasSize(TEXT.length + FileKey.OVERHEAD);
    assertThat(file.open(3, frame)).isEqualTo(TEXT);
    assertThat(archive.of(file.header(), "mailcask pack").open(3, frame)).isEqualTo(TEXT);
    assertThat(file.open(4, frame)).as("another number").isNull();
    assertThat(archive.of(file.header(), "mailcask journal").open(3, frame))
        .as("another kind of file")
        .isNull();
    assertThat(archive.newFile("MCSKPACK", 0, "mailcask pack").open(3, frame))
        .as("another file")
        .isNull();
    try (ArchiveKey other = ArchiveKey.random()) {
      assertThat(other.of(file.header(), "mailcask pack").open(3, frame)).isNull();
    }
  }

  @Test
  void everyAlteredBitAndEveryCutIsFound() {
    byte[] frame = file.seal(0, TEXT);
    for (int at = 0; at < frame.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] altered = frame.clone();
        altered[at] ^= (byte) (1 << bit);
        assertThat(file.open(0, altered)).as("bit %d of byte %d", bit, at).isNull();
      }
      assertThat(file.open(0, Arrays.copyOf(frame, at))).as("cut off at %d", at).isNull();
    }
    assertThat(file.open(0, Arrays.copyOf(frame, frame.length + 1))).isNull();
  }

  @Test
  void contentIsSealedWhereItLies() {
    byte[] buffer = new byte[100];
    System.arraycopy(TEXT, 0, buffer, FileKey.HEAD, TEXT.length);
    int length = file.seal(9, buffer, TEXT.length);
    assertThat(file.open(9, Arrays.copyOf(buffer, length))).isEqualTo(TEXT);
    assertThat(file.seal(9, TEXT)).isEqualTo(Arrays.copyOf(buffer, length));
  }

  @Test
  void contentOpensOutsideOfTheHeap() {
    byte[] large = new byte[1 << 20];
    Arrays.fill(large, (byte) 7);
    ByteBuffer frame = ByteBuffer.allocateDirect(large.length + FileKey.OVERHEAD);
    frame.put(file.seal(-1, large)).flip();
    ByteBuffer into = ByteBuffer.allocateDirect(large.length);
    assertThat(file.open(-1, frame.asReadOnlyBuffer(), into)).isTrue();
    assertThat(into.flip()).isEqualTo(ByteBuffer.wrap(large));
    frame.put(large.length, (byte) (frame.get(large.length) ^ 1));
    ByteBuffer untouched = ByteBuffer.allocateDirect(large.length);
    assertThat(file.open(-1, frame, untouched)).isFalse();
    assertThat(untouched.clear()).isEqualTo(ByteBuffer.allocate(large.length));
  }

  @Test
  void contentOfAnyLengthComesBack() {
    Random random = new Random(1);
    for (int length : new int[] {1, 15, 16, 17, 1023, 1024, 1025, 2048, 2049, 70_000, 1 << 20}) {
      byte[] content = new byte[length];
      random.nextBytes(content);
      assertThat(file.open(length, file.seal(length, content))).as("%d", length).isEqualTo(content);
    }
  }

  @Test
  void nothingIsContentToo() {
    assertThat(file.open(0, file.seal(0, new byte[0]))).isEmpty();
  }
}
