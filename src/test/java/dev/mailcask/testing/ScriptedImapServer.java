package dev.mailcask.testing;

import dev.mailcask.base.AccountId;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Protocol;
import dev.mailcask.mailbox.MailboxSettings.Security;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// An IMAP server that plays a transcript, for answers that no real server can be brought to give;
/// with `c:` lines alone, which have no tags, a POP3 server.
///
///     C: EXAMINE INBOX               the client must send this, after a tag c: AGFubgBzZWNyZXQ=
/// the client must send this line, without a tag L: 12                          the client must
/// send so many bytes of a literal S: * 3 EXISTS                  the server sends this line S: $
/// OK done                   the same, `$` being the tag of the last command S: $$ OK done
/// the same with the tag of the command before the last S| abc\0def                    the server
/// sends this without an end of line ! close                        the server closes the
/// connection ! stall                        the server says nothing until the client gives up !
/// silent                       the client must have nothing more to say before it is answered !
/// left                         the client must leave without another word ! accept
/// the server waits for the next connection ! tls LOCALHOST                the server speaks TLS
/// from here on, with that certificate
///
/// Escapes in what the server sends are `\r`, `\n`, `\0` and `\\`; one char a byte. A `C:` line
/// that ends in `...` matches by its beginning. [#close()] fails if the client said anything else,
/// or did not get to the end.
public final class ScriptedImapServer implements AutoCloseable {

  private static final Duration SILENCE = Duration.ofMillis(100);

  private final ServerSocket listener;
  private final List<String> script;
  private final Thread player;
  private Socket socket = new Socket();
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();
  private String tag = "";
  private String tagBefore = "";
  private volatile String current = "";
  private volatile @Nullable Throwable deviation;

  private ScriptedImapServer(String transcript) throws IOException {
    listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    script = transcript.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    player = Thread.ofVirtual().name("scripted IMAP server").start(this::play);
  }

  /// Plays the transcript to the first client.
  public static ScriptedImapServer play(String transcript) {
    try {
      return new ScriptedImapServer(transcript);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Plays a greeting and a login of alice with the password `secret`, then the transcript.
  ///
  /// @param capabilities beside IMAP4rev1
  public static ScriptedImapServer loggedIn(String capabilities, String transcript) {
    return play(login(capabilities) + transcript);
  }

  /// The lines of a greeting and a login, for transcripts with several connections.
  public static String login(String capabilities) {
    return """
        S: * OK [CAPABILITY IMAP4rev1] ready
        C: LOGIN alice secret
        S: $ OK [CAPABILITY IMAP4rev1 %s] welcome
        """
        .formatted(capabilities);
  }

  /// The settings to reach it as alice.
  public MailboxSettings settings(Security security) {
    return settings(Protocol.IMAP, security);
  }

  /// The settings to reach it as alice, by another protocol.
  public MailboxSettings settings(Protocol protocol, Security security) {
    return new MailboxSettings(
        new AccountId("scripted"),
        protocol,
        "localhost",
        listener.getLocalPort(),
        security,
        "alice");
  }

  private void play() {
    try {
      accept();
      for (int i = 0; i < script.size(); i++) {
        String line = script.get(i);
        current = line;
        try {
          perform(line.substring(0, 2), line.substring(2).stripLeading());
        } catch (SocketException e) {
          if (!onlyTalkAfter(i)) {
            throw e;
          }
          break; // a client that has heard enough may leave; it is not expected to say anything
        }
      }
      current = "";
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      deviation = e;
    } finally {
      closeSocket();
    }
  }

  private boolean onlyTalkAfter(int line) {
    return script.subList(line, script.size()).stream().allMatch(rest -> rest.startsWith("S"));
  }

  private void perform(String what, String text) throws IOException, InterruptedException {
    switch (what) {
      case "C:" -> expectCommand(text);
      case "c:" -> expect(text, line());
      case "L:" -> {
        int count = Integer.parseInt(text);
        if (in.readNBytes(count).length < count) {
          throw new EOFException("the client left in the middle of a literal");
        }
      }
      case "S:" -> send(unescaped(text).replace("$$", tagBefore).replace("$", tag) + "\r\n");
      case "S|" -> send(unescaped(text));
      case "! " -> act(text);
      default -> throw new IllegalStateException("not a line of a transcript: " + what + text);
    }
  }

  private void act(String text) throws IOException, InterruptedException {
    String[] words = text.strip().split(" ", -1);
    switch (words[0]) {
      case "close" -> closeSocket();
      case "accept" -> {
        closeSocket();
        accept();
      }
      case "left" -> {
        if (in.read() >= 0) {
          throw new AssertionError("the client says something before it leaves: " + line());
        }
      }
      case "stall" -> {
        while (in.read() >= 0) {
          Thread.onSpinWait();
        }
      }
      case "silent" -> {
        Thread.sleep(SILENCE); // a client that keeps silent keeps so however long this is
        if (in.available() > 0) {
          throw new AssertionError("the client says too much: " + line());
        }
      }
      case "tls" -> startTls(TestCertificates.Server.valueOf(words[1]));
      default -> throw new IllegalStateException("not an action: " + text);
    }
  }

  private void accept() throws IOException {
    socket = listener.accept();
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  private void startTls(TestCertificates.Server certificate) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            TestCertificates.get()
                .serverContext(certificate)
                .getSocketFactory()
                .createSocket(socket, "localhost", socket.getPort(), true);
    tls.setUseClientMode(false);
    tls.startHandshake();
    socket = tls;
    in = new BufferedInputStream(tls.getInputStream());
    out = tls.getOutputStream();
  }

  private void expectCommand(String expected) throws IOException {
    String[] words = line().split(" ", 2);
    tagBefore = tag;
    tag = words[0];
    expect(expected, words.length > 1 ? words[1] : "");
  }

  private static void expect(String expected, String said) {
    boolean matches =
        expected.endsWith("...")
            ? said.startsWith(expected.substring(0, expected.length() - 3))
            : said.equals(expected);
    if (!matches) {
      throw new AssertionError("expected '" + expected + "', but the client said '" + said + "'");
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the client left");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private void send(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && "rn0\\".indexOf(text.charAt(i + 1)) >= 0) {
        i++;
        c = "\r\n\0\\".charAt("rn0\\".indexOf(text.charAt(i)));
      }
      plain.append(c);
    }
    return plain.toString();
  }

  private void closeSocket() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends the play.
  ///
  /// @throws AssertionError if the client did not keep to the transcript
  @Override
  public void close() {
    try {
      player.join(2_000); // the client is done; what it last sent may still be on its way
      String missing = current;
      listener.close();
      closeSocket();
      player.join();
      Throwable problem = deviation;
      if (problem != null || !missing.isEmpty()) {
        throw new AssertionError("at '" + current + "' of the transcript", problem);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
