package dev.mailcask.message;

import dev.mailcask.base.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Streams the decoded bytes of parts of a message. Not thread-safe; memory use does not depend on
/// the size of a part; what is packed inside parts is unpacked when it is first asked for, and
/// held: less than 100 MiB.
///
/// A message is looked through once, however many of its parts are opened, and once more for what
/// is packed inside. What is before a part is skipped, which costs nothing where the message
/// lies in memory or in a file.
public final class PartReader {

  private static final int CHUNK = 16 * 1024;

  private final Content message;
  private final List<MimePart> parts;

  private Inside inside = new Inside(0);

  /// @throws java.io.UncheckedIOException if the message cannot be read
  public PartReader(Content message) {
    this.message = message;
    this.parts = MimeScanner.scan(message).parts();
  }

  /// Opens one part of a message, see [#open(int)].
  public static Optional<InputStream> open(Content message, int part) throws IOException {
    return new PartReader(message).open(part);
  }

  /// Opens a part by its index, as [Attachment#part()] gives it; the caller closes the stream.
  ///
  /// @return empty if the message has no such part
  /// @throws IOException if the message cannot be read
  public Optional<InputStream> open(int part) throws IOException {
    if (part < 0) {
      return Optional.empty();
    }
    if (part < parts.size()) {
      return Optional.of(open(message, parts.get(part)));
    }
    Layer layer = packed(part);
    return layer == null ? Optional.empty() : Optional.of(open(layer.content(), layer.at(part)));
  }

  /// Where a part lies that is packed inside another one. As parts are mostly asked for in their
  /// order, those behind it are unpacked with it.
  private @Nullable Layer packed(int part) {
    Layer known = inside.with(part);
    if (known == null) {
      inside = MessageParser.packed(message, part);
      known = inside.with(part);
    }
    return known;
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
