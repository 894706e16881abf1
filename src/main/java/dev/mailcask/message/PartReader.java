package dev.mailcask.message;

import dev.mailcask.base.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Streams the decoded bytes of one part of a message. Stateless and thread-safe; memory use does
/// not depend on the size of the part; of what is packed inside a part, all up to its limit of 32
/// MiB is held.
public final class PartReader {

  private static final int CHUNK = 16 * 1024;

  private PartReader() {}

  /// Opens a part by its index, as [Attachment#part()] gives it; the caller closes the stream.
  ///
  /// @return empty if the message has no such part
  /// @throws IOException if the message cannot be read
  public static Optional<InputStream> open(Content message, int part) throws IOException {
    if (part < 0) {
      return Optional.empty();
    }
    List<MimePart> parts = MimeScanner.scan(message).parts();
    if (part < parts.size()) {
      return Optional.of(open(message, parts.get(part)));
    }
    MessageParser.Place packed = MessageParser.locate(message, part);
    return packed == null ? Optional.empty() : Optional.of(open(packed.content(), packed.part()));
  }

  private static InputStream open(Content message, MimePart found) throws IOException {
    InputStream in = message.open();
    try {
      in.skipNBytes(found.bodyStart());
    } catch (IOException e) {
      in.close();
      throw e;
    }
    long length = found.bodyEnd() - found.bodyStart();
    return new Decoding(in, length, TransferDecoder.of(found.encoding()));
  }

  private static final class Decoding extends InputStream {

    private final InputStream in;
    private final TransferDecoder decoder;
    private final byte[] raw = new byte[CHUNK];
    private final byte[] decoded = new byte[CHUNK + 4];
    private long left;
    private int at;
    private int end;

    Decoding(InputStream in, long length, TransferDecoder decoder) {
      this.in = in;
      this.left = length;
      this.decoder = decoder;
    }

    @Override
    public int read() throws IOException {
      return fill() ? decoded[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, end - at);
      System.arraycopy(decoded, at, target, offset, count);
      at += count;
      return count;
    }

    private boolean fill() throws IOException {
      while (at == end) {
        int read = left <= 0 ? -1 : in.read(raw, 0, (int) Math.min(raw.length, left));
        if (read < 0) {
          return false;
        }
        left -= read;
        at = 0;
        end = decoder.decode(raw, 0, read, decoded);
      }
      return true;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
