package dev.mailcask.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The right of one process to write to a data directory.
///
/// The operating system holds it and gives it back when the process ends, however it ends, so there
/// is never a stale lock to remove. The file `lock` stays where it is and holds the process ID of
/// its last owner, for the error that a second process gets.
public final class DataLock implements AutoCloseable {

  private static final String NAME = "lock";

  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Takes the lock on a data directory, which is created where it is missing.
  ///
  /// @throws Failure.Locked if another process, or another part of this one, has it
  public static DataLock acquire(Path directory) {
    Path file = directory.resolve(NAME);
    try {
      AtomicFile.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        if (tryLock(channel)) {
          sign(channel);
          return new DataLock(channel);
        }
        throw locked(directory, file);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw DiskFailure.of("data directory " + directory, e);
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

  private static Failure locked(Path directory, Path file) throws IOException {
    String owner = Files.readString(file, StandardCharsets.US_ASCII).strip();
    return new Failure.Locked(
        "data directory " + directory,
        owner.isEmpty()
            ? "another Mailcask works on it"
            : "another Mailcask works on it (process " + owner + ")",
        "stop that one first, or give this one another --data directory");
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
