package dev.mailcask.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Mailcask as its users run it: a Java process of its own that can be asked, watched and killed.
public final class MailcaskProcess implements AutoCloseable {

  /// For one command; a machine may be slow, or stand still for a while.
  private static final int PATIENCE_SECONDS = Integer.getInteger("mailcask.patience", 120);

  private final Process process;

  private MailcaskProcess(Process process) {
    this.process = process;
  }

  /// What a command that ended has said.
  @SuppressWarnings("ArrayRecordComponent") // looked at, never compared
  public record Answer(int exitCode, byte[] output, String errors) {
    /// Standard output as text.
    public String text() {
      return new String(output, StandardCharsets.UTF_8);
    }

    /// Fails the test unless the command ended well.
    public Answer good() {
      assertThat(exitCode).as("exit code, with errors: %s, output: %s", errors, text()).isZero();
      return this;
    }
  }

  /// Runs a command to its end.
  public static Answer run(Path data, String input, String... arguments) {
    try {
      Path errors = Files.createTempFile("mailcask-errors", ".txt");
      Path output = Files.createTempFile("mailcask-output", ".txt");
      Process process =
          builder(Map.of(), data, arguments)
              .redirectError(errors.toFile())
              .redirectOutput(output.toFile())
              .start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // A command that does not read its input may be gone by now; its answer tells.
        assertThat(process.isAlive()).as("input refused: %s", e).isFalse();
      }
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("no end after " + PATIENCE_SECONDS + " s: " + List.of(arguments));
      }
      Answer answer =
          new Answer(process.exitValue(), Files.readAllBytes(output), Files.readString(errors));
      Files.delete(errors);
      Files.delete(output);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Starts a command and leaves it running; what it says goes to the given file.
  public static MailcaskProcess start(Path data, Path output, String... arguments) {
    return start(Map.of(), data, output, arguments);
  }

  /// Likewise, with properties of the Java machine.
  public static MailcaskProcess start(
      Map<String, String> properties, Path data, Path output, String... arguments) {
    try {
      return new MailcaskProcess(
          builder(properties, data, arguments)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts the appliance on any free port and waits until it says where it is.
  public static MailcaskProcess serve(Path data, Path output, String... further) {
    List<String> arguments = new ArrayList<>(List.of("serve", "--port", "0"));
    arguments.addAll(Arrays.asList(further));
    MailcaskProcess started = start(data, output, arguments.toArray(String[]::new));
    started.await(output, "http://localhost:");
    return started;
  }

  /// Waits until the process has printed a text, and gives the rest of that line from there on.
  public String await(Path output, String text) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      try (BufferedReader reader = Files.newBufferedReader(output)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          int at = line.indexOf(text);
          if (at >= 0) {
            return line.substring(at);
          }
        }
        if (!process.isAlive()) {
          break;
        }
        Thread.sleep(50);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    try {
      throw new AssertionError("never said '" + text + "', but: " + Files.readString(output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits for the end, no longer than the time given.
  ///
  /// @return whether it has ended
  public boolean ended(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /// The exit code of a process that has ended.
  public int exitCode() {
    return process.exitValue();
  }

  /// Kills it at once, as `kill -9` does.
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /// Asks it to end, as `kill` does, and waits.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static ProcessBuilder builder(
      Map<String, String> properties, Path data, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m"));
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "dev.mailcask.Mailcask",
            "--data",
            data.toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    // Small commits, so that a short story has many of them.
    builder.environment().put("MAILCASK_BACKUP_COMMIT_SIZE", "1 MiB");
    builder.environment().put("MAILCASK_BACKUP_COMMIT_INTERVAL", "1 s");
    return builder;
  }
}
