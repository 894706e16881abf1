package dev.mailcask.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What the server itself takes: all messages of INBOX are asked for on bare sockets, and what
/// comes is thrown away. No client can be faster.
final class Drain {

  private static final int BUFFER = 1 << 20;

  private final int port;
  private final String user;
  private final int messages;

  Drain(int port, String user, int messages) {
    this.port = port;
    this.user = user;
    this.messages = messages;
  }

  /// Fetches everything over so many connections at once.
  void run(int connections) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> parts = new ArrayList<>();
      for (int part = 0; part < connections; part++) {
        int first = 1 + part * messages / connections;
        int last = (part + 1) * messages / connections;
        parts.add(threads.submit(() -> fetch(first, last)));
      }
      for (Future<?> part : parts) {
        part.get();
      }
    } catch (Exception e) {
      throw new IllegalStateException("the server could not be drained", e);
    }
  }

  private void fetch(int first, int last) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      say(socket, "a LOGIN " + user + " secret\r\nb EXAMINE INBOX\r\n");
      readTo(socket.getInputStream(), "\r\nb OK");
      say(
          socket,
          "c UID FETCH %d:%d (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])\r\n"
              .formatted(first, last));
      readTo(socket.getInputStream(), "\r\nc OK");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void say(Socket socket, String commands) throws IOException {
    socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
  }

  /// Looks for the end in the last bytes only.
  private static void readTo(InputStream in, String end) throws IOException {
    byte[] buffer = new byte[BUFFER];
    String tail = "";
    while (!tail.contains(end)) {
      int count = in.read(buffer);
      if (count < 0) {
        throw new IOException("the server hung up");
      }
      int kept = Math.min(count, 200);
      tail += new String(buffer, count - kept, kept, StandardCharsets.ISO_8859_1);
      tail = tail.substring(Math.max(0, tail.length() - 400));
    }
  }
}
