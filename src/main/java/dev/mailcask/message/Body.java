package dev.mailcask.message;

import dev.mailcask.base.Content;
import java.io.UncheckedIOException;
import java.util.List;

/// The body of a part that holds no other parts: a place in the bytes of a message.
///
/// @param start where it begins in the message
/// @param end where it ends; a line break before a boundary belongs to the boundary
/// @param encoding the Content-Transfer-Encoding in lower case, empty where there is none
/// @param type the media type in lower case: `image/png`
public record Body(long start, long end, String encoding, String type) {

  /// How many bytes it has in the message.
  public long length() {
    return end - start;
  }

  /// Finds the bodies of a message in one pass: those of messages within it too. There is an answer
  /// for any bytes, and memory use does not depend on the size of the message.
  ///
  /// @return in order, and none reaches into another
  /// @throws UncheckedIOException if the bytes cannot be read
  public static List<Body> in(Content message) {
    return MimeScanner.leaves(message);
  }
}
