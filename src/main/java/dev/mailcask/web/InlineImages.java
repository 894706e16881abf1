package dev.mailcask.web;

import dev.mailcask.base.Content;
import dev.mailcask.message.Attachment;
import dev.mailcask.message.PartReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The images within a message as `data:` URLs, by Content-ID, up to a size that a page can bear.
final class InlineImages implements Function<String, @Nullable String> {

  private static final Set<String> TYPES =
      Set.of("image/png", "image/gif", "image/jpeg", "image/jpg", "image/webp", "image/bmp");

  /// Of all images of one message together.
  private static final int MAX_BYTES = 12 * 1024 * 1024;

  private final Content message;
  private final List<Attachment> parts;
  private final Map<String, String> made = new HashMap<>();
  private int left = MAX_BYTES;

  InlineImages(Content message, List<Attachment> parts) {
    this.message = message;
    this.parts = parts;
  }

  @Override
  public @Nullable String apply(String contentId) {
    String known = made.get(contentId);
    if (known != null) {
      return known;
    }
    for (Attachment part : parts) {
      if (part.contentId().equalsIgnoreCase(contentId)
          && TYPES.contains(part.type().toLowerCase(Locale.ROOT))) {
        String url = url(part);
        if (url != null) {
          made.put(contentId, url);
        }
        return url;
      }
    }
    return null;
  }

  private @Nullable String url(Attachment part) {
    try {
      Optional<InputStream> opened = PartReader.open(message, part.part());
      if (opened.isEmpty()) {
        return null;
      }
      try (InputStream in = opened.get()) {
        byte[] bytes = in.readNBytes(left + 1);
        if (bytes.length > left) {
          return null;
        }
        left -= bytes.length;
        return "data:" + part.type() + ";base64," + Base64.getEncoder().encodeToString(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
