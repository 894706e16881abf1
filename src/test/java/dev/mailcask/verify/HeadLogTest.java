package dev.mailcask.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent.AccountRemoved;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.testing.ArchiveFiller;
import dev.mailcask.verify.Verify.Finding;
import dev.mailcask.verify.Verify.Kind;
import dev.mailcask.verify.Verify.Report;
import dev.mailcask.verify.Verify.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Heads that were written down outside tell what was done to the archive later, however well.
class HeadLogTest {

  @TempDir Path directory;
  private Path heads;
  private VerifyWorld world;

  @BeforeEach
  void fill() {
    heads = directory.resolve("heads.jsonl");
    world = new VerifyWorld(directory, new Random().nextLong(), false);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private HeadLog log(@Nullable URI to) {
    return new HeadLog(world.archive, world.archive.maintenance().journal(), to, world.clock);
  }

  private void append() {
    try (ArchiveWriter writer = world.archive.writer(ArchiveFiller.ACCOUNTS.getFirst())) {
      writer.record(new AccountRemoved());
      writer.commit();
    }
  }

  private Report chain() {
    return world.verify(new Request(100, false, true, heads));
  }

  @Test
  void eachHeadIsWrittenOnceAndLinesAreOnlyAdded() throws IOException {
    assertThat(log(heads.toUri()).write()).isEmpty();
    List<String> first = Files.readAllLines(heads);
    assertThat(first).hasSize(ArchiveFiller.ACCOUNTS.size());
    assertThat(first.getLast())
        .contains("\"account\":\"work\"")
        .contains(world.archive.journal(ArchiveFiller.ACCOUNTS.getFirst()).head());
    HeadLog log = log(heads.toUri()); // as after another start
    assertThat(log.write()).isEmpty();
    assertThat(Files.readAllLines(heads)).isEqualTo(first);
    append();
    assertThat(log.write()).isEmpty();
    assertThat(log.write()).isEmpty();
    List<String> more = Files.readAllLines(heads);
    assertThat(more).hasSize(first.size() + 1).startsWith(first.toArray(String[]::new));
    assertThat(chain().damaged()).isEmpty();
  }

  @Test
  void aLineThatAFullDiskCutOffTakesNoOtherAlong() throws IOException {
    log(heads.toUri()).write();
    List<String> first = Files.readAllLines(heads);
    Files.writeString(heads, "{\"time\":\"2026-", StandardOpenOption.APPEND);
    append();
    assertThat(log(heads.toUri()).write()).isEmpty();
    assertThat(Files.readAllLines(heads))
        .hasSize(first.size() + 2)
        .last()
        .asString()
        .contains(world.archive.journal(ArchiveFiller.ACCOUNTS.getFirst()).head());
    assertThat(log(heads.toUri()).write()).isEmpty();
    assertThat(Files.readAllLines(heads)).hasSize(first.size() + 2);
    assertThat(chain().damaged()).isEmpty();
  }

  @Test
  void nowhereIsWritten() {
    assertThat(log(null).write()).isEmpty();
  }

  @Test
  void aJournalThatIsShorterThanRecordedIsAltered() {
    log(heads.toUri()).write();
    String last = world.storage.list("journal/work/").getLast().name();
    world.storage.delete(last);
    world.restart();
    world.catalog.rebuild(world.archive, Progress.NONE); // all traces are gone
    assertThat(world.verify().damaged()).extracting(Finding::kind).doesNotContain(Kind.JOURNAL);
    assertThat(chain().damaged())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.HEAD);
              assertThat(finding.file()).isEqualTo(last);
              assertThat(finding.problem()).contains("the journal is shorter than it was");
            });
  }

  @Test
  void aJournalThatWasWrittenAnewIsAltered(@TempDir Path elsewhere) {
    log(heads.toUri()).write();
    try (VerifyWorld other = new VerifyWorld(elsewhere, 4711, false)) {
      world.storage.names().forEach(world.storage::delete);
      other.storage.names().forEach(name -> world.storage.put(name, other.storage.bytes(name)));
    }
    world.restart();
    world.catalog.rebuild(world.archive, Progress.NONE);
    assertThat(world.verify(new Request(100, false, true, null)).damaged()).isEmpty();
    assertThat(chain().damaged())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.HEAD);
              assertThat(finding.problem())
                  .contains("none of its 2 heads is of this archive")
                  .contains("every journal was written anew");
            });
  }

  @Test
  void oneJournalThatWasWrittenAnewIsAltered(@TempDir Path elsewhere) {
    log(heads.toUri()).write();
    try (VerifyWorld other = new VerifyWorld(elsewhere, 4711, false)) {
      List<String> work =
          world.storage.names().stream().filter(n -> n.startsWith("journal/work/")).toList();
      work.forEach(world.storage::delete);
      other.storage.names().stream()
          .filter(name -> name.startsWith("journal/work/"))
          .forEach(name -> world.storage.put(name, other.storage.bytes(name)));
    }
    world.restart();
    world.catalog.rebuild(world.archive, Progress.NONE);
    assertThat(chain().damaged())
        .extracting(Finding::problem)
        .singleElement()
        .asString()
        .contains("the journal");
  }

  @Test
  void twoArchivesMayWriteToOneFile(@TempDir Path elsewhere) throws IOException {
    log(heads.toUri()).write();
    try (VerifyWorld other = new VerifyWorld(elsewhere, 4711, false)) {
      HeadLog its =
          new HeadLog(
              other.archive, other.archive.maintenance().journal(), heads.toUri(), other.clock);
      assertThat(its.write()).isEmpty();
      assertThat(log(heads.toUri()).write()).isEmpty();
      assertThat(its.write()).isEmpty();
      assertThat(Files.readAllLines(heads)).hasSize(2 * ArchiveFiller.ACCOUNTS.size());
      Report report = other.verify(new Request(100, false, true, heads));
      assertThat(report.damaged()).isEmpty();
      assertThat(report.foreignHeads()).isEqualTo(ArchiveFiller.ACCOUNTS.size());
    }
    assertThat(chain().damaged()).isEmpty();
    // lines of the first version, without the archive, are compared
    Files.write(
        heads,
        Files.readAllLines(heads).stream()
            .map(line -> line.replaceFirst("\"archive\":\"[0-9a-f]+\",", ""))
            .toList());
    assertThat(chain().damaged()).hasSize(ArchiveFiller.ACCOUNTS.size());
  }

  @Test
  void aFileThatHoldsNoHeadsIsRefused() throws IOException {
    assertThatThrownBy(this::chain)
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("no such file");
    Files.writeString(heads, "nonsense\n{\"account\":\"work\"}\n");
    assertThatThrownBy(this::chain)
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("no line of it is a head");
  }

  @Test
  void aFileThatCannotBeWrittenIsToldAndTriedAgain() throws IOException {
    Path missing = directory.resolve("mount").resolve("heads.jsonl");
    HeadLog log = log(missing.toUri());
    Optional<Failure> failure = log.write();
    assertThat(failure).get().extracting(Failure::hint).asString().contains("mount its disk");
    Files.createDirectories(missing.getParent());
    assertThat(log.write()).isEmpty();
    assertThat(Files.readAllLines(missing)).hasSize(ArchiveFiller.ACCOUNTS.size());
  }

  @Test
  void anAddressGetsEachHead() throws IOException {
    List<String> posted = new CopyOnWriteArrayList<>();
    int[] status = {503};
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/heads",
        exchange -> {
          posted.add(
              exchange.getRequestMethod()
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(status[0], -1);
          exchange.close();
        });
    server.start();
    try {
      URI address =
          URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/heads?token=secret");
      HeadLog log = log(address);
      assertThat(log.write())
          .get()
          .satisfies(
              failure ->
                  assertThat(failure)
                      .hasMessageContaining("it answers 503")
                      .hasMessageNotContaining("secret"));
      status[0] = 204;
      posted.clear();
      assertThat(log.write()).isEmpty();
      assertThat(posted)
          .hasSize(ArchiveFiller.ACCOUNTS.size())
          .allMatch(line -> line.startsWith("POST {\"time\":"));
      assertThat(log.write()).isEmpty();
      assertThat(posted).hasSize(ArchiveFiller.ACCOUNTS.size());
    } finally {
      server.stop(0);
    }
    assertThat(log(URI.create("http://127.0.0.1:1/")).write())
        .get()
        .isInstanceOf(Failure.Unreachable.class);
  }
}
