package dev.mailcask.archive.storage;

import dev.mailcask.base.Failure;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/// Where the archive's files lie: a local directory, or whatever keeps named bytes and lists them.
///
/// Names are paths below `archive/` with `/` between their parts. A file appears whole and durable
/// or not at all, and never changes but by [#replace]. Thread-safe. Errors are [Failure]s that name
/// the file.
public interface ArchiveStorage {

  /// Starts a new file, which nobody sees before it is published.
  Draft draft();

  /// Reads a range into memory.
  ///
  /// @throws Failure.Corrupt if the file is missing or shorter than that
  byte[] read(String name, long offset, int length);

  /// A read-only view of a range, big-endian, that costs no heap where the storage can help it.
  ///
  /// @throws Failure.Corrupt if the file is missing or shorter than that
  ByteBuffer view(String name, long offset, int length);

  /// The files whose names begin with `prefix`, which ends with `/`, in order of their names.
  List<Stored> list(String prefix);

  /// The length of a file, or empty where there is none.
  OptionalLong size(String name);

  /// Makes a small file hold these bytes, durably, whether it is there or not. Readers see the old
  /// content or the new one. For the one kind of file that changes: key slots.
  ///
  /// @throws Failure.OutOfSpace if there is no room for it; the old content stays
  void replace(String name, byte[] content);

  /// Removes a file durably; nothing happens where there is none.
  void delete(String name);

  /// Gives a file another name, durably; it is always there under one of them.
  ///
  /// @param to a name that no file has
  /// @throws Failure.Corrupt if the file is missing
  void move(String from, String to);

  /// Removes what writers that were killed left behind. Only while no draft is open.
  void sweep();

  /// A file being written. Not thread-safe.
  interface Draft extends AutoCloseable {

    /// Adds the rest of the buffer to the file.
    ///
    /// @throws Failure.OutOfSpace if there is no room for it
    void write(ByteBuffer bytes);

    /// Makes the file durable, gives it its name and makes that durable.
    ///
    /// @return false if a file of that name exists: that one stays, and this one is dropped
    boolean publish(String name);

    /// Drops what is not published.
    @Override
    void close();
  }

  /// A file that is there.
  record Stored(String name, long size) {}
}
