package dev.mailcask.mailbox.pop3;

import static dev.mailcask.mailbox.pop3.PlayedDrop.fetched;
import static dev.mailcask.mailbox.pop3.PlayedDrop.listed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Spool;
import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Protocol;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.net.Trust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fetching by POP3, as a transcript.
class OddRetrievalTest {

  @TempDir private Path spool;

  private final Map<String, String> failed = new HashMap<>();

  @Test
  void takesOutTheDotsThatWerePutInAndNoOthers() {
    PlayedDrop.inbox(
        spool,
        "UIDL",
        listed(List.of("a 1", "b 1", "c 1"))
            + """
            c: RETR 1
            S: +OK
            S| ..dot\\r\\n...\\r\\nx.\\r\\n.y\\r\\n.\\r\\n
            c: RETR 2
            S: +OK
            S| \\n.\\r\\nbare\\r.\\r\\n\\r\\r\\n.\\rz\\r\\n\\0\\r\\n.\\r\\n
            c: RETR 3
            S: +OK 3 octets
            S| a\\r\\n
            S| .
            S| \\r
            S| \\n
            """,
        folder ->
            assertThat(fetched(folder, failed, "a", "b", "c"))
                .containsEntry("a", ".dot\r\n..\r\nx.\r\ny\r\n")
                .containsEntry("b", "\n.\r\nbare\r.\r\n\r\r\n\rz\r\n\0\r\n")
                .containsEntry("c", "a\r\n"));
    assertThat(failed).isEmpty();
  }

  @Test
  void anEmptyMessageIsEmptyOnlyIfTheServerSaysSo() {
    PlayedDrop.inbox(
        spool,
        "UIDL",
        listed(List.of("a 0", "b 20"))
            + """
            c: RETR 1
            S: +OK
            S: .
            c: RETR 2
            S: +OK
            S: .
            c: RETR 2
            S: +OK
            S: .
            """,
        folder -> assertThat(fetched(folder, failed, "a", "b")).isEqualTo(Map.of("a", "")));
    assertThat(failed).isEqualTo(Map.of("b", "the server sent nothing for a message of 20 bytes"));
  }

  @Test
  void aMessageThatBreaksOffIsNone() {
    List<Long> received = new ArrayList<>();
    PlayedDrop.inbox(
        spool,
        "UIDL, PIPELINING",
        listed(List.of("a 3", "b 30", "c 3"))
            + """
            c: RETR 1
            c: RETR 2
            c: RETR 3
            S: +OK
            S| a\\r\\n.\\r\\n
            S: +OK
            S| half of it\\r\\n.
            ! close
            """,
        folder -> {
          TreeMap<Long, Long> wanted = new TreeMap<>();
          List.of("a", "b", "c").forEach(id -> wanted.put(Maildrop.uid(id), 0L));
          assertThatThrownBy(() -> folder.bodies(wanted, (body, uid) -> received.add(uid)))
              .isInstanceOf(Failure.Unreachable.class)
              .hasMessageContaining("account scripted, folder INBOX")
              .hasMessageContaining("the server closed the connection");
          assertThatThrownBy(() -> PlayedDrop.all(folder)).isInstanceOf(Failure.Unreachable.class);
        });
    assertThat(received).containsExactly(Maildrop.uid("a"));
  }

  @Test
  void aServerThatFallsSilentIsGivenUp() {
    PlayedDrop.inbox(
        spool,
        "UIDL",
        listed(List.of("a 3"))
            + """
            c: RETR 1
            S: +OK
            S| half\\r\\n
            ! stall
            """,
        folder ->
            assertThatThrownBy(() -> fetched(folder, failed, "a"))
                .isInstanceOf(Failure.Unreachable.class)
                .hasMessageContaining("the server stopped answering"));
  }

  @Test
  void aRefusedMessageStopsNoOther() {
    PlayedDrop.inbox(
        spool,
        "UIDL",
        listed(List.of("a 3", "b 3"))
            + """
            c: RETR 1
            S: -ERR [SYS/TEMP] cannot read 1 for ann@example.org
            c: RETR 2
            S: +OK
            S| b\\r\\n.\\r\\n
            """,
        folder -> assertThat(fetched(folder, failed, "a", "b")).containsOnlyKeys("b"));
    assertThat(failed)
        .isEqualTo(
            Map.of(
                "a", "the server refuses the message (it says: [SYS/TEMP] cannot read 1 for …)"));
  }

