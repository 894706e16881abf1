package dev.mailcask.extract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The OCR program, where it is installed.
final class Tesseract {

  private static final Logger log = LoggerFactory.getLogger(Tesseract.class);

  /// Data that comes with it and is no language.
  private static final Set<String> NO_LANGUAGE = Set.of("osd", "equ", "snum");

  /// More languages at once make it slow and no better.
  private static final int MAX_LANGUAGES = 6;

  private Tesseract() {}

  /// The languages to read in, as Tesseract takes them: `deu+eng`; empty for no OCR.
  ///
  /// @param wanted `auto`, `off`, or languages
  static String languages(String wanted) {
    if (wanted.equals("off")) {
      return "";
    }
    return chosen(wanted, installed());
  }

  static String chosen(String wanted, List<String> installed) {
    if (installed.isEmpty()) {
      return "";
    }
    if (wanted.equals("auto")) {
      return String.join("+", installed.stream().sorted().limit(MAX_LANGUAGES).toList());
    }
    List<String> languages = Stream.of(wanted.split("\\+", -1)).map(String::strip).toList();
    languages.stream()
        .filter(language -> !installed.contains(language))
        .forEach(language -> log.warn("Tesseract has no language '{}': OCR without it", language));
    return String.join("+", languages.stream().filter(installed::contains).toList());
  }

  /// The languages that are installed; none where Tesseract is not.
  static List<String> installed() {
    Process process;
    try {
      process = new ProcessBuilder("tesseract", "--list-langs").redirectErrorStream(true).start();
    } catch (IOException e) {
      log.debug("no Tesseract", e);
      return List.of();
    }
    try (InputStream out = process.getInputStream()) {
      process.getOutputStream().close();
      List<String> languages =
          new String(out.readAllBytes(), UTF_8)
              .lines()
              .skip(1) // says how many there are
              .map(String::strip)
              .filter(line -> line.matches("[A-Za-z_/]{3,30}") && !NO_LANGUAGE.contains(line))
              .toList();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0
          ? languages
          : List.of();
    } catch (IOException e) {
      log.warn("Tesseract does not say its languages: no OCR");
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      process.destroyForcibly();
    }
  }
}
