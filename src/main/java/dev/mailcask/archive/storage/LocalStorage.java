package dev.mailcask.archive.storage;

import dev.mailcask.base.AtomicFile;
import dev.mailcask.base.DiskFailure;
import dev.mailcask.base.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The archive in a local directory. Drafts lie in `unfinished/` until they are renamed to their
/// place.
///
/// Renaming replaces a file of the same name, so "if absent" is a question asked before, under a
/// lock of this object; other processes are kept out by the lock on the data directory.
public final class LocalStorage implements ArchiveStorage {

  private static final Logger LOG = LoggerFactory.getLogger(LocalStorage.class);
  private static final String UNFINISHED = "unfinished";
  private static final String ARCHIVE = "archive";

  private final Path root;
  private final String label;
  private final Path unfinished;
  private final Object publishing = new Object();

  private LocalStorage(Path root, String label) {
    this.root = root;
    this.label = label;
    this.unfinished = root.resolve(UNFINISHED);
  }

  /// Opens the directory `archive/`, which is created where it is missing.
  public static LocalStorage open(Path root) {
    return open(root, ARCHIVE);
  }

  /// Opens one of several, whose errors tell which it is.
  ///
  /// @param label what stands before the names of its files in errors
  public static LocalStorage open(Path root, String label) {
    LocalStorage storage = new LocalStorage(root.toAbsolutePath().normalize(), label);
    try {
      AtomicFile.createDirectories(storage.unfinished);
    } catch (IOException e) {
      throw DiskFailure.of(root.toString(), e);
    }
    return storage;
  }

  /// Opens one for reading, and changes nothing in it.
  public static LocalStorage reading(Path root, String label) {
    return new LocalStorage(root.toAbsolutePath().normalize(), label);
  }

  @Override
  public Draft draft() {
    return begin();
  }

  private LocalDraft begin() {
    Path file = unfinished.resolve(UUID.randomUUID().toString());
    try {
      return new LocalDraft(
          file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw failure(UNFINISHED, e);
    }
  }

  @Override
  public byte[] read(String name, long offset, int length) {
    try (FileChannel in = openFor(name, offset, length)) {
      byte[] bytes = new byte[length];
      ByteBuffer into = ByteBuffer.wrap(bytes);
      while (into.hasRemaining()) {
        if (in.read(into, offset + into.position()) < 0) {
          throw truncated(name);
        }
      }
      return bytes;
    } catch (IOException e) {
      throw failure(name, e);
    }
  }

  @Override
  public ByteBuffer view(String name, long offset, int length) {
    try (FileChannel in = openFor(name, offset, length)) {
      return in.map(FileChannel.MapMode.READ_ONLY, offset, length);
    } catch (IOException e) {
      throw failure(name, e);
    }
  }

  /// Opens a file that reaches as far as is going to be read, so that nothing is allocated for a
  /// length that was made up.
  private FileChannel openFor(String name, long offset, int length) throws IOException {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("not a range: " + offset + ", " + length);
    }
    FileChannel in = FileChannel.open(resolve(name), StandardOpenOption.READ);
    if (offset > in.size() - length) {
      in.close();
      throw truncated(name);
    }
    return in;
  }

  @Override
  public List<Stored> list(String prefix) {
    Path directory = resolve(prefix);
    List<Stored> found = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return found;
    }
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              found.add(new Stored(nameOf(file), attributes.size()));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw failure(prefix, e);
    }
    found.sort(Comparator.comparing(Stored::name));
    return found;
  }

  @Override
  public OptionalLong size(String name) {
    try {
      return OptionalLong.of(Files.size(resolve(name)));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    } catch (IOException e) {
      throw failure(name, e);
    }
  }

  @Override
  public void replace(String name, byte[] content) {
    try (LocalDraft draft = begin()) {
      draft.write(ByteBuffer.wrap(content));
      draft.replace(name);
    }
  }

  @Override
  public void delete(String name) {
    Path file = resolve(name);
    try {
      if (Files.deleteIfExists(file)) {
        AtomicFile.forceDirectory(parentOf(file));
      }
    } catch (IOException e) {
      throw failure(name, e);
    }
  }

  @Override
  public void move(String from, String to) {
    try {
      synchronized (publishing) {
        AtomicFile.move(resolve(from), resolve(to));
      }
      AtomicFile.forceDirectory(parentOf(resolve(from)));
    } catch (IOException e) {
      throw failure(from, e);
    }
  }

  @Override
  public void sweep() {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(unfinished)) {
      for (Path file : left) {
        LOG.info("removing {}, which was never finished", nameOf(file));
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw failure(UNFINISHED, e);
    }
  }

  private Path resolve(String name) {
    Path file = root.resolve(name).normalize();
    if (!file.startsWith(root)) {
      throw new IllegalArgumentException("not a name below the archive: " + name);
    }
    return file;
  }

  private String nameOf(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private static Path parentOf(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("the root has no name");
    }
    return parent;
  }

  private static Failure truncated(String name) {
    return FileHeader.corrupt(name, "the file is shorter than it was written");
  }

  private Failure failure(String name, IOException cause) {
    return DiskFailure.of(label + "/" + name, cause);
  }

  private final class LocalDraft implements Draft {

    private final Path file;
    private @Nullable FileChannel channel;

    LocalDraft(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    /// What an owner looks at when the disk is full is the directory, not the draft.
    private Failure failed(IOException cause) {
      return DiskFailure.of(label.equals(ARCHIVE) ? "archive directory " + root : label, cause);
    }

    private FileChannel open() {
      if (channel == null) {
        throw new IllegalStateException("the draft is closed");
      }
      return channel;
    }

    @Override
    public void write(ByteBuffer bytes) {
      try {
        while (bytes.hasRemaining()) {
          int _ = open().write(bytes);
        }
      } catch (IOException e) {
        throw failed(e);
      }
    }

    @Override
    public boolean publish(String name) {
      try {
        open().force(true);
        open().close();
        synchronized (publishing) {
          if (size(name).isPresent()) {
            return false;
          }
          AtomicFile.move(file, resolve(name));
          return true;
        }
      } catch (IOException e) {
        throw failed(e);
      } finally {
        close();
      }
    }

    /// Publishes the file in the place of the one that is there.
    void replace(String name) {
      try {
        open().force(true);
        open().close();
        synchronized (publishing) {
          AtomicFile.move(file, resolve(name));
        }
      } catch (IOException e) {
        throw failed(e);
      }
    }

    @Override
    public void close() {
      if (channel == null) {
        return;
      }
      try {
        channel.close();
        Files.deleteIfExists(file);
      } catch (IOException e) {
        LOG.warn("{} could not be removed; the next start does it", nameOf(file), e);
      } finally {
        channel = null;
      }
    }
  }
}
