package dev.mailcask.base;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// Where messages too large for memory lie while they are worked on.
///
/// A spool file loses its name as soon as it is open, so that nothing is left behind by a crash.
/// Its space is free again when it is closed.
public final class Spool {

  private final Path directory;
  private final int inMemory;

  /// @param directory is made if need be
  /// @param inMemory the largest message in bytes that is not spooled
  public Spool(Path directory, int inMemory) {
    this.directory = directory;
    this.inMemory = inMemory;
  }

  /// The largest message that is not spooled.
  public int inMemory() {
    return inMemory;
  }

  /// The bytes of the disk it is on, free or not: no message can have more.
  ///
  /// @throws Failure.OutOfSpace if the directory cannot be made
  public long capacity() {
    try {
      Files.createDirectories(directory);
      return Files.getFileStore(directory).getTotalSpace();
    } catch (IOException e) {
      throw full(e);
    }
  }

  /// Starts a file.
  ///
  /// @throws Failure.OutOfSpace if the directory cannot be written to
  public File begin() {
    try {
      Files.createDirectories(directory);
      return new File(
          FileChannel.open(
              directory.resolve("message-" + UUID.randomUUID()),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException e) {
      throw full(e);
    }
  }

  private Failure full(IOException cause) {
    return new Failure.OutOfSpace(
        "spool directory " + directory,
        "a large message cannot be written to it (" + cause.getMessage() + ")",
        "make room on that disk, or check that the directory can be written to",
        cause);
  }

  /// One spooled message: written once from front to back, then read any number of times.
  public final class File implements Content, AutoCloseable {
    private final FileChannel channel;
    private long size;

    private File(FileChannel channel) {
      this.channel = channel;
    }

    /// @throws Failure.OutOfSpace if the disk does not take it
    public void write(byte[] bytes, int offset, int length) {
      ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
      try {
        while (rest.hasRemaining()) {
          size += channel.write(rest);
        }
      } catch (IOException e) {
        throw full(e);
      }
    }

    /// The last bytes of what was written.
    public byte[] tail(int count) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(count);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, size - bytes.remaining()) < 0) {
          throw new EOFException("the spool file is shorter than it was");
        }
      }
      return bytes.array();
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public InputStream open() {
      return new PositionedStream();
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// Reads at a position of its own, so that several can read at once.
    private final class PositionedStream extends InputStream {
      private long position;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
          return 0;
        }
        int count = channel.read(ByteBuffer.wrap(bytes, offset, length), position);
        position += Math.max(count, 0);
        return count;
      }

      @Override
      public long skip(long count) {
        long skipped = Math.clamp(count, 0, size - position);
        position += skipped;
        return skipped;
      }
    }
  }
}
