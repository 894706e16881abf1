package dev.mailcask.mailbox.imap;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The encoding of folder names (RFC 3501 section 5.1.3): UTF-16 in Base64 between `&` and `-`,
/// with `,` for `/`. Decoded names are for people only, the raw name is the key.
final class ModifiedUtf7 {

  private ModifiedUtf7() {}

  /// The name for people. What is not valid is taken for UTF-8 if it is that, as some servers send
  /// it, and left as it is otherwise.
  static String decode(String raw) {
    StringBuilder name = new StringBuilder();
    int position = 0;
    while (position < raw.length()) {
      char c = raw.charAt(position);
      if (c > 0x7e) {
        return utf8(raw);
      }
      int end = c == '&' ? raw.indexOf('-', position) : position;
      if (end < 0) {
        return raw;
      }
      if (end == position) {
        name.append(c);
      } else if (end == position + 1) {
        name.append('&');
      } else {
        String decoded = base64(raw.substring(position + 1, end));
        if (decoded.isEmpty()) {
          return raw;
        }
        name.append(decoded);
      }
      position = end + 1;
    }
    return name.toString();
  }

  /// The raw name, one char a byte.
  static String encode(String name) {
    StringBuilder raw = new StringBuilder();
    int position = 0;
    while (position < name.length()) {
      char c = name.charAt(position);
      if (plain(c)) {
        raw.append(c == '&' ? "&-" : Character.toString(c));
        position++;
      } else {
        int end = position;
        while (end < name.length() && !plain(name.charAt(end))) {
          end++;
        }
        byte[] utf16 = name.substring(position, end).getBytes(StandardCharsets.UTF_16BE);
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(utf16);
        raw.append('&').append(base64.replace('/', ',')).append('-');
        position = end;
      }
    }
    return raw.toString();
  }

  private static boolean plain(char c) {
    return c >= 0x20 && c <= 0x7e;
  }

  /// The text of a run of Base64, empty if it is not valid.
  private static String base64(String run) {
    try {
      byte[] utf16 = Base64.getDecoder().decode(run.replace(',', '/'));
      return StandardCharsets.UTF_16BE.newDecoder().decode(ByteBuffer.wrap(utf16)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return "";
    }
  }

  private static String utf8(String raw) {
    try {
      CharBuffer name =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(raw.getBytes(StandardCharsets.ISO_8859_1)));
      return name.toString();
    } catch (CharacterCodingException e) {
      return raw;
    }
  }
}
