package dev.mailcask.archive.pack;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// How base64 (RFC 4648, section 4, with padding) is cut into lines. A line end stands between two
/// lines and not behind the last one.
///
/// @param length of a line in characters, without its end; 0 where nothing is cut
record Base64Lines(Ending ending, int length) {

  /// One line of any length.
  static final Base64Lines UNBROKEN = new Base64Lines(Ending.NONE, 0);

  /// The longest line that a recipe can tell.
  static final int MAX_LENGTH = (1 << 16) - 1;

  /// What ends a line; the order is that of the format.
  enum Ending {
    NONE(""),
    LF("\n"),
    CRLF("\r\n");

    private final String text;

    Ending(String text) {
      this.text = text;
    }

    byte[] bytes() {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }

  Base64Lines {
    if (ending == Ending.NONE ? length != 0 : length < 1 || length > MAX_LENGTH) {
      throw new IllegalArgumentException("no lines of " + length + " with " + ending);
    }
  }

  /// The lines of these numbers, or null if there are none such.
  static @Nullable Base64Lines of(int ending, int length) {
    Ending[] endings = Ending.values();
    boolean valid =
        ending >= 0
            && ending < endings.length
            && length <= MAX_LENGTH
            && (ending == 0) == (length == 0)
            && length >= 0;
    return valid ? new Base64Lines(endings[ending], length) : null;
  }

  /// The length of so many bytes in base64, or -1 if it is beyond all numbers.
  long encodedLength(long bytes) {
    if (bytes < 0 || bytes > Long.MAX_VALUE / 8) {
      return -1;
    }
    return textLength((bytes + 2) / 3 * 4);
  }

  /// The length of so many characters with the line ends between them.
  long textLength(long characters) {
    if (ending == Ending.NONE || characters == 0) {
      return characters;
    }
    return characters + (characters - 1) / length * ending.text.length();
  }
}
