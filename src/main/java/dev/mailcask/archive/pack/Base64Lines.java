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

  /// What ends a line.
  enum Ending {
    NONE(0, ""),
    LF(1, "\n"),
    CRLF(2, "\r\n");

    private final int code;
    private final String text;

    Ending(int code, String text) {
      this.code = code;
      this.text = text;
    }

    /// Its number in a recipe.
    int code() {
      return code;
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
  static @Nullable Base64Lines of(int code, int length) {
    for (Ending ending : Ending.values()) {
      if (ending.code == code && (code == 0) == (length == 0) && length <= MAX_LENGTH) {
        return new Base64Lines(ending, length);
      }
    }
    return null;
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
