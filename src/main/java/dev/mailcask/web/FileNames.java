package dev.mailcask.web;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Names of files that strangers chose, made fit for the disk of whoever saves them.
final class FileNames {

  private static final int LONGEST = 120;

  /// Control characters, what file systems forbid, and marks that turn the direction of writing:
  /// with those `exe.gpj` reads as `jpg.exe`.
  private static final Pattern FORBIDDEN =
      Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}<>:\"/\\\\|?*]");

  private static final Pattern DEVICE =
      Pattern.compile("(?:con|prn|aux|nul|com\\d|lpt\\d)(?:\\..*)?", Pattern.CASE_INSENSITIVE);

  /// Attribute characters of RFC 5987.
  private static final String PLAIN = "!#$&+-.^_`|~";

  private static final Set<String> ACTIVE =
      Set.of("text/html", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml");

  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,99}");

  private FileNames() {}

  /// A name to save an attachment under; never empty.
  static String safe(String name, int index) {
    int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
    String clean = FORBIDDEN.matcher(name.substring(slash + 1)).replaceAll("").strip();
    clean = clean.replaceAll("^[. ]+|[. ]+$", "");
    if (clean.isEmpty()) {
      return "attachment-" + index;
    }
    return cut(DEVICE.matcher(clean).matches() ? "_" + clean : clean);
  }

  private static String cut(String name) {
    if (name.codePointCount(0, name.length()) <= LONGEST) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    String extension = dot > 0 && name.length() - dot <= 10 ? name.substring(dot) : "";
    int end = name.offsetByCodePoints(0, LONGEST - extension.length());
    return name.substring(0, end) + extension;
  }

  /// A Content-Disposition that saves under the name (RFC 6266), whatever letters it has.
  static String disposition(String name) {
    return disposition(name, "attachment");
  }

  /// @param type `attachment`, or `inline` for what is shown
  static String disposition(String name, String type) {
    StringBuilder ascii = new StringBuilder();
    StringBuilder encoded = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> ascii.appendCodePoint(c < 0x20 || c > 0x7E || c == '"' || c == '\\' ? '_' : c));
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain =
          (c >= '0' && c <= '9')
              || (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || PLAIN.indexOf(c) >= 0;
      encoded.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
    }
    return type + "; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
  }

  /// The media type to send, without those that a browser would run.
  static String mediaType(String type) {
    return MEDIA_TYPE.matcher(type).matches()
            && !ACTIVE.contains(type)
            && !type.endsWith("+xml")
            && !type.endsWith("script")
        ? type
        : "application/octet-stream";
  }
}
