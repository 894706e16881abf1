package dev.mailcask.web;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How an attachment can be looked at without saving it.
///
/// Name and type are what a stranger wrote, so they only decide what is offered. What is sent is
/// decided by the bytes: an image or a PDF that does not begin like one is not shown.
enum Preview {
  IMAGE,
  PDF,
  TEXT;

  private static final Set<String> IMAGES = Set.of("png", "jpg", "jpeg", "gif", "webp", "bmp");

  private static final Set<String> TEXTS =
      Set.of(
          "txt", "text", "csv", "tsv", "md", "log", "json", "xml", "yaml", "yml", "ics", "vcf",
          "ini", "conf", "diff", "patch", "html", "htm", "css", "js", "java", "py", "c", "h", "sh",
          "sql", "tex", "asc");

  private static final Set<String> TEXT_TYPES =
      Set.of("application/json", "application/xml", "application/x-yaml", "application/x-sh");

  /// First bytes of the formats that browsers show, as ISO 8859-1.
  private static final Map<String, String> BEGINNINGS =
      Map.of(
          "\u0089PNG\r\n\u001a\n", "image/png",
          "\u00ff\u00d8\u00ff", "image/jpeg",
          "GIF87a", "image/gif",
          "GIF89a", "image/gif",
          "BM", "image/bmp",
          "%PDF-", "application/pdf");

  /// Bytes that [#mediaType] wants to see.
  static final int HEAD = 1024;

  /// What is offered for an attachment, null where it can only be saved.
  static @Nullable Preview of(String type, String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (type.equals("application/pdf") || extension.equals("pdf")) {
      return PDF;
    }
    if (IMAGES.contains(extension)
        || (type.startsWith("image/") && IMAGES.contains(type.substring("image/".length())))) {
      return IMAGE;
    }
    return type.startsWith("text/") || TEXT_TYPES.contains(type) || TEXTS.contains(extension)
        ? TEXT
        : null;
  }

  /// The media type of an image or a PDF by its first bytes, null if it is neither.
  static @Nullable String mediaType(byte[] head) {
    String begins = new String(head, 0, Math.min(head.length, HEAD), StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, String> known : BEGINNINGS.entrySet()) {
      if (begins.startsWith(known.getKey())) {
        return known.getValue();
      }
    }
    if (begins.startsWith("RIFF") && begins.startsWith("WEBP", 8)) {
      return "image/webp";
    }
    // Readers of PDF allow some bytes before its beginning.
    return begins.contains("%PDF-") ? "application/pdf" : null;
  }

  /// Bytes as text, null where they are none. A character that was cut off at the end is left out.
  static @Nullable String text(byte[] bytes) {
    if (begins(bytes, 0xFE, 0xFF) || begins(bytes, 0xFF, 0xFE)) {
      return decode(bytes, StandardCharsets.UTF_16);
    }
    for (byte b : bytes) {
      if (b == 0) {
        return null;
      }
    }
    String utf8 = decode(bytes, StandardCharsets.UTF_8);
    return utf8 != null ? utf8 : new String(bytes, Charset.forName("windows-1252"));
  }

  private static boolean begins(byte[] bytes, int first, int second) {
    return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
  }

  private static @Nullable String decode(byte[] bytes, Charset charset) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), out, false);
    if (result.isError()) {
      return null;
    }
    String text = new String(Arrays.copyOf(out.array(), out.position()));
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
