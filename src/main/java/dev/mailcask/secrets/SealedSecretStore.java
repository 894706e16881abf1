package dev.mailcask.secrets;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.AtomicFile;
import dev.mailcask.base.DiskFailure;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One sealed file an account beside the master key that opens them all.
///
/// `secrets/master.key` holds 32 random bytes in hexadecimal, made at the first use;
/// `secrets/NAME.password` the password sealed under it ([Seal]). Sealing keeps a password out of a
/// stray copy of one file, a log or an editor; who can read the whole directory can read them all,
/// so the directory and its files belong to their owner alone.
public final class SealedSecretStore implements SecretStore, SealedPasswords {

  private static final String KEY_FILE = "master.key";
  private static final String SUFFIX = ".password";

  private static final Logger LOG = LoggerFactory.getLogger(SealedSecretStore.class);

  private final Path directory;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Seal seal;

  /// @param directory `secrets/`; made with the first password
  public SealedSecretStore(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  @Override
  public void put(AccountId account, Secret password) {
    lock.lock();
    try {
      makeDirectory();
      Seal key = openSeal();
      if (key == null) {
        key = makeSeal();
      }
      byte[] plain = password.value().getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(file(account), key.close(account, plain));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Secret> get(AccountId account) {
    lock.lock();
    try {
      Optional<byte[]> sealed = read(file(account));
      if (sealed.isEmpty()) {
        return Optional.empty();
      }
      Seal key = openSeal();
      if (key == null) {
        throw Seal.unreadable(account, "the master key is missing", null);
      }
      byte[] plain = key.open(account, sealed.get());
      return Optional.of(new Secret(new String(plain, StandardCharsets.UTF_8)));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public SortedMap<AccountId, byte[]> sealed() {
    SortedMap<AccountId, byte[]> all = new TreeMap<>();
    lock.lock();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        AccountId account = new AccountId(name.substring(0, name.length() - SUFFIX.length()));
        all.put(account, Files.readAllBytes(file));
      }
    } catch (NoSuchFileException _) {
      return all; // no password was ever given
    } catch (IOException e) {
      throw DiskFailure.of(directory.toString(), e);
    } finally {
      lock.unlock();
    }
    return all;
  }

  @Override
  public void putSealed(AccountId account, byte[] sealed) {
    lock.lock();
    try {
      makeDirectory();
      AtomicFile.write(file(account), sealed);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void putMasterKey(byte[] text) {
    byte[] key = parseKey(text);
    lock.lock();
    try {
      makeDirectory();
      AtomicFile.write(directory.resolve(KEY_FILE), text);
      seal = new Seal(key);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean hasOtherMasterKey(byte[] text) {
    lock.lock();
    try {
      Optional<byte[]> here = read(directory.resolve(KEY_FILE));
      return here.isPresent() && !Arrays.equals(parseKey(here.get()), parseKey(text));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Set<AccountId> open() {
    Optional<byte[]> key = read(directory.resolve(KEY_FILE));
    return key.isEmpty() ? Set.of() : opened(key.get(), sealed());
  }

  /// Those of the sealed passwords that a master key opens.
  ///
  /// @param text of the file `master.key`
  /// @throws Failure.Corrupt if it is no master key
  public static Set<AccountId> opened(byte[] text, Map<AccountId, byte[]> sealed) {
    Seal key = new Seal(parseKey(text));
    Set<AccountId> opened = new TreeSet<>();
    sealed.forEach(
        (account, bytes) -> {
          try {
            Arrays.fill(key.open(account, bytes), (byte) 0);
            opened.add(account);
          } catch (Failure.Corrupt e) {
            LOG.info("{}", e.getMessage());
          }
        });
    return opened;
  }

  @Override
  public void remove(AccountId account) {
    lock.lock();
    try {
      if (Files.deleteIfExists(file(account))) {
        AtomicFile.forceDirectory(directory);
      }
    } catch (IOException e) {
      throw DiskFailure.of(name(file(account)), e);
    } finally {
      lock.unlock();
    }
  }

  /// The seal, or null where no key was made yet.
  private @Nullable Seal openSeal() {
    if (seal == null) {
      Optional<byte[]> text = read(directory.resolve(KEY_FILE));
      if (text.isPresent()) {
        seal = new Seal(parseKey(text.get()));
      }
    }
    return seal;
  }

  private Seal makeSeal() {
    byte[] key = Seal.newKey();
    String text = HexFormat.of().formatHex(key) + "\n";
    AtomicFile.write(directory.resolve(KEY_FILE), text.getBytes(StandardCharsets.US_ASCII));
    Seal made = new Seal(key);
    seal = made;
    return made;
  }

  private static byte[] parseKey(byte[] text) {
    try {
      byte[] key = HexFormat.of().parseHex(new String(text, StandardCharsets.ISO_8859_1).strip());
      if (key.length == Seal.KEY_BYTES) {
        return key;
      }
    } catch (IllegalArgumentException _) {
      // Not hexadecimal: told below, without the text, which may be half a key.
    }
    throw new Failure.Corrupt(
        "secrets/" + KEY_FILE,
        "it is not a master key of 64 hexadecimal digits",
        "bring it back from a copy, or delete it and enter the passwords of all accounts again",
        null);
  }

  private static Optional<byte[]> read(Path file) {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw DiskFailure.of(name(file), e);
    }
  }

  private void makeDirectory() {
    try {
      AtomicFile.createDirectories(directory);
      if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      throw DiskFailure.of("secrets", e);
    }
  }

  /// No account's file is the key's: the names end differently.
  private Path file(AccountId account) {
    return directory.resolve(account.name() + SUFFIX);
  }

  private static String name(Path file) {
    return "secrets/" + file.getFileName();
  }
}
