package dev.mailcask.archive.pack;

import dev.mailcask.archive.pack.Recipe.Encoded;
import dev.mailcask.archive.pack.Recipe.Literal;
import dev.mailcask.archive.pack.Recipe.OfPart;
import dev.mailcask.archive.pack.Recipe.Piece;
import dev.mailcask.archive.pack.Recipe.Plain;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

/// A message as its recipe makes it of its parts. Not compared with anything: see [CheckedStream].
/// Not thread-safe.
final class RecipeStream extends ChunkedStream {

  private static final int CHUNK = 1 << 15;

  private final Recipe recipe;
  private final Parts parts;
  private final Iterator<Piece> pieces;
  private byte[] buffer = {};
  private int literal;
  private InputStream piece = InputStream.nullInputStream();
  private long left;

  /// Where parts come from.
  interface Parts {

    /// Opens a part; its length is checked by who made the recipe or found the part.
    Opened open(OfPart piece) throws IOException;
  }

  /// A part that is read, and its length.
  record Opened(InputStream in, long length) {}

  RecipeStream(Recipe recipe, Parts parts) {
    this.recipe = recipe;
    this.parts = parts;
    this.pieces = recipe.pieces().iterator();
  }

  @Override
  boolean fill() throws IOException {
    while (left == 0) {
      if (!pieces.hasNext()) {
        return false;
      }
      piece.close();
      Piece next = pieces.next();
      left = next.length();
      switch (next) {
        case Literal l -> {
          give(recipe.literals(), literal, literal + (int) l.length());
          literal += (int) l.length();
          left = 0;
          return true;
        }
        case Plain p -> piece = parts.open(p).in();
        case Encoded e -> {
          Opened part = parts.open(e);
          piece = new Base64Encoding(part.in(), part.length(), e.lines());
        }
      }
      if (buffer.length < CHUNK) {
        buffer = new byte[(int) Math.min(CHUNK, Math.max(left, 1))];
      }
    }
    int read = piece.read(buffer, 0, (int) Math.min(buffer.length, left));
    if (read < 0) {
      left = 0; // too short a part: whoever compares the message finds out
      return true;
    }
    left -= read;
    give(buffer, 0, read);
    return true;
  }

  @Override
  public void close() throws IOException {
    piece.close();
  }
}
