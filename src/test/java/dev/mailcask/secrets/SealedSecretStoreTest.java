package dev.mailcask.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedSecretStoreTest {

  private static final AccountId WORK = new AccountId("work");
  private static final AccountId HOME = new AccountId("home");
  private static final Secret PASSWORD = new Secret("pässwörd İ 日本 \u0000 end");

  @TempDir Path parent;
  private Path directory;
  private SecretStore store;

  @BeforeEach
  void open() {
    directory = parent.resolve("data/secrets");
    store = new SealedSecretStore(directory);
  }

  @Test
  void keepsWhatItIsGivenAcrossStarts() {
    assertThat(store.get(WORK)).isEmpty();
    store.put(WORK, new Secret("old"));
    store.put(WORK, PASSWORD);
    store.put(HOME, new Secret(""));
    SecretStore again = new SealedSecretStore(directory);
    assertThat(again.get(WORK)).contains(PASSWORD);
    assertThat(again.get(HOME)).contains(new Secret(""));
    again.remove(WORK);
    again.remove(WORK);
    assertThat(store.get(WORK)).isEmpty();
    assertThat(store.get(HOME)).isPresent();
  }

  @Test
  void lookingMakesNothing() {
    assertThat(store.get(WORK)).isEmpty();
    store.remove(WORK);
    assertThat(directory).doesNotExist();
  }

  @Test
  void noFileHoldsThePasswordAndNobodyElseMayReadThem() throws IOException {
    store.put(WORK, PASSWORD);
    assertThat(permissions(directory)).isEqualTo("rwx------");
    List<Path> files = files();
    assertThat(files)
        .extracting(file -> file.getFileName().toString())
        .containsExactly("master.key", "work.password");
    for (Path file : files) {
      assertThat(permissions(file)).isEqualTo("rw-------");
      assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("end");
    }
  }

  @Test
  void theSamePasswordIsNeverSealedAlike() throws IOException {
    store.put(WORK, PASSWORD);
    byte[] first = Files.readAllBytes(sealed(WORK));
    store.put(WORK, PASSWORD);
    assertThat(Files.readAllBytes(sealed(WORK))).isNotEqualTo(first);
  }

  @Test
  void anAccountCannotOpenThePasswordOfAnother() throws IOException {
    store.put(WORK, PASSWORD);
    Files.copy(sealed(WORK), sealed(HOME));
    assertUnreadable(HOME);
    assertThat(store.get(WORK)).contains(PASSWORD);
  }

  @Test
  void anyAlteredByteIsNoticed() throws IOException {
    store.put(WORK, PASSWORD);
    byte[] good = Files.readAllBytes(sealed(WORK));
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(sealed(WORK), bad);
      assertUnreadable(WORK);
    }
    for (int length = 0; length < good.length; length++) {
      Files.write(sealed(WORK), Arrays.copyOf(good, length));
      assertUnreadable(WORK);
    }
  }

  @Test
  void anotherMasterKeyOpensNothingAndSaysWhatToDo() throws IOException {
    store.put(WORK, PASSWORD);
    Files.delete(directory.resolve("master.key"));
    store = new SealedSecretStore(directory);
    assertUnreadable(WORK);
    store.put(HOME, PASSWORD);
    assertUnreadable(WORK);
    store.put(WORK, PASSWORD);
    assertThat(store.get(WORK)).contains(PASSWORD);
  }

  @Test
  void aBrokenMasterKeyIsNotReplaced() throws IOException {
    store.put(WORK, PASSWORD);
    Path key = directory.resolve("master.key");
    for (String text : List.of("", "abcd", "zz", "a".repeat(66))) {
      Files.writeString(key, text);
      SecretStore other = new SealedSecretStore(directory);
      assertThatThrownBy(() -> other.get(WORK)).isInstanceOf(Failure.Corrupt.class);
      assertThatThrownBy(() -> other.put(HOME, PASSWORD)).isInstanceOf(Failure.Corrupt.class);
      assertThat(key).hasContent(text);
    }
  }

  private void assertUnreadable(AccountId account) {
    assertThatThrownBy(() -> store.get(account))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining("enter the password of the account again");
  }

  private Path sealed(AccountId account) {
    return directory.resolve(account + ".password");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
