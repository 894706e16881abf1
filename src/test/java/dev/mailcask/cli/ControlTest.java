package dev.mailcask.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.cli.Frames.Kind;
import dev.mailcask.jobs.Jobs.Status;
import dev.mailcask.testing.MemoryTerminal;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControlTest {

  @TempDir Path dir;
  private CommandWorld world;
  private ControlServer server;
  private final MemoryTerminal terminal = new MemoryTerminal();

  @BeforeEach
  void open() throws IOException {
    world = new CommandWorld(Files.createDirectory(dir.resolve("world")));
    server = ControlServer.start(dir, world);
  }

  @AfterEach
  void close() {
    server.close();
    world.close();
  }

  @Test
  void aCommandIsCarriedOutOnTheOtherSide() {
    world.fill();
    assertThat(run("--json", "folders", "work")).hasValue(0);
    assertThat(terminal.text()).isEqualTo(world.ok("--json", "folders", "work"));
    assertThat(terminal.errors()).isEmpty();
  }

  @Test
  void bytesErrorsAndExitCodeComeBack() {
    world.fill();
    assertThat(run("show", CommandWorld.ID.toString(), "--raw")).hasValue(0);
    assertThat(terminal.bytes()).isEqualTo(CommandWorld.MAIL);
    MemoryTerminal wrong = new MemoryTerminal();
    assertThat(ControlClient.run(dir, List.of("account", "test", "nobody"), wrong)).hasValue(2);
    assertThat(wrong.errors()).startsWith("mailcask: account nobody: ");
  }

  @Test
  void theWidthOfTheClientsTerminalCounts() {
    world.fill();
    terminal.columns = 60;
    assertThat(run("list", "work", "INBOX")).hasValue(0);
    assertThat(terminal.text().lines()).allMatch(line -> line.length() <= 81);
  }

  @Test
  void aSecretAndStandardInputAreFetchedFromTheClient() throws IOException {
    terminal.secret = "secret";
    assertThat(run("account", "add", "one", "--host", "h", "--user", "u")).hasValue(0);
    terminal.input = "secret\n";
    assertThat(run("account", "add", "two", "--host", "h", "--user", "u", "--password-stdin"))
        .hasValue(0);
    Files.writeString(dir.resolve("pw"), "secret", UTF_8);
    terminal.directory = dir;
    assertThat(
            run("account", "add", "three", "--host", "h", "--user", "u", "--password-file", "pw"))
        .hasValue(0);
    terminal.secret = null;
    assertThat(run("account", "add", "four", "--host", "h", "--user", "u")).hasValue(2);
    assertThat(terminal.errors()).contains("there is no terminal to ask for it");
    assertThat(world.accounts().list()).hasSize(3);
  }

  @Test
  void aPassphraseIsAskedForTwiceAtTheClient() {
    terminal.secret = "correct horse battery";
    terminal.secretAgain = "correct horse buttery";
    assertThat(run("keys", "create")).hasValue(2);
    assertThat(terminal.errors()).contains("the two differ");
    terminal.secret = terminal.secretAgain;
    assertThat(run("keys", "create")).hasValue(0);
    assertThat(world.keys().slots()).hasSize(1);
  }

  @Test
  void ctrlCReachesTheJob() {
    world.fill();
    world.backup =
        (_, progress) -> {
          terminal.cancel();
          while (true) {
            progress.checkCancelled("account work");
            Thread.onSpinWait();
          }
        };
    assertThat(run("backup")).hasValue(1);
    assertThat(terminal.errors()).contains("cancelled");
  }

  @Test
  void aClientThatGoesAwayDoesNotStopTheJob() throws Exception {
    world.fill();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    world.backup =
        (_, _) -> {
          begun.countDown();
          await(gone);
          return CommandWorld.summary("complete", 0);
        };
    try (Frames frames =
        new Frames(SocketChannel.open(UnixDomainSocketAddress.of(dir.resolve("control.sock"))))) {
      byte[] request = new Request(List.of("backup"), "/", false, 0).bytes();
      frames.send(Kind.REQUEST, request, 0, request.length);
      begun.await();
    }
    gone.countDown();
    server.close();
    assertThat(world.jobs().history(1).getFirst().status()).isEqualTo(Status.DONE);
  }

  @Test
  void onlyTheOwnerReachesTheSocket() throws IOException {
    assertThat(Files.getPosixFilePermissions(dir.resolve("control.sock")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void nobodyIsThereWithoutAServer() throws IOException {
    Path empty = Files.createDirectory(dir.resolve("empty"));
    assertThat(ControlClient.run(empty, List.of("status"), terminal)).isEmpty();
    server.close();
    assertThat(run("status")).isEmpty();
    assertThat(Files.exists(dir.resolve("control.sock"))).isFalse();
  }

  @Test
  void aSocketLeftBehindByAKilledProcessIsNoServer() throws IOException {
    Path left = Files.createDirectory(dir.resolve("left"));
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(left.resolve("control.sock")));
    }
    assertThat(ControlClient.run(left, List.of("status"), terminal)).isEmpty();
    try (ControlServer next = ControlServer.start(left, world)) {
      assertThat(next).isNotNull();
      assertThat(ControlClient.run(left, List.of("status"), terminal)).hasValue(0);
    }
  }

  @Test
  void aLongPathHasItsSocketElsewhere() throws IOException {
    Path deep = Files.createDirectories(dir.resolve("d".repeat(60)).resolve("e".repeat(60)));
    try (ControlServer far = ControlServer.start(deep, world)) {
      assertThat(far).isNotNull();
      Path socket = Path.of(Files.readString(deep.resolve("control"), UTF_8));
      assertThat(Files.getPosixFilePermissions(socket.resolveSibling("")))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(ControlClient.run(deep, List.of("status"), terminal)).hasValue(0);
    }
    assertThat(Files.exists(deep.resolve("control"))).isFalse();
  }

  @Test
  void aServerThatEndsInTheMiddleIsTold() throws Exception {
    Path fake = Files.createDirectory(dir.resolve("fake"));
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(fake.resolve("control.sock")));
      Thread.ofVirtual()
          .start(
              () -> {
                try (Frames frames = new Frames(listener.accept())) {
                  frames.receive();
                  frames.send(Kind.OUT, "half");
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThatThrownBy(() -> ControlClient.run(fake, List.of("status"), terminal))
          .isInstanceOf(Failure.Unreachable.class)
          .hasMessageContaining("the connection was lost");
    }
    assertThat(terminal.text()).isEqualTo("half");
  }

  private OptionalInt run(String... arguments) {
    return ControlClient.run(dir, List.of(arguments), terminal);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
