package dev.mailcask.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Watches an appliance and the processes in which it reads attachments: how much memory they have
/// resident, several times a second; and does to a reader what the file says that it reads. Used by
/// one thread.
final class ReaderWatch {

  /// The mark of a file whose reader is killed, as when it crashes.
  static final String KILLED = "kill-who-reads-this";

  /// The mark of a file whose reader is stopped for good.
  static final String STOPPED = "stop-who-reads-this";

  private static final int BEGINNING = 64;
  private static final int MEBIBYTE = 1024;

  private final long appliance;
  private final Path directory;
  private final Set<Long> stopped = new HashSet<>();
  private long most;
  private int killed;

  /// @param appliance the number of its process
  /// @param directory in which readers have theirs
  ReaderWatch(long appliance, Path directory) {
    this.appliance = appliance;
    this.directory = directory;
  }

  /// Looks once.
  void look() {
    List<Long> readers =
        ProcessHandle.of(appliance).orElseThrow().descendants().map(ProcessHandle::pid).toList();
    most = Math.max(most, readers.stream().mapToLong(pid -> kibibytes(pid, "VmRSS")).sum());
    try (DirectoryStream<Path> own = Files.newDirectoryStream(directory, "reader-*")) {
      for (Path reader : own) {
        String beginning = beginning(reader.resolve("file"));
        if (beginning.contains(KILLED)) {
          killed += signal("-KILL", in(reader, readers));
        } else if (beginning.contains(STOPPED)) {
          signal("-STOP", in(reader, readers).stream().filter(stopped::add).toList());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String beginning(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(BEGINNING), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /// The processes at work in a directory.
  private static List<Long> in(Path directory, List<Long> processes) {
    return processes.stream()
        .filter(
            pid -> {
              try {
                return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).equals(directory);
              } catch (IOException e) {
                return false; // it ended
              }
            })
        .toList();
  }

  /// @return how many there were
  private static int signal(String signal, List<Long> processes) throws IOException {
    for (long pid : processes) {
      Process kill = new ProcessBuilder("kill", signal, Long.toString(pid)).start();
      kill.onExit().join();
    }
    return processes.size();
  }

  /// Lets the most that the appliance had resident count from now on.
  void forgetMost() throws IOException {
    Files.writeString(Path.of("/proc/" + appliance + "/clear_refs"), "5");
  }

  /// What the appliance has resident, in MiB.
  long resident() {
    return kibibytes(appliance, "VmRSS") / MEBIBYTE;
  }

  /// The most that it had since [#forgetMost], in MiB.
  long most() {
    return kibibytes(appliance, "VmHWM") / MEBIBYTE;
  }

  /// The most that all readers together had at any look, in MiB.
  long mostOfReaders() {
    return most / MEBIBYTE;
  }

  /// How many readers were killed for the files they read.
  int killed() {
    return killed;
  }

  private static long kibibytes(long pid, String line) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(it -> it.startsWith(line))
          .mapToLong(it -> Long.parseLong(it.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException e) {
      return 0; // it ended
    }
  }
}
