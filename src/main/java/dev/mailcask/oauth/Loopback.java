package dev.mailcask.oauth;

import dev.mailcask.base.DiskFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A page on this machine that a browser comes back to after signing in (RFC 8252 section 7.3), on
/// a free port of 127.0.0.1, for as long as the command waits.
public final class Loopback implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Loopback.class);
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int LONGEST_LINE = 16 << 10;

  private final ServerSocket listener;
  private final Predicate<String> answer;

  /// Listens from now on.
  ///
  /// @param answer told each address that a browser comes with; whether it was the one
  public Loopback(Predicate<String> answer) {
    this.answer = answer;
    try {
      listener = new ServerSocket();
      listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    } catch (IOException e) {
      throw DiskFailure.of("sign-in", e);
    }
    Thread _ = Thread.ofVirtual().name("sign-in page").start(this::serve);
  }

  /// Where the browser comes back to.
  public String address() {
    return "http://127.0.0.1:" + listener.getLocalPort() + "/mailcask";
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        socket.setSoTimeout(PATIENCE_MILLIS);
        serve(socket);
      } catch (IOException e) {
        LOG.debug("a browser went away, or nobody waits any more: {}", e.getClass().getName());
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1), 1024);
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n' && line.length() < LONGEST_LINE; c = in.read()) {
      line.append((char) c);
    }
    String[] words = line.toString().split(" ", 3);
    boolean ours = words.length == 3 && words[0].equals("GET") && words[1].contains("state=");
    boolean done = ours && answer.test("http://127.0.0.1" + words[1]);
    String text =
        done
            ? "You are signed in. Go back to Mailcask; this window may be closed."
            : "This did not work. Mailcask says why; this window may be closed.";
    String page =
        "HTTP/1.1 "
            + (done ? "200 OK" : "400 Bad Request")
            + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
            + text.length()
            + "\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n"
            + text;
    socket.getOutputStream().write(page.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      LOG.debug("the page of the sign-in was not closed", e);
    }
  }
}
