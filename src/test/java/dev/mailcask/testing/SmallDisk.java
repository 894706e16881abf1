package dev.mailcask.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A real file system of a few megabytes (a tmpfs), which a test can fill to the last byte.
/// Mounting takes root's rights; without them the test is skipped.
public final class SmallDisk implements AutoCloseable {

  private static final String BALLAST = "ballast";

  private final Path directory;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /// Mounts a disk at a new directory, or skips the test and says why.
  public static SmallDisk mount(Path directory, long bytes) {
    try {
      Files.createDirectories(directory);
      int code = run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", directory.toString());
      assumeTrue(code == 0, "no file system can be mounted here: it takes Linux and root's rights");
      return new SmallDisk(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int run(String... command) {
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return -1;
      }
      return process.exitValue();
    } catch (IOException e) {
      return -1; // there is no such command on this machine
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /// Where it is.
  public Path directory() {
    return directory;
  }

  /// Fills the disk but for so many bytes.
  public void fillUpTo(long left) throws IOException {
    byte[] zeros = new byte[4096];
    try (OutputStream out = Files.newOutputStream(directory.resolve(BALLAST))) {
      while (Files.getFileStore(directory).getUsableSpace() > left) {
        out.write(zeros);
      }
    }
  }

  /// Gives the room back.
  public void makeRoom() throws IOException {
    Files.delete(directory.resolve(BALLAST));
  }

  @Override
  public void close() {
    if (run("umount", directory.toString()) != 0) {
      run("umount", "-l", directory.toString());
    }
  }
}
