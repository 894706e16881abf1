package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FileNamesTest {

  @Test
  void evilNamesBecomeHarmless() {
    Map<String, String> names =
        Map.ofEntries(
            Map.entry("report.pdf", "report.pdf"),
            Map.entry("Übersicht 2026.pdf", "Übersicht 2026.pdf"),
            Map.entry("../../etc/passwd", "passwd"),
            Map.entry("C:\\Windows\\system32\\evil.dll", "evil.dll"),
            Map.entry("..", "attachment-3"),
            Map.entry("", "attachment-3"),
            Map.entry("   ", "attachment-3"),
            Map.entry(".htaccess", "htaccess"),
            Map.entry("name.exe. ", "name.exe"),
            Map.entry("photo\u202Egpj.exe", "photogpj.exe"),
            Map.entry("a\r\nSet-Cookie: x", "aSet-Cookie x"),
            Map.entry("a\u0000b\u007F.txt", "ab.txt"),
            Map.entry("what?<is>\"this\"|*.txt", "whatisthis.txt"),
            Map.entry("CON", "_CON"),
            Map.entry("lpt1.txt", "_lpt1.txt"),
            Map.entry("\uD800.txt", "txt"));
    names.forEach((given, safe) -> assertThat(FileNames.safe(given, 3)).as(given).isEqualTo(safe));
  }

  @Test
  void longNamesKeepTheirExtension() {
    String safe = FileNames.safe("x".repeat(5000) + ".tar.gz", 1);
    assertThat(safe).hasSize(120).endsWith(".gz");
    String emoji = FileNames.safe("😀".repeat(500) + ".png", 1);
    assertThat(emoji).endsWith("😀.png");
    assertThat(emoji.codePointCount(0, emoji.length())).isEqualTo(120);
  }

  @Test
  void theHeaderHoldsAnyName() {
    assertThat(FileNames.disposition("a \"b\" €;.txt"))
        .isEqualTo(
            "attachment; filename=\"a _b_ _;.txt\";"
                + " filename*=UTF-8''a%20%22b%22%20%E2%82%AC%3B.txt");
  }

  @Test
  void typesThatABrowserWouldRunAreNotPassedOn() {
    assertThat(FileNames.mediaType("application/pdf")).isEqualTo("application/pdf");
    assertThat(FileNames.mediaType("image/png")).isEqualTo("image/png");
    for (String active :
        java.util.List.of(
            "text/html",
            "image/svg+xml",
            "application/xhtml+xml",
            "application/rss+xml",
            "text/javascript",
            "application/ecmascript",
            "",
            "text",
            "text/plain\r\nX: y",
            "TEXT/HTML")) {
      assertThat(FileNames.mediaType(active)).as(active).isEqualTo("application/octet-stream");
    }
  }
}
