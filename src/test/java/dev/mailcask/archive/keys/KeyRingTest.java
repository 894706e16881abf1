package dev.mailcask.archive.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mailcask.archive.keys.Credential.KeyFile;
import dev.mailcask.archive.keys.Credential.Passphrase;
import dev.mailcask.archive.keys.KeyRing.Slot;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.testing.MemoryStorage;
import dev.mailcask.testing.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {

  private static final Passphrase WORDS = passphrase("correct horse battery");
  private static final Passphrase OTHER = passphrase("staple of another archive");
  private static final KeyFile FILE = TestKeys.FILE;

  private final MemoryStorage storage = new MemoryStorage();

  private static Passphrase passphrase(String text) {
    return new Passphrase(new Secret(text));
  }

  private KeyRing ring() {
    return new KeyRing(storage);
  }

  private void create(Credential first) {
    ring().create(() -> first);
  }

  /// The archive's data key, opened in a process of its own.
  private byte[] open(Credential credential) {
    try (KeyRing ring = ring()) {
      return ring.open(TestKeys.configured(credential)).orElseThrow().copy();
    }
  }

  @Test
  void anArchiveWithoutKeysOpensWithoutOne() {
    try (KeyRing ring = ring()) {
      assertThat(ring.exists()).isFalse();
      assertThat(ring.slots()).isEmpty();
      assertThat(ring.open(TestKeys.configured(null))).isEmpty();
    }
    assertThat(storage.names()).isEmpty();
  }

  @Test
  void eitherSlotGivesTheSameKey() {
    create(WORDS);
    byte[] key = open(WORDS);
    assertThat(key).hasSize(32);
    try (KeyRing ring = ring()) {
      ring.open(TestKeys.configured(WORDS));
      assertThat(ring.openedBy()).hasValue(1);
      assertThat(ring.add(() -> FILE)).isEqualTo(2);
      assertThat(ring.slots()).containsExactly(new Slot(1, "passphrase"), new Slot(2, "keyFile"));
    }
    assertThat(open(WORDS)).isEqualTo(key);
    assertThat(open(FILE)).isEqualTo(key);
  }

  @Test
  void twoArchivesWithOnePassphraseHaveTwoKeys() {
    create(WORDS);
    byte[] first = open(WORDS);
    storage.delete("keys.json");
    create(WORDS);
    assertThat(open(WORDS)).isNotEqualTo(first);
  }

  @Test
  void theSamePassphraseTypedOnAnotherSystemIsTheSame() {
    create(passphrase("Gr\u00fc\u00dfe aus K\u00f6ln"));
    assertThat(open(passphrase("Gru\u0308\u00dfe aus Ko\u0308ln"))).hasSize(32);
  }

  @Test
  void aWrongOrMissingKeyIsOneClearError() {
    create(WORDS);
    assertThatThrownBy(() -> open(OTHER))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("the passphrase is a wrong one");
    assertThatThrownBy(() -> open(FILE))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("no slot for a key file; give a passphrase");
    assertThatThrownBy(() -> ring().open(TestKeys.configured(null)))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("it is encrypted, and no key was given; set archive.key-file");
    storage.delete("keys.json");
    create(FILE);
    byte[] almost = FILE.bytes().clone();
    almost[31] ^= 1;
    assertThatThrownBy(() -> open(new KeyFile(almost)))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("the key file is a wrong one");
  }

  @Test
  void whoIsAtTheTerminalIsAskedOnlyWhereAKeyIsNeeded() {
    List<String> asked = new ArrayList<>();
    KeyRing.Source terminal =
        new KeyRing.Source() {
          @Override
          public Optional<Credential> configured() {
            return Optional.empty();
          }

          @Override
          public Optional<Credential> ask() {
            asked.add("asked");
            return Optional.of(WORDS);
          }
        };
    assertThat(ring().open(terminal)).isEmpty();
    assertThat(asked).isEmpty();
    create(WORDS);
    try (KeyRing ring = ring()) {
      assertThat(ring.open(terminal)).isPresent();
      assertThat(ring.open(terminal)).isPresent();
    }
    assertThat(asked).hasSize(1);
  }

  @Test
  void aKeyForAnArchiveInTheClearIsTold() {
    assertThatThrownBy(() -> ring().open(TestKeys.configured(WORDS)))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("it is not encrypted, although a key was given");
  }

  @Test
  void lostKeysAreToldAsLostKeys() {
    try (ArchiveKey key = ArchiveKey.random()) {
      storage.put("packs/ab/x.pack", key.newFile("MCSKPACK", 0, "x").header().bytes());
    }
    assertThatThrownBy(() -> ring().open(TestKeys.configured(WORDS)))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining(
            "archive/keys.json: the file is missing, and the archive is encrypted");
  }

  @Test
  void anArchiveThatHoldsSomethingStaysAsItIs() {
    storage.put("journal/work/0000000001.journal", new byte[100]);
    assertThatThrownBy(() -> ring().create(() -> FILE))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("in a new data directory");
    assertThat(storage.size("keys.json")).isEmpty();
  }

  @Test
  void keysAreMadeOnceAndNotUnderAnOpenArchive() {
    try (KeyRing ring = ring()) {
      assertThat(ring.open(TestKeys.configured(null))).isEmpty();
      assertThatThrownBy(() -> ring.create(() -> WORDS)).isInstanceOf(Failure.Locked.class);
    }
    create(WORDS);
    assertThatThrownBy(() -> create(OTHER))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("encrypted already");
    assertThat(open(WORDS)).hasSize(32);
  }

  @Test
  void nothingIsAskedForAndNothingMadeWhereKeysCannotBeCreated() {
    create(WORDS);
    assertThatThrownBy(
            () ->
                ring()
                    .create(
                        () -> {
                          throw new AssertionError("asked");
                        }))
        .isInstanceOf(Failure.Refused.class);
  }

  @Test
  void aChangedSlotOpensWithTheNewKeyAlone() {
    create(WORDS);
    byte[] key = open(WORDS);
    try (KeyRing ring = ring()) {
      ring.open(TestKeys.configured(WORDS));
      ring.change(1, () -> OTHER);
      ring.change(1, () -> FILE);
      ring.change(1, () -> OTHER);
      assertThatThrownBy(() -> ring.change(2, () -> OTHER))
          .isInstanceOf(Failure.Misconfigured.class)
          .hasMessageContaining("slot 2: there is none");
    }
    assertThat(open(OTHER)).isEqualTo(key);
    assertThatThrownBy(() -> open(WORDS)).isInstanceOf(Failure.Refused.class);
  }

  @Test
  void aRemovedSlotOpensNoMoreAndTheLastOneStays() {
    create(WORDS);
    try (KeyRing ring = ring()) {
      ring.open(TestKeys.configured(WORDS));
      assertThatThrownBy(() -> ring.remove(1))
          .isInstanceOf(Failure.Refused.class)
          .hasMessageContaining("it is the last one");
      ring.add(() -> FILE);
      assertThatThrownBy(() -> ring.remove(3)).isInstanceOf(Failure.Misconfigured.class);
      ring.remove(1);
      assertThat(ring.slots()).containsExactly(new Slot(2, "keyFile"));
      assertThatThrownBy(() -> ring.remove(2)).isInstanceOf(Failure.Refused.class);
    }
    assertThat(open(FILE)).hasSize(32);
    assertThatThrownBy(() -> open(WORDS)).isInstanceOf(Failure.Refused.class);
  }

  @Test
  void slotsOfAnotherArchiveAreNotMixedWithOnesOwn() {
    create(WORDS);
    byte[] other = storage.bytes("keys.json");
    storage.delete("keys.json");
    create(WORDS);
    try (KeyRing ring = ring()) {
      ring.open(TestKeys.configured(WORDS));
      storage.put("keys.json", other);
      assertThatThrownBy(() -> ring.add(() -> FILE)).isInstanceOf(Failure.Locked.class);
      assertThat(storage.bytes("keys.json")).isEqualTo(other);
    }
  }

  @Test
  void everyAlteredBitIsFound() {
    create(FILE);
    try (KeyRing ring = ring()) {
      ring.open(TestKeys.configured(FILE));
      ring.add(() -> WORDS);
    }
    byte[] sound = storage.bytes("keys.json").clone();
    for (int at = 0; at < sound.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] altered = sound.clone();
        altered[at] ^= (byte) (1 << bit);
        assertDamaged(altered, "bit " + bit + " of byte " + at);
      }
      byte[] shorter = Arrays.copyOf(sound, sound.length - 1);
      System.arraycopy(sound, at + 1, shorter, at, sound.length - at - 1);
      assertDamaged(shorter, "without byte " + at);
      assertDamaged(Arrays.copyOf(sound, at), "cut off at " + at);
    }
  }

  private void assertDamaged(byte[] file, String how) {
    storage.put("keys.json", file);
    Throwable thrown = catchThrowable(() -> ring().slots());
    assertThat(thrown)
        .as(how)
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining("archive/keys.json");
  }

  @Test
  void whoWritesTheCheckAnewStillHasToWriteItAsWeDo() {
    create(FILE);
    String sound = new String(storage.bytes("keys.json"), StandardCharsets.US_ASCII);
    assertDamaged(checked(sound.replace("\"slot\":1", "\"slot\": 1")), "a space");
    assertDamaged(checked(sound.replace("\"slot\":1", "\"slot\":0")), "slot 0");
    assertDamaged(checked(sound.replace("keyFile", "retina")), "an unknown kind");
    assertDamaged(checked(sound.replaceFirst("\"salt\":\"..", "\"salt\":\"")), "a short salt");
    assertDamaged(
        checked(
            sound
                .replace("keyFile", "passphrase")
                .replace("\"salt\"", "\"memoryKiB\":2000000000,\"iterations\":1,\"salt\"")),
        "all the memory");
    storage.put("keys.json", checked(sound.replace("\"version\":1", "\"version\":2")));
    assertThatThrownBy(() -> ring().slots()).isInstanceOf(Failure.TooNew.class);
    storage.put("keys.json", checked(sound));
    assertThat(ring().slots()).hasSize(1);
  }

  /// The file with a check field that fits.
  private static byte[] checked(String text) {
    int comma = text.lastIndexOf(',');
    byte[] body = text.substring(0, comma).getBytes(StandardCharsets.US_ASCII);
    String tail = ",\n \"check\":\"" + ContentId.of(body) + "\"}\n";
    return (text.substring(0, comma) + tail).getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void aWeakPassphraseIsRefused() {
    for (String weak : List.of("", "short", "aaaaaaaaaaaaaaaa", "x".repeat(2000) + "yzabc")) {
      assertThatThrownBy(() -> create(passphrase(weak)))
          .as(weak)
          .isInstanceOf(Failure.Misconfigured.class);
    }
    assertThat(storage.size("keys.json")).isEmpty();
  }

  @Test
  void aPassphraseFileIsTextWithoutItsLineEnd() {
    byte[] file = "correct horse battery\r\n".getBytes(StandardCharsets.UTF_8);
    create(WORDS);
    assertThat(open(Passphrase.of(file, "the file"))).hasSize(32);
    assertThatThrownBy(() -> Passphrase.of(new byte[] {'a', (byte) 0xff}, "the file"))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("the file: it is not text in UTF-8");
  }

  @Test
  void aKeyFileIsMadeWhereThereIsNone(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("mail.key");
    KeyFile made = KeyFile.readOrMake(file, "key file mail.key");
    assertThat(Files.readString(file)).matches("[0-9a-f]{64}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    create(made);
    assertThat(open(KeyFile.readOrMake(file, "it"))).isEqualTo(open(KeyFile.read(file, "it")));
    Files.writeString(file, "too short for a key file");
    assertThatThrownBy(() -> KeyFile.readOrMake(file, "key file mail.key"))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("key file mail.key: it is no key file");
    assertThat(Files.readString(file)).isEqualTo("too short for a key file");
    assertThatThrownBy(() -> KeyFile.read(directory.resolve("none"), "key file none"))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("key file none: it cannot be read");
  }

  @Test
  void nothingPrintsAKey() {
    create(WORDS);
    try (KeyRing ring = ring()) {
      ArchiveKey key = ring.open(TestKeys.configured(WORDS)).orElseThrow();
      assertThat(key).hasToString("***");
      assertThat(WORDS.toString()).doesNotContain("correct");
      assertThat(FILE).hasToString("***");
    }
  }

  @Test
  void aClosedKeyIsNoKey() {
    create(WORDS);
    KeyRing ring = ring();
    ArchiveKey key = ring.open(TestKeys.configured(WORDS)).orElseThrow();
    ring.close();
    assertThatThrownBy(key::copy).isInstanceOf(IllegalStateException.class);
  }
}