  @Test
  void aServerThatRefusesAllIsNotAskedForThousands() {
    List<String> messages = new ArrayList<>();
    StringBuilder refusals = new StringBuilder();
    for (int i = 1; i <= 30; i++) {
      messages.add("id" + i + " 3");
      refusals.append(i <= 26 ? "c: RETR %d\nS: -ERR broken\n".formatted(i) : "");
    }
    PlayedDrop.inbox(
        spool,
        "UIDL",
        listed(messages) + refusals,
        folder -> {
          TreeMap<Long, Long> wanted = new TreeMap<>();
          PlayedDrop.all(folder).keySet().forEach(uid -> wanted.put(uid, 0L));
          assertThatThrownBy(() -> folder.bodies(wanted, (body, uid) -> {}))
              .isInstanceOf(Failure.Refused.class)
              .hasMessageContaining("the server refuses the message (it says: broken)");
        });
  }

  @Test
  void aServerThatWantsPatienceGetsIt() {
    PlayedDrop.inbox(
        spool,
        "UIDL",
        listed(List.of("a 3"))
            + """
            c: RETR 1
            S: -ERR Too many commands, throttled
            """,
        folder ->
            assertThatThrownBy(() -> fetched(folder, failed, "a"))
                .isInstanceOf(Failure.Throttled.class));
  }

  @Test
  void aMessageShorterThanToldIsAskedForTwiceAndThenTheServerIsKnownToEstimate() {
    PlayedDrop.inbox(
        spool,
        "UIDL",
        listed(List.of("a 99", "b 3", "c 99"))
            + """
            c: RETR 1
            S: +OK
            S| a\\r\\n.\\r\\n
            c: RETR 2
            S: +OK
            S| longer than told\\r\\n.\\r\\n
            c: RETR 1
            S: +OK
            S| a\\r\\n.\\r\\n
            c: RETR 3
            S: +OK
            S| c\\r\\n.\\r\\n
            """,
        folder -> {
          assertThat(fetched(folder, failed, "a", "b"))
              .containsEntry("a", "a\r\n")
              .containsEntry("b", "longer than told\r\n");
          assertThat(fetched(folder, failed, "c")).containsEntry("c", "c\r\n");
        });
    assertThat(failed).isEmpty();
  }

  @Test
  void aMessageThatComesInDifferentLengthsIsNotTaken() {
    PlayedDrop.inbox(
        spool,
        "UIDL",
        listed(List.of("a 99"))
            + """
            c: RETR 1
            S: +OK
            S| a\\r\\n.\\r\\n
            c: RETR 1
            S: +OK
            S| a bit more\\r\\n.\\r\\n
            """,
        folder -> assertThat(fetched(folder, failed, "a")).isEmpty());
    assertThat(failed)
        .isEqualTo(Map.of("a", "the server sends 12 bytes of 99, and before it was 3"));
  }

  @Test
  void aSecondTryThatIsWholeIsTaken() {
    PlayedDrop.inbox(
        spool,
        "UIDL",
        listed(List.of("a 12"))
            + """
            c: RETR 1
            S: +OK
            S| a\\r\\n.\\r\\n
            c: RETR 1
            S: +OK
            S| a bit more\\r\\n.\\r\\n
            """,
        folder -> assertThat(fetched(folder, failed, "a")).containsEntry("a", "a bit more\r\n"));
    assertThat(failed).isEmpty();
  }

  @Test
  void whatExchangeSendsInThePlaceOfAMessageIsNone() {
    PlayedDrop.inbox(
        spool,
        "UIDL",
        listed(List.of("a 3"))
            + """
            c: RETR 1
            S: +OK
            S: From: "Microsoft Exchange Server" <x@example.org>
            S: Subject: Retrieval using the POP3 protocol failed for the following message: 1
            S:
            S: The server could not retrieve it.
            S: .
            """,
        folder -> assertThat(fetched(folder, failed, "a")).isEmpty());
    assertThat(failed.get("a")).contains("Exchange cannot convert the message");
  }

