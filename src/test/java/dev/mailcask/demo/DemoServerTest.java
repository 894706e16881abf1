package dev.mailcask.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Speaks IMAP to the demo server as a client would, byte by byte.
class DemoServerTest {

  private DemoServer server;
  private Socket socket;
  private InputStream in;
  private OutputStream out;
  private int tag;

  DemoServerTest() throws IOException {
    server = DemoServer.start(0);
    socket = new Socket(server.host(), server.port());
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  @BeforeEach
  void greet() throws IOException {
    assertThat(line()).startsWith("* OK ");
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    server.close();
  }

  @Test
  void holdsSomeThousandsOfMessagesInFoldersWithUmlauts() throws IOException {
    logIn();
    assertThat(server.messages()).isBetween(2_000L, 6_000L);
    assertThat(command("LIST \"\" \"*\""))
        .contains("\"INBOX\"", "\\Sent", "\"Kunden/M&APw-ller &- S&APY-hne\"");
  }

  @Test
  void isTheSameAfterARestart() throws IOException {
    logIn();
    String first =
        command("SELECT Familie") + command("UID FETCH 1:* (FLAGS RFC822.SIZE INTERNALDATE)");
    try (DemoServer second = DemoServer.start(0);
        Socket other = new Socket(second.host(), second.port())) {
      in = other.getInputStream();
      out = other.getOutputStream();
      greet();
      logIn();
      String again =
          command("SELECT Familie") + command("UID FETCH 1:* (FLAGS RFC822.SIZE INTERNALDATE)");
      assertThat(again.replaceAll("t\\d+ ", "")).isEqualTo(first.replaceAll("t\\d+ ", ""));
    }
  }

  @Test
  void refusesAWrongPassword() throws IOException {
    assertThat(command("LOGIN demo wrong")).contains("NO [AUTHENTICATIONFAILED]");
    assertThat(command("LIST \"\" \"*\"")).contains("NO log in first");
  }

  @Test
  void givesBackAppendedBytesFlagsAndDate() throws IOException {
    logIn();
    String message = "Subject: x\r\n\r\nbare\nline \0 \u00e9\r\n";
    assertThat(command("CREATE New")).contains("OK");
    assertThat(
            command(
                "APPEND New (\\Seen $Kept) \"17-Jul-1996 02:44:25 -0700\" {"
                    + message.length()
                    + "+}\r\n"
                    + message))
        .contains("OK [APPENDUID ");
    command("EXAMINE New");
    assertThat(command("UID FETCH 1:* (FLAGS INTERNALDATE BODY.PEEK[])"))
        .contains("FLAGS ($Kept \\Seen)")
        .contains("INTERNALDATE \"17-Jul-1996 02:44:25 -0700\"")
        .contains("BODY[] {" + message.length() + "}\r\n" + message + ")");
  }

  @Test
  void forgetsADeletedFolderAndGivesItsNameAnotherUidValidity() throws IOException {
    logIn();
    String before = command("EXAMINE Familie");
    assertThat(command("DELETE Familie")).contains("OK");
    assertThat(command("EXAMINE Familie")).contains("NO [NONEXISTENT]");
    assertThat(command("CREATE Familie")).contains("OK");
    assertThat(uidValidity(command("EXAMINE Familie"))).isGreaterThan(uidValidity(before));
  }

  @Test
  void tellsAnotherClientWhatWasExpunged() throws IOException {
    logIn();
    String opened = command("SELECT Junk");
    try (Socket other = new Socket(server.host(), server.port())) {
      InputStream mine = in;
      OutputStream mineOut = out;
      in = other.getInputStream();
      out = other.getOutputStream();
      greet();
      logIn();
      command("SELECT Junk");
      command("UID STORE 1 +FLAGS.SILENT (\\Deleted)");
      assertThat(command("EXPUNGE")).contains("* 1 EXPUNGE");
      in = mine;
      out = mineOut;
    }
    assertThat(opened).contains(" EXISTS");
    assertThat(command("NOOP")).contains("* 1 EXPUNGE");
  }

  @Test
  void answersNonsenseWithBadAndGoesOn() throws IOException {
    logIn();
    assertThat(command("UID FETCH x (FLAGS)")).contains("BAD");
    command("SELECT INBOX");
    assertThat(command("UID FETCH x (FLAGS)")).contains("BAD");
    assertThat(command("UID FETCH 1 (NONSENSE)")).contains("BAD");
    assertThat(command("LOGIN demo")).contains("BAD");
    assertThat(command("NOOP")).contains("OK");
  }

  @Test
  void hangsUpOnWhatIsNoCommand() throws IOException {
    for (String nonsense :
        List.of("\u0016\u0003\u0001)", ")", "a (((((".repeat(2_000), "a b ".repeat(2_000))) {
      try (Socket other = new Socket(server.host(), server.port())) {
        other.setSoTimeout(10_000);
        other.getOutputStream().write((nonsense + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        other.getOutputStream().flush();
        assertThat(endsOrBreaks(other.getInputStream()))
            .as("still there after: %s", nonsense.length())
            .isTrue();
      }
    }
    logIn();
  }

  private static boolean endsOrBreaks(InputStream in) {
    try {
      in.readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true; // a reset: the server did not read all of it
    }
  }

  private void logIn() throws IOException {
    assertThat(command("LOGIN demo \"demo\"")).contains("OK");
  }

  private static long uidValidity(String opened) {
    return Long.parseLong(opened.replaceAll("(?s).*UIDVALIDITY (\\d+).*", "$1"));
  }

  /// Sends a command and reads up to its tagged answer, one char a byte.
  private String command(String text) throws IOException {
    String name = "t" + ++tag;
    out.write((name + " " + text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    StringBuilder answer = new StringBuilder();
    String line;
    do {
      line = line();
      answer.append(line);
    } while (!line.startsWith(name + " "));
    return answer.toString();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int c;
    do {
      c = in.read();
      assertThat(c).as("the server went away").isNotNegative();
      line.append((char) c);
    } while (c != '\n');
    return line.toString();
  }
}
