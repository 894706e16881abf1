package dev.mailcask.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// What client and appliance say to each other over the control socket: frames of one byte for the
/// kind, four for the length, and the content.
///
/// The client begins with `REQUEST`. Then the appliance sends `OUT` and `ERR` as they come, asks
/// for standard input (`WANT_INPUT`, answered by `INPUT`) or for a secret (`ASK`, answered by
/// `SECRET` or `NO_SECRET`) where the command needs one, and ends with `EXIT`. `CANCEL` from the
/// client is ctrl-C. Sending is safe from several threads, receiving is one thread's.
final class Frames implements AutoCloseable {

  /// More than any command line or password needs; a larger one is not from a client of ours.
  private static final int LARGEST = 4 << 20;

  private static final int HEAD = 5;

  /// What a frame is.
  enum Kind {
    REQUEST('Q'),
    INPUT('I'),
    SECRET('S'),
    NO_SECRET('N'),
    CANCEL('C'),
    OUT('o'),
    ERR('e'),
    WANT_INPUT('i'),
    ASK('a'),
    EXIT('x');

    private final byte letter;

    Kind(char letter) {
      this.letter = (byte) letter;
    }

    private static Kind of(byte letter) throws IOException {
      for (Kind kind : values()) {
        if (kind.letter == letter) {
          return kind;
        }
      }
      throw new IOException("not a frame of this version of Mailcask");
    }
  }

  private final SocketChannel channel;

  Frames(SocketChannel channel) {
    this.channel = channel;
  }

  /// A received frame.
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record Frame(Kind kind, byte[] content) {
    String text() {
      return new String(content, UTF_8);
    }

    int number() {
      return ByteBuffer.wrap(content).getInt();
    }
  }

  void send(Kind kind, String text) throws IOException {
    byte[] content = text.getBytes(UTF_8);
    send(kind, content, 0, content.length);
  }

  void send(Kind kind, int number) throws IOException {
    send(kind, ByteBuffer.allocate(Integer.BYTES).putInt(number).array(), 0, Integer.BYTES);
  }

  synchronized void send(Kind kind, byte[] content, int offset, int length) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(HEAD + length);
    frame.put(kind.letter).putInt(length).put(content, offset, length).flip();
    while (frame.hasRemaining()) {
      channel.write(frame);
    }
  }

  /// The next frame, or null when the other side has closed.
  @Nullable Frame receive() throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    if (channel.read(head) < 0) {
      return null;
    }
    fill(head);
    Kind kind = Kind.of(head.get(0));
    int length = head.getInt(1);
    if (length < 0 || length > LARGEST) {
      throw new IOException("a frame too large for a command");
    }
    ByteBuffer content = ByteBuffer.allocate(length);
    fill(content);
    return new Frame(kind, content.array());
  }

  private void fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the other side closed in the middle of a frame");
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