  @Test
  void asksAheadInTheOrderOfTheMailboxWhereTheServerBearsIt() {
    StringBuilder script = new StringBuilder();
    List<String> messages = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      messages.add("id" + i + " 3");
      script.append(i <= 8 ? "c: RETR %d\n".formatted(i) : "");
    }
    for (int i = 1; i <= 10; i++) {
      script.append("S: +OK\nS| %d\\r\\n.\\r\\n\n".formatted(i % 10));
      script.append(i <= 2 ? "c: RETR %d\n".formatted(i + 8) : "");
    }
    PlayedDrop.inbox(
        spool,
        "UIDL, PIPELINING",
        listed(messages) + script,
        folder -> {
          List<Long> order = new ArrayList<>();
          TreeMap<Long, Long> wanted = new TreeMap<>();
          PlayedDrop.all(folder).keySet().forEach(uid -> wanted.put(uid, 0L));
          Map<Long, String> unfetched =
              folder.bodies(
                  wanted,
                  (body, uid) -> {
                    order.add(uid);
                    assertThat(PlayedDrop.text(body)).isEqualTo(order.size() % 10 + "\r\n");
                  });
          assertThat(unfetched).isEmpty();
          assertThat(order).isEqualTo(folder.byArrival(List.copyOf(wanted.keySet())));
        });
  }

  @Test
  void leavesWithoutQuitSoThatNothingIsRemoved() {
    PlayedDrop.inbox(
        spool,
        "UIDL, EXPIRE 0",
        listed(List.of("a 3"))
            + """
            c: RETR 1
            S: +OK
            S| a\\r\\n.\\r\\n
            ! left
            """,
        folder -> {
          assertThat(fetched(folder, failed, "a")).hasSize(1);
          // the transcript ends with a client that leaves without a word
        });
  }

  /// Whatever the bytes, the size, and the pieces they come in: larger messages go to a file.
  @Test
  void anyBytesInAnyPiecesComeAsTheyWere() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 30; round++) {
      byte[] message = randomMessage(random);
      try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        Thread server = Thread.ofVirtual().start(() -> send(listener, stuffed(message), random));
        Pop3Settings settings = PlayedDrop.settings(spool);
        try (PopWire wire =
                new PopWire(local(listener.getLocalPort()), settings, tls(), CommandPace.FREE);
            MessageDraft draft = new MessageDraft(space(settings), random.nextInt(10_000))) {
          wire.message(draft);
          assertThat(draft.content().toByteArray()).as("seed %d", seed).isEqualTo(message);
          assertThat(draft.content().size()).isEqualTo(message.length);
          assertThat(wire.answer().text()).as("what follows").isEqualTo("next");
        }
        server.join();
      }
    }
  }

  private static Spool space(Pop3Settings settings) {
    return new Spool(settings.spool(), settings.inMemory());
  }

  private static SSLSocketFactory tls() {
    return Trust.sockets(null);
  }

  private static MailboxSettings local(int port) {
    return new MailboxSettings(
        new AccountId("bytes"), Protocol.POP3, "localhost", port, Security.NONE, "alice");
  }

  /// Mostly of what matters: dots, CR and LF.
  private static byte[] randomMessage(Random random) {
    byte[] alphabet = ".\r\nab\0\u00ff".getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    int length = random.nextInt(4) == 0 ? random.nextInt(200_000) : random.nextInt(40);
    for (int i = 0; i < length; i++) {
      message.write(alphabet[random.nextInt(alphabet.length)]);
    }
    if (random.nextInt(5) > 0) {
      message.writeBytes(".\r\n.\r\n..\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }
    message.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
    return message.toByteArray();
  }

  /// As a server sends it: by another way than the code under test goes back.
  private static byte[] stuffed(byte[] message) {
    String text = "\r\n" + new String(message, StandardCharsets.ISO_8859_1);
    String sent = text.replace("\r\n.", "\r\n..").substring(2) + ".\r\n+OK next\r\n";
    return sent.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void send(ServerSocket listener, byte[] bytes, Random random) {
    try (Socket socket = listener.accept()) {
      socket.setTcpNoDelay(true);
      for (int at = 0; at < bytes.length; ) {
        int count =
            Math.min(bytes.length - at, 1 + random.nextInt(bytes.length > 1_000 ? 9_000 : 3));
        socket.getOutputStream().write(bytes, at, count);
        at += count;
      }
      socket.getInputStream().read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aMessageThatIsNotListedIsNotAskedFor() {
    PlayedDrop.inbox(
        spool,
        "UIDL",
        listed(List.of("a 3")),
        folder -> assertThat(fetched(folder, failed, "gone")).isEmpty());
    assertThat(failed).isEqualTo(Map.of("gone", OpenFolder.VANISHED));
  }
}
