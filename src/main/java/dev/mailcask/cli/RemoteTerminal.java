package dev.mailcask.cli;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.cli.Frames.Frame;
import dev.mailcask.cli.Frames.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The terminal of a client, seen from the appliance. Words to a client that went away are dropped:
/// the command goes on without its listener.
final class RemoteTerminal implements Terminal {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteTerminal.class);

  private final Frames frames;
  private final Request request;
  private final CompletableFuture<byte[]> input = new CompletableFuture<>();

  /// What the client answered to questions for secrets, and an empty one when it went away.
  private final BlockingQueue<Optional<Frame>> secrets = new LinkedBlockingQueue<>();

  private final List<Runnable> onCancel = new ArrayList<>();
  private boolean cancelled;

  RemoteTerminal(Frames frames, Request request) {
    this.frames = frames;
    this.request = request;
  }

  /// Takes what the client sends until it goes away.
  void listen() {
    try {
      for (Frame frame = frames.receive(); frame != null; frame = frames.receive()) {
        switch (frame.kind()) {
          case INPUT -> input.complete(frame.content());
          case SECRET, NO_SECRET -> secrets.add(Optional.of(frame));
          case CANCEL -> cancel();
          case REQUEST, OUT, ERR, WANT_INPUT, ASK, EXIT ->
              throw new IOException("a client does not send " + frame.kind());
        }
      }
    } catch (IOException e) {
      LOG.debug("a client of the control socket went away", e);
    } finally {
      input.completeExceptionally(new IOException("the client went away"));
      secrets.add(Optional.empty());
    }
  }

  private void cancel() {
    List<Runnable> actions;
    synchronized (onCancel) {
      cancelled = true;
      actions = List.copyOf(onCancel);
    }
    actions.forEach(Runnable::run);
  }

  @Override
  public void onCancel(Runnable action) {
    boolean now;
    synchronized (onCancel) {
      onCancel.add(action);
      now = cancelled;
    }
    if (now) {
      action.run();
    }
  }

  @Override
  public OutputStream out() {
    return new FrameStream(Kind.OUT);
  }

  @Override
  public OutputStream err() {
    return new FrameStream(Kind.ERR);
  }

  @Override
  public InputStream in() throws IOException {
    frames.send(Kind.WANT_INPUT, "");
    return new ByteArrayInputStream(answer(input));
  }

  @Override
  public Secret askSecret(String prompt) {
    try {
      frames.send(Kind.ASK, prompt);
      Optional<Frame> answer = secrets.take();
      if (answer.isEmpty()) {
        secrets.add(answer); // nobody comes back: for whoever asks next
      } else if (answer.get().kind() == Kind.SECRET) {
        return new Secret(answer.get().text());
      }
    } catch (IOException e) {
      LOG.debug("nobody gave the secret", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure.Cancelled("command");
    }
    throw LocalTerminal.nobodyToAsk();
  }

  private static byte[] answer(CompletableFuture<byte[]> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IOException("the client went away", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure.Cancelled("command");
    }
  }

  @Override
  public boolean live() {
    return request.live();
  }

  @Override
  public int columns() {
    return request.columns();
  }

  @Override
  public Path resolve(String path) {
    return Path.of(request.directory()).resolve(path);
  }

  /// Each write is one frame; whoever writes buffers.
  private final class FrameStream extends OutputStream {
    private final Kind kind;

    FrameStream(Kind kind) {
      this.kind = kind;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      try {
        frames.send(kind, bytes, offset, length);
      } catch (IOException e) {
        LOG.trace("words to a client that went away", e);
      }
    }
  }
}
