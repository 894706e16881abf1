package dev.mailcask.archive.pack;

import dev.mailcask.archive.pack.Recipe.Encoded;
import dev.mailcask.archive.pack.Recipe.Literal;
import dev.mailcask.archive.pack.Recipe.Piece;
import dev.mailcask.archive.pack.Recipe.Plain;
import dev.mailcask.archive.pack.RecipeStream.Opened;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.message.Body;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes the large parts out of a message, and proves that the recipe brings the message back. Not
/// thread-safe; one for each message.
///
/// A body in base64 gives a part without base64, as far as it is canonical; what stands behind that
/// (an empty line, a list's footer) stays in the message, or is a part as it is where it is large.
/// Any other large body is a part as it is. Whatever the MIME, nothing can go wrong but the saving:
/// the recipe, as it will be stored, is read again and makes a message that must have the id of the
/// one that came in.
///
/// Parts up to a limit are kept in memory between the steps, larger ones are read again, so that
/// memory use does not depend on the size of the message.
final class MessageSplitter {

  /// What is kept in memory of the parts of one message.
  private static final long MAX_KEPT = 4L << 20;

  private static final int CHUNK = 1 << 14;

  /// A message in pieces.
  ///
  /// @param recipe as it is stored
  /// @param parts in the order of the message, each once
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Split(byte[] recipe, List<Part> parts) {}

  /// A part of a message on its way into the archive.
  ///
  /// @param isDense whether it is not likely to compress
  record Part(ContentId id, long length, boolean isDense, Source source) {}

  /// Bytes that can be read again and again.
  interface Source {
    InputStream open() throws IOException;
  }

  private final Content message;
  private final ContentId id;
  private final int threshold;

  private final List<Piece> pieces = new ArrayList<>();
  private final Map<ContentId, Part> parts = new LinkedHashMap<>();
  private final ByteArrayOutputStream literals = new ByteArrayOutputStream();
  private long taken;
  private long kept;

  private MessageSplitter(Content message, ContentId id, int threshold) {
    this.message = message;
    this.id = id;
    this.threshold = threshold;
  }

  /// Splits a message.
  ///
  /// @param threshold bodies of so many bytes or more become parts
  /// @return null if the message is to be stored whole
  /// @throws IOException if the message cannot be read
  static @Nullable Split split(Content message, ContentId id, int threshold) throws IOException {
    if (message.size() < threshold) {
      return null;
    }
    return new MessageSplitter(message, id, threshold).run();
  }

  private @Nullable Split run() throws IOException {
    for (Body body : bodies()) {
      if (body.start() < taken || body.end() > message.size()) {
        return null;
      }
      if (body.length() >= threshold && !take(body)) {
        return null;
      }
    }
    if (parts.isEmpty() || !literal(message.size())) {
      return null;
    }
    Recipe recipe = new Recipe(message.size(), pieces, literals.toByteArray());
    byte[] bytes = recipe.toBytes();
    return bytes != null && isExact(bytes) ? new Split(bytes, List.copyOf(parts.values())) : null;
  }

  private List<Body> bodies() throws IOException {
    try {
      return Body.in(message);
    } catch (UncheckedIOException e) {
      throw new IOException(e);
    }
  }

  /// @return whether the recipe may go on
  private boolean take(Body body) throws IOException {
    long from = body.start();
    if (body.encoding().equals("base64")) {
      Base64Decoding decoding = new Base64Decoding(range(from, body.length()), body.length());
      long most = (body.length() / 4 + 1) * 3;
      Part part = part(decoding, most, () -> base64(decoding, body.start()));
      if (decoding.textLength() >= threshold) {
        if (!literal(from + decoding.leading())) {
          return false;
        }
        pieces.add(new Encoded(decoding.textLength(), part.id, decoding.lines()));
        parts.putIfAbsent(part.id, part);
        taken += decoding.textLength();
        from = taken;
      }
    }
    long rest = body.end() - from;
    if (rest < threshold) {
      return true;
    }
    if (!literal(from)) {
      return false;
    }
    long start = from;
    Part part = part(range(start, rest), rest, () -> range(start, rest));
    pieces.add(new Plain(rest, part.id));
    parts.putIfAbsent(part.id, part);
    taken += rest;
    return true;
  }

  private InputStream base64(Base64Decoding found, long bodyStart) throws IOException {
    long length = found.textLength();
    return new Base64Decoding(range(bodyStart + found.leading(), length), length);
  }

  /// Reads a part to its end: its id, whether it is dense, and its bytes if there is room for them.
  ///
  /// @param most how long it may be
  /// @param again to read it again
  private Part part(InputStream in, long most, Source again) throws IOException {
    MessageDigest digest = ContentId.digest();
    Density density = new Density();
    ByteArrayOutputStream keep =
        kept + most <= MAX_KEPT ? new ByteArrayOutputStream((int) most) : null;
    byte[] buffer = new byte[(int) Math.min(CHUNK, most)];
    long length = 0;
    try (in) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        density.update(buffer, 0, read);
        length += read;
        if (keep != null) {
          keep.write(buffer, 0, read);
        }
      }
    }
    Source source = again;
    if (keep != null) {
      byte[] bytes = keep.toByteArray();
      kept += bytes.length;
      source = () -> new ByteArrayInputStream(bytes);
    }
    return new Part(ContentId.ofDigest(digest.digest()), length, density.isDense(), source);
  }

  /// Leaves the message's bytes up to here in the recipe.
  ///
  /// @return whether it can hold them
  private boolean literal(long end) throws IOException {
    long length = end - taken;
    if (length > Recipe.MAX_BYTES - literals.size()) {
      return false;
    }
    if (length > 0) {
      try (InputStream in = range(taken, length)) {
        in.transferTo(literals);
      }
      pieces.add(new Literal(length));
      taken = end;
    }
    return true;
  }

  private InputStream range(long from, long length) throws IOException {
    if (message instanceof Content.InMemory(byte[] bytes)) {
      return new ByteArrayInputStream(bytes, (int) from, (int) length);
    }
    InputStream in = message.open();
    try {
      in.skipNBytes(from);
      return new Range(in, length);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private boolean isExact(byte[] recipe) throws IOException {
    Recipe stored = Recipe.parse(recipe);
    if (stored == null) {
      return false;
    }
    MessageDigest digest = ContentId.digest();
    byte[] buffer = new byte[CHUNK];
    try (InputStream in = new RecipeStream(stored, piece -> open(piece.part()))) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return ContentId.ofDigest(digest.digest()).equals(id);
  }

  private Opened open(ContentId part) throws IOException {
    Part found = parts.get(part);
    if (found == null) {
      throw new IllegalStateException("a recipe names a part that was not taken");
    }
    return new Opened(found.source.open(), found.length);
  }

  /// So many bytes of a stream.
  private static final class Range extends ChunkedStream {
    private final InputStream in;
    private final byte[] buffer;
    private long left;

    Range(InputStream in, long length) {
      this.in = in;
      this.left = length;
      this.buffer = new byte[(int) Math.min(CHUNK, Math.max(length, 1))];
    }

    @Override
    boolean fill() throws IOException {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      left -= Math.max(read, 0);
      give(buffer, 0, Math.max(read, 0));
      return read > 0;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
