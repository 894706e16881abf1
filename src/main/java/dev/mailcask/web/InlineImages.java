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
///
/// The page holds an image as often as the message shows it, and each time counts: a small mail
/// that shows one photograph a thousand times would else become a page of gigabytes.
final class InlineImages implements Function<String, @Nullable String> {

  private static final Set<String> TYPES =
      Set.of("image/png", "image/gif", "image/jpeg", "image/jpg", "image/webp", "image/bmp");

  /// Of all URLs in one page together.
  private static final int MAX_CHARS = 16 * 1024 * 1024;

  private final Content message;
  private final List<Attachment> parts;

  /// By Content-ID; empty for what is no image, or did not fit: what is left never grows.
  private final Map<String, Optional<String>> made = new HashMap<>();

  private int left = MAX_CHARS;

  InlineImages(Content message, List<Attachment> parts) {
    this.message = message;
    this.parts = parts;
  }

  @Override
  public @Nullable String apply(String contentId) {
    String url = made.computeIfAbsent(contentId.toLowerCase(Locale.ROOT), this::make).orElse(null);
    if (url == null || url.length() > left) {
      return null;
    }
    left -= url.length();
    return url;
  }

  private Optional<String> make(String contentId) {
    return parts.stream()
        .filter(part -> part.contentId().toLowerCase(Locale.ROOT).equals(contentId))
        .filter(part -> TYPES.contains(part.type().toLowerCase(Locale.ROOT)))
        .findFirst()
        .flatMap(this::url);
  }

  private Optional<String> url(Attachment part) {
    try {
      Optional<InputStream> opened = PartReader.open(message, part.part());
      if (opened.isEmpty()) {
        return Optional.empty();
      }
      try (InputStream in = opened.get()) {
        int most = left / 4 * 3;
        byte[] bytes = in.readNBytes(most + 1);
        return bytes.length > most
            ? Optional.empty()
            : Optional.of(
                "data:" + part.type() + ";base64," + Base64.getEncoder().encodeToString(bytes));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
