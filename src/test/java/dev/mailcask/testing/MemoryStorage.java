package dev.mailcask.testing;

import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.base.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/// A storage in memory, whose files a test may look at and spoil. Thread-safe.
public final class MemoryStorage implements ArchiveStorage {

  private final NavigableMap<String, byte[]> files = new ConcurrentSkipListMap<>();
  private final Set<Draft> unfinished = new HashSet<>();

  /// The bytes of a file, which are the test's to alter.
  public byte[] bytes(String name) {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw missing(name);
    }
    return bytes;
  }

  /// Puts a file there, or puts other bytes in its place.
  public void put(String name, byte[] bytes) {
    files.put(name, bytes);
  }

  /// All names.
  public List<String> names() {
    return List.copyOf(files.keySet());
  }

  /// How many drafts lie about that were neither published nor closed.
  public synchronized int unfinished() {
    return unfinished.size();
  }

  @Override
  public Draft draft() {
    Draft draft = new MemoryDraft();
    synchronized (this) {
      unfinished.add(draft);
    }
    return draft;
  }

  @Override
  public byte[] read(String name, long offset, int length) {
    byte[] bytes = bytes(name);
    if (offset > bytes.length - length) {
      throw new Failure.Corrupt("archive/" + name, "the file is too short", "", null);
    }
    return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
  }

  @Override
  public ByteBuffer view(String name, long offset, int length) {
    return ByteBuffer.wrap(read(name, offset, length)).asReadOnlyBuffer();
  }

  @Override
  public List<Stored> list(String prefix) {
    List<Stored> found = new ArrayList<>();
    files.forEach(
        (name, bytes) -> {
          if (name.startsWith(prefix)) {
            found.add(new Stored(name, bytes.length));
          }
        });
    return found;
  }

  @Override
  public OptionalLong size(String name) {
    byte[] bytes = files.get(name);
    return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.length);
  }

  @Override
  public void replace(String name, byte[] content) {
    files.put(name, content.clone());
  }

  @Override
  public void delete(String name) {
    files.remove(name);
  }

  @Override
  public void move(String from, String to) {
    files.put(to, bytes(from));
    files.remove(from);
  }

  @Override
  public synchronized void sweep() {
    unfinished.clear();
  }

  private static Failure missing(String name) {
    return new Failure.Corrupt("archive/" + name, "the file is missing", "", null);
  }

  private final class MemoryDraft implements Draft {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Override
    public void write(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      written.writeBytes(copy);
    }

    @Override
    public boolean publish(String name) {
      close();
      return files.putIfAbsent(name, written.toByteArray()) == null;
    }

    @Override
    public void close() {
      synchronized (MemoryStorage.this) {
        unfinished.remove(this);
      }
    }
  }
}
