package dev.mailcask.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The right of one process to write to a data directory, or to a copy of an archive.
///
/// The operating system holds it and gives it back when the process ends, however it ends, so there
/// is never a stale lock to remove. The file `lock` stays where it is and holds the process ID of
/// its last owner, for the error that a second process gets.
public final class DataLock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DataLock.class);
  private static final String NAME = "lock";

  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Takes the lock on a data directory, which is created where it is missing.
  ///
  /// @throws Failure.Locked if another process, or another part of this one, has it
  public static DataLock acquire(Path directory) {
    return acquire(
        directory,
        "data directory " + directory,
        "stop that one first, or give this one another --data directory");
  }

  /// Takes the lock on any directory, which is created where it is missing.
  ///
  /// @param subject what the directory is, for errors
  /// @param hint what to do where another process has it
  /// @throws Failure.Locked if another process, or another part of this one, has it
  public static DataLock acquire(Path directory, String subject, String hint) {
    Path file = directory.resolve(NAME);
    make(directory, subject);
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        if (tryLock(channel)) {
          sign(channel);
          return new DataLock(channel);
        }
        throw locked(subject, hint, file);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw DiskFailure.of(subject, e);
    }
  }

  /// A directory that cannot be made is a wrong name, or a disk that is not mounted, and no damage.
  private static void make(Path directory, String subject) {
    try {
      AtomicFile.createDirectories(directory);
    } catch (IOException e) {
      Failure failure = DiskFailure.of(subject, e);
      throw failure instanceof Failure.Corrupt || failure instanceof Failure.Unreachable
          ? new Failure.Refused(
              subject,
              "there is no such directory, and none can be made there",
              "name a directory on a disk that is mounted and can be written",
              e)
          : failure;
    }
  }

  /// Keeps writers out of a directory while it is read, and changes nothing in it; empty where
  /// nobody ever took the lock, or the file system has no locks.
  ///
  /// @throws Failure.Locked if a process writes to it
  public static Optional<DataLock> share(Path directory, String subject, String hint) {
    Path file = directory.resolve(NAME);
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true);
        if (lock != null) {
          return Optional.of(new DataLock(channel));
        }
      } catch (OverlappingFileLockException e) {
        LOG.debug("this process itself has the lock of {}", subject);
      } catch (IOException e) {
        LOG.info("{} is read without a lock: {}", subject, e.toString());
        channel.close();
        return Optional.empty();
      }
      channel.close();
      throw locked(subject, hint, file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw DiskFailure.of(subject, e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void sign(FileChannel channel) throws IOException {
    byte[] owner = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
    channel.truncate(0);
    int _ = channel.write(ByteBuffer.wrap(owner), 0);
  }

  private static Failure locked(String subject, String hint, Path file) throws IOException {
    String owner = Files.readString(file, StandardCharsets.US_ASCII).strip();
    return new Failure.Locked(
        subject,
        owner.isEmpty()
            ? "another Mailcask works on it"
            : "another Mailcask works on it (process " + owner + ")",
        hint);
  }

  /// Gives the lock back.
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw DiskFailure.of(NAME, e);
    }
  }
}
