package dev.mailcask.replica;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailcask.archive.storage.LocalStorage;
import dev.mailcask.base.AtomicFile;
import dev.mailcask.base.DataLock;
import dev.mailcask.base.DiskFailure;
import dev.mailcask.base.Failure;
import dev.mailcask.secrets.SealedPasswords;
import dev.mailcask.secrets.SealedSecretStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The directory that a copy lies in: `archive/` and `secrets/` as in a data directory, the file
/// that says what it is, and the lock by which one process of one machine writes to it.
///
/// The file is what tells a copy from the empty directory that is left of a mount point when its
/// disk is not there.
final class CopyDirectory implements AutoCloseable {

  /// In it, a directory is a copy.
  static final String MARKER = "mailcask-copy.json";

  private static final Logger LOG = LoggerFactory.getLogger(CopyDirectory.class);
  private static final String FORMAT = "mailcask-copy";
  private static final int VERSION = 1;
  private static final JsonMapper JSON = JsonMapper.shared();

  /// What may lie in a directory in which a copy is begun.
  private static final Set<String> NOTHING = Set.of("lost+found", "lock", MARKER + ".new");

  private final Path directory;
  private final LocalStorage archive;
  private final SealedPasswords passwords;
  private final @Nullable DataLock lock;

  private CopyDirectory(Path directory, LocalStorage archive, @Nullable DataLock lock) {
    this.directory = directory;
    this.archive = archive;
    this.lock = lock;
    this.passwords = new SealedSecretStore(directory.resolve("secrets"));
  }

  /// Opens a copy for writing.
  ///
  /// @param begin whether to begin one where there is none
  static CopyDirectory open(Path directory, boolean begin, InstantSource clock) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new Failure.Misconfigured(subject(directory), "it is a file", "name a directory");
    }
    boolean there = isCopy(directory);
    if (!there && !begin) {
      throw new Failure.Refused(
          subject(directory),
          "there is no copy in this directory: its disk is not mounted, or no copy was begun",
          "mount the disk, or begin a copy with 'mailcask copy --to DIR'",
          null);
    }
    if (!there && !isEmpty(directory)) {
      throw new Failure.Refused(
          subject(directory),
          "it holds other files and no copy",
          "name an empty directory, or one that does not exist yet",
          null);
    }
    DataLock lock =
        DataLock.acquire(
            directory,
            subject(directory),
            "let one machine write there, and wait until it is done");
    try {
      if (!there) {
        mark(directory, clock);
      }
      LocalStorage archive = storage(directory, true);
      close(directory.resolve("archive"));
      archive.sweep();
      return new CopyDirectory(directory, archive, lock);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /// Opens a copy, or any directory with an `archive/` in it, for reading; nothing in it changes.
  static CopyDirectory reading(Path directory) {
    if (!isCopy(directory) && !Files.isDirectory(directory.resolve("archive"))) {
      throw new Failure.Refused(
          subject(directory),
          "there is no copy in this directory",
          "mount its disk, or name the directory that 'mailcask copy' wrote to",
          null);
    }
    DataLock lock =
        DataLock.share(directory, subject(directory), "stop the copying, or wait until it is done")
            .orElse(null);
    return new CopyDirectory(directory, storage(directory, false), lock);
  }

  private static LocalStorage storage(Path directory, boolean writing) {
    Path root = directory.resolve("archive");
    String label = subject(directory) + ", archive";
    return writing ? LocalStorage.open(root, label) : LocalStorage.reading(root, label);
  }

  /// Whether a copy of a version that we know lies there.
  ///
  /// @throws Failure.TooNew if a newer Mailcask wrote it
  static boolean isCopy(Path directory) {
    Path marker = directory.resolve(MARKER);
    try {
      if (!Files.exists(marker)) {
        return false;
      }
      JsonNode read = JSON.readTree(Files.readAllBytes(marker));
      if (!FORMAT.equals(read.path("format").stringValue(""))) {
        throw damaged(directory, null);
      }
      if (read.path("version").intValue(0) > VERSION) {
        throw new Failure.TooNew(
            subject(directory),
            "it was written by a newer Mailcask",
            "update Mailcask; the copy was not touched");
      }
      return true;
    } catch (JacksonException e) {
      throw damaged(directory, e);
    } catch (IOException e) {
      throw DiskFailure.of(subject(directory), e);
    }
  }

  private static Failure damaged(Path directory, @Nullable Throwable cause) {
    return new Failure.Corrupt(
        subject(directory),
        "the file " + MARKER + " is damaged",
        "look at the health of this disk, and begin another copy in an empty directory",
        cause);
  }

  private static boolean isEmpty(Path directory) {
    if (!Files.exists(directory)) {
      return true;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.allMatch(file -> NOTHING.contains(String.valueOf(file.getFileName())));
    } catch (IOException e) {
      throw DiskFailure.of(subject(directory), e);
    }
  }

  private static void mark(Path directory, InstantSource clock) {
    String text =
        JSON.createObjectNode()
            .put("format", FORMAT)
            .put("version", VERSION)
            .put("begun", clock.instant().toString())
            .put("what", "a copy of a Mailcask archive: mailcask restore-archive brings it back")
            .toString();
    AtomicFile.write(directory.resolve(MARKER), (text + "\n").getBytes(UTF_8));
  }

  /// Mail is nobody else's business, where the file system knows of owners at all.
  private static void close(Path directory) {
    try {
      PosixFileAttributeView view =
          Files.getFileAttributeView(directory, PosixFileAttributeView.class);
      if (view != null) {
        view.setPermissions(PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be closed to other users: {}", directory, e.toString());
    }
  }

  static String subject(Path directory) {
    return "copy in " + directory;
  }

  Path directory() {
    return directory;
  }

  LocalStorage archive() {
    return archive;
  }

  SealedPasswords passwords() {
    return passwords;
  }

  @Override
  public void close() {
    if (lock != null) {
      lock.close();
    }
  }
}
