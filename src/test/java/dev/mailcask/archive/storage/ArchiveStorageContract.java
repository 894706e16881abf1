package dev.mailcask.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.storage.ArchiveStorage.Draft;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.base.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [ArchiveStorage] promises to the archive.
abstract class ArchiveStorageContract {

  private ArchiveStorage storage;

  /// An empty storage.
  abstract ArchiveStorage create();

  @BeforeEach
  void begin() {
    storage = create();
  }

  private boolean put(String name, String text) {
    try (Draft draft = storage.draft()) {
      int half = text.length() / 2;
      draft.write(bytes(text.substring(0, half)));
      draft.write(bytes(text.substring(half)));
      return draft.publish(name);
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private String read(String name, int offset, int length) {
    return new String(storage.read(name, offset, length), StandardCharsets.US_ASCII);
  }

  @Test
  void aPublishedFileIsThereInRanges() {
    assertThat(put("packs/ab/one.pack", "0123456789")).isTrue();
    assertThat(read("packs/ab/one.pack", 0, 10)).isEqualTo("0123456789");
    assertThat(read("packs/ab/one.pack", 3, 4)).isEqualTo("3456");
    assertThat(read("packs/ab/one.pack", 10, 0)).isEmpty();
    assertThat(storage.size("packs/ab/one.pack")).hasValue(10);
    ByteBuffer view = storage.view("packs/ab/one.pack", 3, 7);
    assertThat(view.isReadOnly()).isTrue();
    assertThat(view.capacity()).isEqualTo(7);
    assertThat(view.get(0)).isEqualTo((byte) '3');
    assertThat(view.getShort(0)).isEqualTo((short) ('3' << 8 | '4'));
  }

  @Test
  void aDraftIsSeenByNobody() {
    try (Draft draft = storage.draft()) {
      draft.write(bytes("half"));
      assertThat(storage.list("packs/")).isEmpty();
      assertThat(storage.list("journal/")).isEmpty();
    }
    assertThat(storage.list("packs/")).isEmpty();
  }

  @Test
  void aFileIsNeverReplaced() {
    assertThat(put("journal/a/1", "first")).isTrue();
    assertThat(put("journal/a/1", "second")).isFalse();
    assertThat(read("journal/a/1", 0, 5)).isEqualTo("first");
  }

  @Test
  void listingIsInOrderOfNamesAndBelowThePrefix() {
    put("packs/b/2", "22");
    put("packs/a/9", "9");
    put("packs/b/1", "");
    put("journal/a/1", "1");
    assertThat(storage.list("packs/"))
        .containsExactly(
            new Stored("packs/a/9", 1), new Stored("packs/b/1", 0), new Stored("packs/b/2", 2));
    assertThat(storage.list("packs/b/")).extracting(Stored::name).startsWith("packs/b/1");
    assertThat(storage.list("packs/c/")).isEmpty();
  }

  @Test
  void whatIsNotThereIsDamageThatNamesTheFile() {
    put("packs/a/1", "12345");
    assertThat(storage.size("packs/a/2")).isEmpty();
    assertThatThrownBy(() -> storage.read("packs/a/2", 0, 1))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining("packs/a/2");
    assertThatThrownBy(() -> storage.read("packs/a/1", 3, 3))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining("packs/a/1");
    assertThatThrownBy(() -> storage.view("packs/a/1", 0, 6)).isInstanceOf(Failure.Corrupt.class);
    assertThatThrownBy(() -> storage.read("packs/a/1", Long.MAX_VALUE, Integer.MAX_VALUE))
        .isInstanceOf(Failure.Corrupt.class);
  }

  @Test
  void aReplacedFileHoldsTheNewBytes() {
    storage.replace("keys.json", bytes("first, and longer").array());
    assertThat(read("keys.json", 0, 17)).isEqualTo("first, and longer");
    storage.replace("keys.json", bytes("second").array());
    assertThat(storage.size("keys.json")).hasValue(6);
    assertThat(read("keys.json", 0, 6)).isEqualTo("second");
  }

  @Test
  void deletingMeansGone() {
    put("packs/a/1", "1");
    storage.delete("packs/a/1");
    storage.delete("packs/a/1");
    assertThat(storage.list("packs/")).isEmpty();
    assertThat(put("packs/a/1", "2")).isTrue();
  }

  @Test
  void movingKeepsTheBytes() {
    put("packs/a/1", "one");
    storage.move("packs/a/1", "damaged/1");
    assertThat(storage.list("packs/")).isEmpty();
    assertThat(read("damaged/1", 0, 3)).isEqualTo("one");
    assertThatThrownBy(() -> storage.move("packs/a/1", "damaged/2"))
        .isInstanceOf(Failure.Corrupt.class);
  }
}
