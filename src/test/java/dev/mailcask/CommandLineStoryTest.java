package dev.mailcask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.ContentId;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.MemoryTerminal;
import dev.mailcask.testing.RawImap;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The command line from nothing to a restored folder, against a real Dovecot.
@Timeout(180)
class CommandLineStoryTest {

  @TempDir Path dir;
  private DovecotServer server;

  @BeforeEach
  void start() {
    server = DovecotServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void fromNothingToARestoredFolder() {
    List<byte[]> mails = mails(30);
    server.deliver("ann", "INBOX", mails.stream().limit(20));
    server.deliver("ann", "Projects/Roof", mails.stream().skip(20));
    MemoryTerminal wrong = new MemoryTerminal();
    wrong.input = "nonsense";
    assertThat(mailcask(wrong, add("ann"))).isEqualTo(5);
    assertThat(wrong.errors()).startsWith("mailcask: account ann").contains("password");

    MemoryTerminal adding = new MemoryTerminal();
    adding.input = "secret\n";
    assertThat(mailcask(adding, add("ann"))).as(adding.errors()).isZero();

    JsonNode first = json("backup");
    assertThat(first.get("outcome").stringValue()).isEqualTo("complete");
    assertThat(first.get("new").intValue()).isEqualTo(30);
    JsonNode second = json("backup");
    assertThat(second.get("new").intValue()).isZero();
    assertThat(second.get("known").intValue()).isEqualTo(30);
    assertThat(second.get("bytesFetched").intValue()).isZero();

    List<JsonNode> messages = lines("list", "ann", "Projects/Roof");
    assertThat(messages).hasSize(10);
    try (RawImap imap = server.imap("ann")) {
      for (JsonNode message : messages) {
        byte[] sent = imap.body("Projects/Roof", message.get("uid").longValue());
        assertThat(raw(message.get("id").stringValue())).isEqualTo(sent);
        assertThat(ContentId.of(sent)).hasToString(message.get("id").stringValue());
      }
      imap.command("UNSELECT");
      imap.command("DELETE Projects/Roof");
    }

    assertThat(json("backup").get("outcome").stringValue()).isEqualTo("complete");
    assertThat(lines("folders", "ann"))
        .filteredOn(folder -> folder.get("folder").stringValue().equals("Projects/Roof"))
        .singleElement()
        .satisfies(folder -> assertThat(folder.get("gone").isNull()).isFalse());

    JsonNode plan = json("restore", "ann", "--folder", "Projects/Roof", "--dry-run");
    assertThat(plan.get("folders").get(0).get("missing").intValue()).isEqualTo(10);
    JsonNode restored = json("restore", "ann", "--folder", "Projects/Roof");
    assertThat(restored.get("appended").intValue()).isEqualTo(10);
    assertThat(restored.get("verified").intValue()).isEqualTo(10);
    JsonNode again = json("restore", "ann", "--folder", "Projects/Roof");
    assertThat(again.get("appended").intValue()).isZero();
    assertThat(again.get("alreadyThere").intValue()).isEqualTo(10);
    assertThat(ids("Projects/Roof", 10)).hasSameElementsAs(idsOf(messages));

    JsonNode verified = json("verify");
    assertThat(verified.get("damaged")).isEmpty();
    assertThat(verified.get("messages").intValue()).isEqualTo(30);
  }

  @Test
  void whatIsACacheComesBackFromTheArchive() throws IOException {
    server.deliver("ann", "INBOX", mails(25).stream());
    MemoryTerminal adding = new MemoryTerminal();
    adding.input = "secret";
    assertThat(mailcask(adding, add("ann"))).isZero();
    json("backup");
    List<String> questions = List.of("roof", "subject:offer", "from:nobody", "\"the new roof\"");
    List<JsonNode> before = questions.stream().map(this::hits).toList();
    assertThat(before.getFirst()).isNotEmpty();
    List<JsonNode> folders = lines("folders", "ann");
    List<JsonNode> list = lines("list", "ann", "INBOX");

    Files.delete(dir.resolve("data/catalog.db"));
    delete(dir.resolve("data/index"));
    assertThat(lines("folders", "ann")).as("the catalog comes by itself").isEqualTo(folders);
    assertThat(json("rebuild").get("after").get("messages").intValue()).isEqualTo(25);
    assertThat(lines("list", "ann", "INBOX")).isEqualTo(list);
    assertThat(questions.stream().map(this::hits).toList()).isEqualTo(before);
  }

  @Test
  void theApplianceCarriesOutWhatIsAskedBesideIt() throws Exception {
    server.deliver("ann", "INBOX", mails(5).stream());
    MemoryTerminal serving = new MemoryTerminal();
    CountDownLatch ended = new CountDownLatch(1);
    List<Integer> code = new ArrayList<>();
    Thread appliance =
        Thread.ofPlatform()
            .start(
                () -> {
                  code.add(mailcask(serving, "--json", "serve", "--port", "0"));
                  ended.countDown();
                });
    while (serving.text().isEmpty() && appliance.isAlive()) {
      Thread.sleep(20);
    }
    JsonNode started = JsonMapper.shared().readTree(serving.text());
    assertThat(started.get("address").stringValue()).startsWith("http://localhost:");
    assertThat(started.get("firstUser").stringValue()).contains("/#/welcome?token=");

    MemoryTerminal adding = new MemoryTerminal();
    adding.input = "secret";
    assertThat(mailcask(adding, add("ann"))).as(adding.errors()).isZero();
    assertThat(json("backup").get("new").intValue()).isEqualTo(5);
    assertThat(json("status").get("nextRun").isNull())
        .as("the appliance has planned the new account's backup")
        .isFalse();
    MemoryTerminal second = new MemoryTerminal();
    assertThat(mailcask(second, "serve")).isEqualTo(5);
    assertThat(second.errors()).contains("runs already on this data");

    serving.cancel();
    assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(code).containsExactly(0);
    assertThat(json("status").get("nextRun").isNull()).isTrue();
  }

  @Test
  void aMistakeInTheConfigurationIsToldAtOnce() throws IOException {
    Path file = Files.writeString(dir.resolve("my.yaml"), "listen:\n  prot: 80\n", UTF_8);
    MemoryTerminal terminal = new MemoryTerminal();
    assertThat(mailcask(terminal, "--config", file.toString(), "status")).isEqualTo(2);
    assertThat(terminal.errors())
        .contains("line 2, listen.prot: unknown key, did you mean listen.port?");
    assertThat(Files.exists(dir.resolve("data"))).isFalse();
  }

  private String[] add(String name) {
    return new String[] {
      "account",
      "add",
      name,
      "--host",
      "localhost",
      "--port",
      String.valueOf(server.tlsPort()),
      "--user",
      name,
      "--password-stdin"
    };
  }

  private static List<byte[]> mails(int count) {
    return Stream.iterate(1, i -> i + 1)
        .limit(count)
        .map(
            i ->
                ("From: Builder %d <b%d@roof.example>\r\nTo: ann@mail.example\r\n"
                        + "Date: Tue, %d Sep 2026 10:00:00 +0200\r\nSubject: Offer %d\r\n"
                        + "Message-ID: <%d@roof.example>\r\n\r\nAbout the new roof: %s\r\n")
                    .formatted(i, i, i % 28 + 1, i, i, "tile ".repeat(i)))
        .map(mail -> mail.getBytes(UTF_8))
        .toList();
  }

  private int mailcask(MemoryTerminal terminal, String... arguments) {
    terminal.directory = dir;
    return Mailcask.run(
        List.of(arguments),
        terminal,
        Map.of("MAILCASK_IMAP_TRUSTED_CERTIFICATES", server.authority().toString()),
        dir);
  }

  private String text(String... arguments) {
    MemoryTerminal terminal = new MemoryTerminal();
    int code = mailcask(terminal, arguments);
    assertThat(terminal.errors()).isEmpty();
    assertThat(code).isZero();
    return terminal.text();
  }

  private List<JsonNode> lines(String... arguments) {
    String[] all = Stream.concat(Stream.of("--json"), Stream.of(arguments)).toArray(String[]::new);
    return text(all).lines().map(line -> JsonMapper.shared().readTree(line)).toList();
  }

  private JsonNode json(String... arguments) {
    List<JsonNode> lines = lines(arguments);
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }

  private JsonNode hits(String query) {
    return json("search", query).get("hits");
  }

  private byte[] raw(String id) {
    MemoryTerminal terminal = new MemoryTerminal();
    assertThat(mailcask(terminal, "show", id, "--raw")).as(terminal.errors()).isZero();
    return terminal.bytes();
  }

  /// The identities of what the server has in a folder with UIDs from 1 on.
  private List<String> ids(String folder, int count) {
    List<String> ids = new ArrayList<>();
    try (RawImap imap = server.imap("ann")) {
      for (long uid = 1; uid <= count; uid++) {
        ids.add(ContentId.of(imap.body(folder, uid)).toString());
      }
    }
    return ids;
  }

  private static List<String> idsOf(List<JsonNode> messages) {
    return messages.stream().map(message -> message.get("id").stringValue()).toList();
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
