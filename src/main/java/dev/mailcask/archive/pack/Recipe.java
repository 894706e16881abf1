package dev.mailcask.archive.pack;

import dev.mailcask.base.ContentId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a message is put together from literal bytes and parts, as `src/docs/archive-format.md` has
/// it in section 2.
///
/// @param length of the message
/// @param literals the bytes of all literal pieces, joined
@SuppressWarnings("ArrayRecordComponent") // never compared
record Recipe(long length, List<Piece> pieces, byte[] literals) {

  /// The most bytes that a recipe may have.
  static final int MAX_BYTES = 1 << 23;

  private static final int HEAD = 12;
  private static final int PIECE = 48;

  private static final byte LITERAL = 0;
  private static final byte AS_IT_IS = 1;
  private static final byte BASE64 = 2;

  Recipe {
    pieces = List.copyOf(pieces);
  }

  /// A stretch of the message.
  sealed interface Piece {
    /// How many bytes of the message it makes.
    long length();
  }

  /// The next so many of the literal bytes.
  record Literal(long length) implements Piece {}

  /// A piece that a part makes.
  sealed interface OfPart extends Piece {
    ContentId part();

    /// How many bytes of a message a part of this length makes.
    long made(long partLength);
  }

  /// A part as it is.
  record Plain(long length, ContentId part) implements OfPart {
    @Override
    public long made(long partLength) {
      return partLength;
    }
  }

  /// A part in base64.
  record Encoded(long length, ContentId part, Base64Lines lines) implements OfPart {
    @Override
    public long made(long partLength) {
      return lines.encodedLength(partLength);
    }
  }

  /// The pieces that are made of parts.
  List<OfPart> parts() {
    return pieces.stream().filter(OfPart.class::isInstance).map(OfPart.class::cast).toList();
  }

  /// The recipe's bytes, or null if they were too many.
  byte @Nullable [] toBytes() {
    long size = HEAD + (long) PIECE * pieces.size() + literals.length;
    if (size > MAX_BYTES) {
      return null;
    }
    ByteBuffer out = ByteBuffer.allocate((int) size);
    out.putLong(length).putInt(pieces.size());
    for (Piece piece : pieces) {
      switch (piece) {
        case Literal l -> put(out, LITERAL, Base64Lines.UNBROKEN, l.length, NOTHING);
        case Plain p -> put(out, AS_IT_IS, Base64Lines.UNBROKEN, p.length, p.part);
        case Encoded e -> put(out, BASE64, e.lines, e.length, e.part);
      }
    }
    return out.put(literals).array();
  }

  private static final ContentId NOTHING = new ContentId(0, 0, 0, 0);

  private static void put(
      ByteBuffer out, byte how, Base64Lines lines, long length, ContentId part) {
    out.put(how).put((byte) lines.ending().code()).putShort((short) lines.length()).putInt(0);
    out.putLong(length);
    out.putLong(part.a()).putLong(part.b()).putLong(part.c()).putLong(part.d());
  }

  /// Reads a recipe, or returns null if the bytes are none.
  static @Nullable Recipe parse(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < HEAD || bytes.length > MAX_BYTES) {
      return null;
    }
    long length = in.getLong();
    int count = in.getInt();
    if (length < 0 || count < 0 || count > in.remaining() / PIECE) {
      return null;
    }
    List<Piece> pieces = new ArrayList<>(count);
    long made = 0;
    long literal = 0;
    for (int i = 0; i < count; i++) {
      Piece piece = piece(in);
      if (piece == null || piece.length() > length - made) {
        return null;
      }
      pieces.add(piece);
      made += piece.length();
      literal += piece instanceof Literal ? piece.length() : 0;
    }
    if (made != length || literal != in.remaining()) {
      return null;
    }
    byte[] literals = new byte[in.remaining()];
    in.get(literals);
    return new Recipe(length, pieces, literals);
  }

  private static @Nullable Piece piece(ByteBuffer in) {
    byte how = in.get();
    int ending = in.get();
    int lineLength = Short.toUnsignedInt(in.getShort());
    int reserved = in.getInt();
    long length = in.getLong();
    ContentId part = new ContentId(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    if (reserved != 0 || length < 0) {
      return null;
    }
    if (how == BASE64) {
      Base64Lines lines = Base64Lines.of(ending, lineLength);
      return lines == null ? null : new Encoded(length, part, lines);
    }
    if (ending != 0 || lineLength != 0) {
      return null;
    }
    return switch (how) {
      case LITERAL -> part.equals(NOTHING) ? new Literal(length) : null;
      case AS_IT_IS -> new Plain(length, part);
      default -> null;
    };
  }
}
