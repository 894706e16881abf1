package dev.mailcask.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a file may do to its reader, and what that costs: with a reader that does it on purpose.
/// What takes the real one down is read by `RefusedAttachmentsTest`.
class ReaderProcessesTest {

  private static final ExtractSettings IMPATIENT =
      new ExtractSettings(1, 64, Duration.ofSeconds(2), 1 << 20, "off");

  @TempDir Path directory;
  private ReaderProcesses readers;

  @BeforeEach
  void begin() {
    readers = Readers.of(directory, HostileReader.class, IMPATIENT);
  }

  @AfterEach
  void end() {
    readers.close();
  }

  private Extraction read(String name) throws IOException {
    return readers.extract(Readers.source("text of ".concat(name).getBytes(UTF_8)), name, "");
  }

  @ParameterizedTest
  @CsvSource({"crash,        CRASHED", "nonsense,     CRASHED", "endless text, CRASHED"})
  void aFileThatEndsItsReaderCostsItsOwnText(String name, Reason reason) throws IOException {
    assertThat(read("a")).isEqualTo(new Extraction.Text("text of a", false));
    assertThat(read(name)).isEqualTo(new Extraction.Refused(reason));
    assertThat(read("b")).isEqualTo(new Extraction.Text("text of b", false));
    assertThat(readers.pids()).hasSize(1);
  }

  @Test
  void aFileIsNotRefusedForWhatOthersLeftBehind() throws IOException {
    read("a");
    assertThat(read("crash unless first")).isEqualTo(new Extraction.Text("first", false));
  }

  @Test
  void aFileTooLargeIsNotReadToItsEndAndItsReaderGoesOn() throws IOException {
    read("a");
    List<Long> before = readers.pids();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            return length;
          }
        };
    assertThat(readers.extract(() -> endless, "x", ""))
        .isEqualTo(new Extraction.Refused(Reason.TOO_LARGE));
    assertThat(read("b")).isEqualTo(new Extraction.Text("text of b", false));
    assertThat(readers.pids()).isEqualTo(before);
  }

  @Test
  void bytesThatCannotBeReadAreToldAndTheReaderGoesOn() throws IOException {
    InputStream torn =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is gone");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            if (offset == 0 && target[0] == 0) {
              target[0] = 'x';
              return 1;
            }
            return read();
          }
        };
    assertThatThrownBy(() -> readers.extract(() -> torn, "x", "")).hasMessage("the disk is gone");
    assertThat(read("b")).isEqualTo(new Extraction.Text("text of b", false));
  }

  @Test
  void aReaderThatIsKilledIsReplaced() throws IOException {
    read("a");
    long pid = readers.pids().getFirst();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    ProcessHandle.of(pid).ifPresent(handle -> handle.onExit().join());
    assertThat(read("b")).isEqualTo(new Extraction.Text("text of b", false));
    assertThat(readers.pids()).doesNotContain(pid).hasSize(1);
  }

  @Test
  void whatAReaderStartedEndsWithIt() throws IOException {
    List<ProcessHandle> before = sleeping();
    assertThat(read("child")).isEqualTo(new Extraction.Refused(Reason.TOO_SLOW));
    assertThat(sleeping()).isEqualTo(before);
  }

  private static List<ProcessHandle> sleeping() {
    return ProcessHandle.allProcesses()
        .filter(handle -> handle.info().commandLine().orElse("").endsWith("sleep 1000"))
        .toList();
  }

  @Test
  void closingEndsAReaderInTheMiddleOfAFileAndSaysSo() throws Exception {
    ExtractSettings patient = new ExtractSettings(1, 64, Duration.ofHours(1), 1 << 20, "off");
    ReaderProcesses slow = Readers.of(directory, HostileReader.class, patient);
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            slow.extract(Readers.source(new byte[1]), "loop", "");
            failure.complete(new AssertionError("it ended"));
          } catch (Throwable t) {
            failure.complete(t);
          }
        });
    while (slow.pids().isEmpty() && !failure.isDone()) {
      Thread.onSpinWait();
    }
    slow.close();
    assertThat(failure.get()).isInstanceOf(Failure.Cancelled.class);
    assertThat(slow.pids()).isEmpty();
  }

  @Test
  void nothingIsLeftInTheDirectory() throws IOException {
    read("a");
    read("crash");
    readers.close();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
    assertThatThrownBy(() -> read("b")).isInstanceOf(Failure.Cancelled.class);
  }

  @Test
  void aReaderThatDoesNotStartIsAFailureOfTheAppliance() {
    try (ReaderProcesses none =
        new ReaderProcesses(
            directory,
            new ReaderCommand(
                Readers.libraries(), HostileReader.class.getName(), IMPATIENT, "stillborn"))) {
      assertThatThrownBy(() -> none.extract(Readers.source(new byte[1]), "x", ""))
          .isInstanceOf(Failure.Unreachable.class)
          .hasMessageContaining("does not start")
          .hasMessageContaining("no reader today");
    }
  }

  @Test
  void theVersionTellsWhatDecides() {
    assertThat(readers.version()).isEqualTo("1 tika-3.3.1 64m 2s 1048576 no-ocr");
  }
}
