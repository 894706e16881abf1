package dev.mailcask.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.testing.ScriptedImapServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A large message during which the connection is lost: the next connection fetches the rest.
class BrokenOffTest {

  private static final String MESSAGE = message();
  private static final int SIZE = MESSAGE.length();
  private static final int CAME = 200_000;
  private static final int OVERLAP = 1 << 16;

  /// The first connection, which ends in the middle of the message.
  private static final String LOST =
      """
      C: UID FETCH 1 (UID BODY.PEEK[])
      S: * 1 FETCH (UID 1 BODY[] {%d}
      S| %s
      ! accept
      """
          .formatted(SIZE, MESSAGE.substring(0, CAME));

  /// The beginning is compared, and the rest asked for.
  private static final String REST =
      beginning()
          + "C: UID FETCH 1 (UID BODY.PEEK[]<%d.%d>)\n"
              .formatted(CAME - OVERLAP, SIZE - CAME + OVERLAP);

  private static final String WHOLE =
      """
      C: UID FETCH 1 (UID BODY.PEEK[])
      S: * 1 FETCH (UID 1 BODY[] {%d}
      S: %s)
      S: $ OK done
      """
          .formatted(SIZE, MESSAGE);

  @TempDir private Path spool;

  private final Map<Long, String> failed = new TreeMap<>();

