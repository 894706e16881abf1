package dev.mailcask.demo;

import dev.mailcask.base.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An IMAP server on the loopback interface with one account, `demo` with the password `demo`.
/// Thread-safe; every connection has a virtual thread.
public final class DemoServer implements AutoCloseable {

  /// The login name of the one account.
  public static final String USER = "demo";

  /// Its password; the server is reachable from this machine only.
  public static final String PASSWORD = "demo";

  private static final Logger LOG = LoggerFactory.getLogger(DemoServer.class);

  private final ServerSocket listener;
  private final MailStore store;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService sessions =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("demo-imap-", 0).factory());

  private DemoServer(ServerSocket listener, MailStore store) {
    this.listener = listener;
    this.store = store;
  }

  /// Starts a server with the sample mailbox.
  ///
  /// @param port 0 for any free one
  /// @throws Failure.Misconfigured if the port is taken
  public static DemoServer start(int port) {
    MailStore store = new MailStore();
    new SampleMailbox(store).fill();
    return start(port, store);
  }

  static DemoServer start(int port, MailStore store) {
    try {
      ServerSocket listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      DemoServer server = new DemoServer(listener, store);
      server.sessions.execute(server::accept);
      return server;
    } catch (IOException e) {
      throw new Failure.Misconfigured(
          "demo mail server, port " + port,
          "the port cannot be opened (" + e.getMessage() + ")",
          "stop what uses it, or choose another port");
    }
  }

  /// The address it listens on.
  public String host() {
    return listener.getInetAddress().getHostAddress();
  }

  /// The port it listens on.
  public int port() {
    return listener.getLocalPort();
  }

  /// How many messages the mailbox holds.
  public long messages() {
    return store.messages();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        sessions.execute(() -> serve(socket));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          LOG.warn("demo mail server: a connection could not be accepted", e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      new ImapSession(store, socket.getInputStream(), socket.getOutputStream()).run();
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("demo mail server: a client went away", e);
    } finally {
      open.remove(socket);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      LOG.debug("demo mail server: closing", e);
    }
    sessions.shutdownNow();
  }
}
