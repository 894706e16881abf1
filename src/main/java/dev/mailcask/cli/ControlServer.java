package dev.mailcask.cli;

import dev.mailcask.base.Failure;
import dev.mailcask.cli.Frames.Frame;
import dev.mailcask.cli.Frames.Kind;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The appliance's ear for the command line: carries out what clients send over a Unix domain
/// socket that only the owner of the data can open.
///
/// Who can reach the socket can read the archive anyway, so there is no further login. A client
/// that goes away without ctrl-C does not stop what it began.
public final class ControlServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
  private static final int AT_ONCE = 16;

  private final Path tmp;
  private final Site site;
  private final UnixDomainSocketAddress address;
  private final ServerSocketChannel listener;
  private final Semaphore places = new Semaphore(AT_ONCE);

  private ControlServer(
      Path tmp, Site site, UnixDomainSocketAddress address, ServerSocketChannel listener) {
    this.tmp = tmp;
    this.site = site;
    this.address = address;
    this.listener = listener;
  }

  /// Listens in the data's directory for passing files, whose lock the caller holds.
  ///
  /// @throws Failure.Misconfigured if there can be no socket there
  public static ControlServer start(Path tmp, Site site) {
    try {
      UnixDomainSocketAddress address = ControlAddress.create(tmp);
      ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      listener.bind(address);
      Files.setPosixFilePermissions(
          address.getPath(), PosixFilePermissions.fromString("rw-------"));
      ControlServer server = new ControlServer(tmp, site, address, listener);
      Thread.ofPlatform().name("control").daemon().start(server::accept);
      return server;
    } catch (IOException e) {
      throw new Failure.Misconfigured(
          "control socket in " + tmp,
          "it cannot be made (" + e.getMessage() + ")",
          "keep the data on a file system that has sockets");
    }
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        places.acquireUninterruptibly();
        SocketChannel client = accepted();
        Thread.ofPlatform().name("command").daemon().start(() -> serve(client));
      } catch (ClosedChannelException e) {
        return; // on purpose
      } catch (IOException e) {
        if (listener.isOpen()) {
          LOG.warn("a client of the control socket was lost: {}", e.toString());
        }
      }
    }
  }

  /// The next client; the place taken for it is given back if none comes.
  private SocketChannel accepted() throws IOException {
    try {
      return listener.accept();
    } catch (IOException e) {
      places.release();
      throw e;
    }
  }

  private void serve(SocketChannel client) {
    try (Frames frames = new Frames(client)) {
      Frame first = frames.receive();
      if (first != null && first.kind() == Kind.REQUEST) {
        Request request = Request.of(first.content());
        RemoteTerminal terminal = new RemoteTerminal(frames, request);
        Thread.ofVirtual().name("command-input").start(terminal::listen);
        int code = Commands.run(request.arguments(), terminal, site);
        frames.send(Kind.EXIT, code);
      }
    } catch (IOException e) {
      LOG.debug("a client of the control socket went away", e);
    } finally {
      places.release();
    }
  }

  /// Hears no further clients; the commands of those there are go on.
  public void stopListening() {
    try {
      listener.close();
      ControlAddress.remove(tmp, address);
    } catch (IOException e) {
      LOG.warn("the control socket cannot be removed: {}", e.toString());
    }
  }

  /// Stops listening and waits until the last command has ended.
  @Override
  public void close() {
    stopListening();
    places.acquireUninterruptibly(AT_ONCE);
    places.release(AT_ONCE);
  }
}
