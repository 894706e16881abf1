package dev.mailcask.index;

import dev.mailcask.base.AtomicFile;
import dev.mailcask.base.FileTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The directories of the index: the one that is searched, which the file `current` names, and at
/// times one that is built to take its place, which `next` names. Which is which changes in one
/// step, by the replacement of a file.
final class IndexShelf {

  private static final String CURRENT = "current";
  private static final String NEXT = "next";
  private static final String PREFIX = "life-";

  private final Path root;

  IndexShelf(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  /// The index that is searched, or null if there is none yet.
  @Nullable Path current() throws IOException {
    return named(CURRENT);
  }

  /// The index that is being built, or null if there is none.
  @Nullable Path next() throws IOException {
    return named(NEXT);
  }

  private @Nullable Path named(String pointer) throws IOException {
    String name;
    try {
      name = Files.readString(root.resolve(pointer), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return null;
    }
    Path life = root.resolve(name.strip());
    boolean ours = name.startsWith(PREFIX) && root.equals(life.getParent());
    return ours && Files.isDirectory(life) ? life : null;
  }

  /// Makes a directory for an index that is searched from now on, however little is in it.
  Path begin() throws IOException {
    Path life = create();
    point(CURRENT, life);
    Files.deleteIfExists(root.resolve(NEXT));
    clear(life);
    return life;
  }

  /// Makes a directory for an index that is built beside the current one.
  Path beginNext() throws IOException {
    Path life = create();
    point(NEXT, life);
    Path current = current();
    if (current != null) {
      clear(current, life);
    }
    return life;
  }

  /// Makes the next one the current one.
  void change() throws IOException {
    Path next = next();
    if (next == null) {
      throw new IllegalStateException("no index was built");
    }
    point(CURRENT, next);
    Files.delete(root.resolve(NEXT));
    clear(next);
  }

  /// Forgets what was built beside the current one.
  void dropNext() throws IOException {
    Path current = current();
    if (Files.deleteIfExists(root.resolve(NEXT)) && current != null) {
      clear(current);
    }
  }

  private Path create() throws IOException {
    return Files.createDirectories(root.resolve(PREFIX + UUID.randomUUID()));
  }

  private void point(String pointer, Path life) {
    String name = life.getFileName().toString();
    AtomicFile.write(root.resolve(pointer), name.getBytes(StandardCharsets.UTF_8));
  }

  /// Deletes all other indexes. Who still reads one keeps its files until he closes them.
  private void clear(Path... kept) throws IOException {
    try (Stream<Path> all = Files.list(root)) {
      for (Path life : all.filter(IndexShelf::isLife).toList()) {
        if (!Stream.of(kept).anyMatch(life::equals)) {
          FileTree.delete(life);
        }
      }
    }
  }

  private static boolean isLife(Path path) {
    return path.getFileName().toString().startsWith(PREFIX);
  }
}
