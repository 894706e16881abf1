package dev.mailcask.cli;

import dev.mailcask.base.Failure;
import dev.mailcask.cli.Frames.Frame;
import dev.mailcask.cli.Frames.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Has a running appliance carry out a command.
public final class ControlClient {

  private ControlClient() {}

  /// Runs the command in the appliance of the data directory and returns its exit code, or empty if
  /// there is none.
  ///
  /// @param tmp the data's directory for passing files
  public static OptionalInt run(Path tmp, List<String> arguments, Terminal terminal) {
    try {
      Optional<UnixDomainSocketAddress> address = ControlAddress.find(tmp);
      if (address.isEmpty()) {
        return OptionalInt.empty();
      }
      return run(address.get(), arguments, terminal);
    } catch (IOException e) {
      throw new Failure.Unreachable(
          "the appliance",
          "the connection was lost (" + e.getMessage() + ")",
          "look whether it still runs, and give the command again",
          e);
    }
  }

  private static OptionalInt run(
      UnixDomainSocketAddress address, List<String> arguments, Terminal terminal)
      throws IOException {
    SocketChannel channel;
    try {
      channel = SocketChannel.open(address);
    } catch (SocketException e) {
      return OptionalInt.empty(); // left behind by an appliance that was killed
    }
    try (Frames frames = new Frames(channel)) {
      Request request =
          new Request(
              arguments,
              terminal.resolve("").toAbsolutePath().toString(),
              terminal.live(),
              terminal.columns());
      byte[] bytes = request.bytes();
      frames.send(Kind.REQUEST, bytes, 0, bytes.length);
      terminal.onCancel(() -> cancel(frames));
      return OptionalInt.of(converse(frames, terminal));
    }
  }

  private static int converse(Frames frames, Terminal terminal) throws IOException {
    Sink out = new Sink(terminal.out());
    Sink err = new Sink(terminal.err());
    while (true) {
      Frame frame = frames.receive();
      if (frame == null) {
        throw new IOException("it ended in the middle of the command");
      }
      switch (frame.kind()) {
        case OUT -> out.write(frame);
        case ERR -> err.write(frame);
        case WANT_INPUT -> {
          byte[] input = terminal.in().readAllBytes();
          frames.send(Kind.INPUT, input, 0, input.length);
        }
        case ASK -> answer(frames, terminal, frame.text());
        case EXIT -> {
          return frame.number();
        }
        case REQUEST, INPUT, SECRET, NO_SECRET, CANCEL ->
            throw new IOException("an appliance does not send " + frame.kind());
      }
    }
  }

  /// A stream of this process. When nobody reads it any more, as behind `head`, the command still
  /// goes on to its end.
  private static final class Sink {
    private final OutputStream stream;
    private boolean closed;

    Sink(OutputStream stream) {
      this.stream = stream;
    }

    void write(Frame frame) {
      if (!closed) {
        try {
          stream.write(frame.content());
          stream.flush();
        } catch (IOException e) {
          closed = true;
        }
      }
    }
  }

  private static void answer(Frames frames, Terminal terminal, String prompt) throws IOException {
    try {
      frames.send(Kind.SECRET, terminal.askSecret(prompt).value());
    } catch (Failure.Misconfigured e) {
      frames.send(Kind.NO_SECRET, "");
    }
  }

  private static void cancel(Frames frames) {
    try {
      frames.send(Kind.CANCEL, "");
    } catch (IOException e) {
      // the command ended at the same moment: there is nothing left to cancel
    }
  }
}
