package dev.mailcask.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A stretch of network between a client and a server on loopback, as bad as it is told to be: far
/// away, or going wrong once in a connection, in either direction, after any number of bytes.
/// Thread-safe.
///
/// TCP keeps bytes in order and whole, so nothing is ever altered or left out in the middle; that
/// is what [ScriptedImapServer] is for.
public final class FaultProxy implements AutoCloseable {

  /// What happens once in a connection.
  public enum Fault {
    /// Both directions end in good order.
    CUT,
    /// The direction ends, and the other goes on: the rest of an answer never comes.
    HALF_CLOSED,
    /// The connection is reset.
    RESET,
    /// Nothing more comes in the direction, and the connection stays.
    STALL,
    /// Nothing comes for some tenths of a second.
    DELAY,
    /// From there on a few bytes at a time, for a while.
    THROTTLE
  }

  /// @param fault what happens
  /// @param fromServer in which direction
  /// @param after how many bytes in that direction
  private record Plan(Fault fault, boolean fromServer, long after) {}

  /// Bytes on their way, and when they arrive; none for the end.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Chunk(byte[] bytes, long due) {}

  private static final int MOST_CHUNKS = 512;
  private static final double LARGEST_AFTER = Math.log(400_000);

  private final int target;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger happened = new AtomicInteger();
  private volatile Duration oneWay = Duration.ZERO;
  private volatile @Nullable Random faults;
  private volatile double share;
  private volatile long latest;
  private volatile long cutAfter;
  private volatile long bytesPerSecond;

  private FaultProxy(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread _ = Thread.ofVirtual().name("fault-proxy").start(this::accept);
  }

  /// A proxy before a port of this machine, which does no harm as yet.
  public static FaultProxy to(int port) {
    return new FaultProxy(port);
  }

  /// The port to connect to.
  public int port() {
    return listener.getLocalPort();
  }

  /// Bytes take so long in each direction from now on; as many as like are on their way.
  public void latency(Duration way) {
    oneWay = way;
  }

  /// No more bytes than this pass in a second from now on, in each direction of each connection; 0
  /// for as many as there are.
  public void bytesPerSecond(long most) {
    bytesPerSecond = most;
  }

  /// Connections made from now on go wrong.
  ///
  /// @param random decides which, how and when
  /// @param part of the connections, from 0 to 1
  public void harm(Random random, double part) {
    harm(random, part, 0);
  }

  /// The same, after any number of bytes below this; all are equally likely, as it takes for faults
  /// in the middle of large messages.
  public void harm(Random random, double part, long before) {
    share = part;
    latest = before;
    faults = random;
  }

  /// Connections made from now on are cut after so many bytes from the server.
  public void cutAfter(long bytes) {
    cutAfter = bytes;
  }

  /// Connections made from now on are sound; those that are open are ended.
  public void heal() {
    faults = null;
    cutAfter = 0;
    open.forEach(FaultProxy::end);
  }

  /// How many faults have happened.
  public int happened() {
    return happened.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept(), plan());
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private @Nullable Plan plan() {
    if (cutAfter > 0) {
      return new Plan(Fault.CUT, true, cutAfter);
    }
    Random random = faults;
    if (random == null) {
      return null;
    }
    synchronized (random) {
      if (random.nextDouble() >= share) {
        return null;
      }
      Fault[] all = Fault.values();
      long after =
          latest > 0
              ? random.nextLong(latest)
              : (long) Math.exp(random.nextDouble() * LARGEST_AFTER) - 1;
      return new Plan(all[random.nextInt(all.length)], random.nextInt(4) > 0, after);
    }
  }

  private void connect(Socket client, @Nullable Plan plan) {
    Socket server = new Socket();
    open.add(client);
    open.add(server);
    try {
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 5_000);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      new Direction(client, server, plan == null || plan.fromServer ? null : plan).start();
      new Direction(server, client, plan == null || !plan.fromServer ? null : plan).start();
    } catch (IOException e) {
      end(client); // the server is down, and so it looks from here
      end(server);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(FaultProxy::end);
  }

  /// One direction of one connection.
  private final class Direction {
    private final Socket from;
    private final Socket to;
    private final @Nullable Plan plan;
    private final BlockingQueue<Chunk> way = new LinkedBlockingQueue<>(MOST_CHUNKS);

    Direction(Socket from, Socket to, @Nullable Plan plan) {
      this.from = from;
      this.to = to;
      this.plan = plan;
    }

    void start() {
      Thread _ = Thread.ofVirtual().start(this::read);
      Thread _ = Thread.ofVirtual().start(this::write);
    }

    private void read() {
      byte[] buffer = new byte[16_384];
      try {
        InputStream in = from.getInputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          put(Arrays.copyOf(buffer, count));
        }
      } catch (IOException e) {
        // a connection that is lost ends like one that is closed
      } finally {
        put(new byte[0]);
      }
    }

    private void put(byte[] bytes) {
      try {
        way.put(new Chunk(bytes, System.nanoTime() + oneWay.toNanos()));
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts this thread", e);
      }
    }

    private void write() {
      try {
        OutputStream out = to.getOutputStream();
        long done = 0;
        for (Chunk chunk = next(); chunk.bytes.length > 0; chunk = next()) {
          int before = until(done, chunk.bytes.length);
          out.write(chunk.bytes, 0, before);
          if (before < chunk.bytes.length) {
            happen(out, chunk.bytes, before);
          }
          done += chunk.bytes.length;
          long most = bytesPerSecond;
          if (most > 0) {
            LockSupport.parkNanos(chunk.bytes.length * 1_000_000_000L / most);
          }
        }
        to.shutdownOutput();
      } catch (IOException e) {
        end(from);
        end(to);
        drain();
      }
    }

    private Chunk next() {
      try {
        Chunk chunk = way.take();
        for (long wait = chunk.due - System.nanoTime();
            wait > 0;
            wait = chunk.due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
        return chunk;
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts this thread", e);
      }
    }

    /// How many bytes of the next ones pass before the fault.
    private int until(long done, int count) {
      return plan == null || done + count <= plan.after || done > plan.after
          ? count
          : (int) (plan.after - done);
    }

    private void happen(OutputStream out, byte[] bytes, int at) throws IOException {
      happened.incrementAndGet();
      switch (plan == null ? Fault.DELAY : plan.fault) {
        case CUT -> throw new IOException("cut");
        case RESET -> {
          to.setSoLinger(true, 0);
          from.setSoLinger(true, 0);
          throw new IOException("reset");
        }
        case HALF_CLOSED -> {
          to.shutdownOutput();
          drain();
        }
        case STALL -> drain();
        case DELAY -> {
          LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
          out.write(bytes, at, bytes.length - at);
        }
        case THROTTLE -> {
          for (int i = at; i < bytes.length; i += 50) {
            out.write(bytes, i, Math.min(50, bytes.length - i));
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
          }
        }
      }
    }

    /// Swallows what comes, until the connection ends.
    private void drain() {
      while (next().bytes.length > 0) {
        // into the void
      }
    }
  }
}
