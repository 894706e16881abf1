package dev.mailcask.message;

import dev.mailcask.base.Content;
import java.io.ByteArrayOutputStream;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What was packed inside a part: bytes, and the parts that lie in them.
///
/// @param parts each with its index in this list
/// @param defects of these parts, by the same index
/// @param enclosed whether it is another message, and so not the sender's own words
record Unpacked(Content content, List<MimePart> parts, List<Defect> defects, boolean enclosed) {

  /// The type of a file that does not tell.
  static final String UNKNOWN = "application/octet-stream";

  private static final RawHeader NO_HEADER = RawHeader.scan(new byte[0], 0, 0);

  /// A message or a part of one, as MIME.
  static Unpacked mime(byte[] bytes, boolean enclosed) {
    Content content = Content.of(bytes);
    MimeScanner.Structure structure = MimeScanner.scan(content);
    return new Unpacked(content, structure.parts(), structure.defects(), enclosed);
  }

  /// Collects files and texts. Not thread-safe.
  static final class Builder {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<MimePart> parts = new ArrayList<>();
    private int alternative = -1;

    boolean isEmpty() {
      return parts.isEmpty();
    }

    int size() {
      return parts.size();
    }

    /// From here on, texts are versions of one and the same.
    Builder alternatives() {
      alternative = parts.size();
      add("multipart/alternative", -1, Map.of(), "", Map.of(), new byte[0]);
      return this;
    }

    Builder text(String type, byte[] text, String charset) {
      Map<String, String> parameters = charset.isEmpty() ? Map.of() : Map.of("charset", charset);
      return add(type, alternative, parameters, "", Map.of(), text);
    }

    Builder text(String text) {
      return text("text/plain", text.getBytes(StandardCharsets.UTF_8), "utf-8");
    }

    /// @param type which is guessed from the name where it is [#UNKNOWN]
    Builder file(String name, String type, byte[] content) {
      Map<String, String> named = name.isEmpty() ? Map.of() : Map.of("filename", name);
      boolean known = !type.equals(UNKNOWN);
      String guessed = known ? null : URLConnection.guessContentTypeFromName(name);
      return add(guessed == null ? type : guessed, -1, Map.of(), "attachment", named, content);
    }

    private Builder add(
        String type,
        int parent,
        Map<String, String> parameters,
        String disposition,
        Map<String, String> named,
        byte[] content) {
      int start = bytes.size();
      bytes.writeBytes(content);
      parts.add(
          new MimePart(
              parts.size(),
              parent,
              type,
              parent < 0 ? "" : "multipart/alternative",
              NO_HEADER,
              Parameters.of(type, parameters),
              Parameters.of(disposition, named),
              "",
              start,
              bytes.size()));
      return this;
    }

    Unpacked build(boolean enclosed) {
      Content content = Content.of(bytes.toByteArray());
      return new Unpacked(content, List.copyOf(parts), List.of(), enclosed);
    }
  }
}
