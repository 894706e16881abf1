package dev.mailcask.extract;

import dev.mailcask.base.Failure;
import java.time.Duration;

/// How attachments are read.
///
/// @param processes that read at the same time
/// @param memoryMegabytes of heap of each
/// @param time that one file may take
/// @param maxBytes of one file
/// @param ocr `auto` for all languages of an installed Tesseract, `off`, or languages as it names
///     them: `deu+eng`
public record ExtractSettings(
    int processes, int memoryMegabytes, Duration time, long maxBytes, String ocr) {

  public static final ExtractSettings DEFAULT =
      new ExtractSettings(1, 256, Duration.ofSeconds(60), 100L << 20, "auto");

  public ExtractSettings {
    if (processes < 1 || memoryMegabytes < 64 || time.toSeconds() < 1 || maxBytes < 1) {
      throw new Failure.Misconfigured(
          "extract settings",
          "a limit is too small for anything to be read",
          "use one process, 64 MiB, one second and one byte or more");
    }
  }
}