  /// Letters and digits of which no two stretches are the same.
  private static String message() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < 300_000; i++) {
      text.append("line").append(i).append(';');
    }
    return text.toString();
  }

  private static String beginning() {
    return "C: UID FETCH 1 (UID BODY.PEEK[]<0.16384>)\n" + piece(0, 16_384);
  }

  private static String opened(long uidValidity) {
    return ScriptedImapServer.login("")
        + """
        C: EXAMINE INBOX
        S: * 1 EXISTS
        S: * OK [UIDVALIDITY %d] valid
        S: * OK [UIDNEXT 2] predicted
        S: $ OK [READ-ONLY] opened
        """
            .formatted(uidValidity);
  }

  private static String piece(int from, int to) {
    return """
        S: * 1 FETCH (UID 1 BODY[]<%d> {%d}
        S: %s)
        S: $ OK done
        """
        .formatted(from, to - from, MESSAGE.substring(from, to));
  }

  private void play(String script, Consumer<ScriptedImapServer> test) {
    try (ScriptedImapServer server = ScriptedImapServer.play(script)) {
      test.accept(server);
    }
    assertThat(spool.toFile().list()).isEmpty();
  }

  private static void withFolder(
      ImapConnector connector, ScriptedImapServer server, Consumer<OpenFolder> test) {
    try (Mailbox mailbox =
        connector.connect(server.settings(Security.NONE), new Secret("secret"))) {
      test.accept(mailbox.examine(new FolderName("INBOX")));
    }
  }

  private void lose(ImapConnector connector, ScriptedImapServer server) {
    withFolder(
        connector,
        server,
        folder ->
            assertThatThrownBy(() -> Scripted.fetched(folder, failed, 1))
                .isInstanceOf(Failure.Unreachable.class));
  }

  private void receive(ImapConnector connector, ScriptedImapServer server) {
    withFolder(
        connector,
        server,
        folder -> assertThat(Scripted.fetched(folder, failed, 1)).isEqualTo(Map.of(1L, MESSAGE)));
    assertThat(failed).isEmpty();
  }

  private void playLostOnce(String second) {
    ImapConnector connector = new ImapConnector(Scripted.settings(spool));
    play(
        opened(7) + LOST + second,
        server -> {
          lose(connector, server);
          receive(connector, server);
        });
  }

  @Test
  void theRestIsFetchedByTheNextConnection() {
    playLostOnce(opened(7) + REST + piece(CAME - OVERLAP, SIZE));
  }

  @Test
  void aServerMaySendLessThanItWasAskedFor() {
    playLostOnce(
        opened(7)
            + REST
            + piece(CAME - OVERLAP, CAME + 5_000)
            + "C: UID FETCH 1 (UID BODY.PEEK[]<%d.%d>)\n"
                .formatted(CAME + 5_000, SIZE - CAME - 5_000)
            + piece(CAME + 5_000, SIZE));
  }

  @Test
  void whatCameIsKeptThroughOneLossAfterTheOther() {
    ImapConnector connector = new ImapConnector(Scripted.settings(spool));
    play(
        opened(7)
            + LOST
            + opened(7)
            + REST
            + piece(CAME - OVERLAP, CAME + 5_000)
            + "C: UID FETCH 1 (UID BODY.PEEK[]<%d.%d>)\n"
                .formatted(CAME + 5_000, SIZE - CAME - 5_000)
            + "! accept\n"
            + opened(7)
            + beginning()
            + "C: UID FETCH 1 (UID BODY.PEEK[]<%d.%d>)\n"
                .formatted(CAME + 5_000 - OVERLAP, SIZE - CAME - 5_000 + OVERLAP)
            + piece(CAME + 5_000 - OVERLAP, SIZE),
        server -> {
          lose(connector, server);
          lose(connector, server);
          receive(connector, server);
        });
  }

  @Test
  void aServerThatDiesOfTheRangeIsAskedForTheWhole() {
    ImapConnector connector = new ImapConnector(Scripted.settings(spool));
    play(
        opened(7)
            + LOST
            + opened(7)
            + REST
            + """
            S: * 1 FETCH (UID 1 BODY[]<%d> {%d}
            S| %s
            ! accept
            """
                .formatted(
                    CAME - OVERLAP, SIZE - CAME + OVERLAP, MESSAGE.substring(CAME - OVERLAP, CAME))
            + opened(7)
            + WHOLE,
        server -> {
          lose(connector, server);
          lose(connector, server);
          receive(connector, server);
        });
  }

  @Test
  void aServerThatIgnoresTheRangeIsAskedForTheWhole() {
    playLostOnce(
        opened(7)
            + REST
            + """
            S: * 1 FETCH (UID 1 BODY[] {%d}
            S: %s)
            S: $ OK done
            """
                .formatted(SIZE, MESSAGE)
            + WHOLE);
  }

  @Test
  void aServerThatSendsOtherBytesIsAskedForTheWhole() {
    String other = piece(CAME - OVERLAP, SIZE).replace("line16000;", "line16OOO;");
    assertThat(other).isNotEqualTo(piece(CAME - OVERLAP, SIZE));
    playLostOnce(opened(7) + REST + other + WHOLE);
  }

  @Test
  void aServerThatBeginsElsewhereIsAskedForTheWhole() {
    playLostOnce(
        opened(7)
            + REST
            + piece(CAME - OVERLAP, SIZE).replace("<" + (CAME - OVERLAP) + ">", "<0>")
            + WHOLE);
  }

  @Test
  void aServerThatMakesTheMessageAnewIsAskedForTheWhole() {
    playLostOnce(opened(7) + beginning().replace("line7;", "LINE7;") + WHOLE);
  }

  @Test
  void aServerThatDoesNotGiveTheRestIsAskedForItAgainLaterAndThenForTheWhole() {
    ImapConnector connector = new ImapConnector(Scripted.settings(spool));
    String refused = opened(7) + REST + "S: $ NO [UNAVAILABLE] not now\n";
    play(
        opened(7) + LOST + refused + "! accept\n" + refused + "! accept\n" + refused + WHOLE,
        server -> {
          lose(connector, server);
          for (int times = 0; times < 2; times++) {
            withFolder(
                connector,
                server,
                folder -> assertThat(Scripted.fetched(folder, failed, 1)).isEmpty());
            assertThat(failed.remove(1L)).contains("the rest of the message");
          }
          receive(connector, server);
        });
  }

  @Test
  void aServerThatAsksForPatienceLosesNothingOfWhatCame() {
    ImapConnector connector = new ImapConnector(Scripted.settings(spool));
    play(
        opened(7)
            + LOST
            + opened(7)
            + REST
            + "S: $ NO [THROTTLED] slow down\n! accept\n"
            + opened(7)
            + REST
            + piece(CAME - OVERLAP, SIZE),
        server -> {
          lose(connector, server);
          withFolder(
              connector,
              server,
              folder ->
                  assertThatThrownBy(() -> Scripted.fetched(folder, failed, 1))
                      .isInstanceOf(Failure.Throttled.class));
          receive(connector, server);
        });
  }

  @Test
  void anotherUidValidityMakesItAnotherMessage() {
    playLostOnce(opened(8) + WHOLE);
  }
}
