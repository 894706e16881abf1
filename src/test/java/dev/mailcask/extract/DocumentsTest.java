package dev.mailcask.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.extract.Extraction.Nothing;
import dev.mailcask.extract.Extraction.Refused;
import dev.mailcask.extract.Extraction.Text;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Honest files of every kind, read by the real reader.
class DocumentsTest {

  private static final String TEXT = "Die Rechnung aus Uppsala liegt bei";

  @TempDir static Path directory;
  private static ReaderProcesses readers;

  @BeforeAll
  static void begin() {
    readers = Readers.real(directory, Readers.QUICK);
  }

  @AfterAll
  static void end() {
    readers.close();
  }

  private static Extraction read(byte[] bytes, String name, String type) throws IOException {
    return readers.extract(Readers.source(bytes), name, type);
  }

  static Stream<Arguments> documents() {
    return Stream.of(
        Arguments.of("a.docx", Documents.docx(TEXT)),
        Arguments.of("a.xlsx", Documents.xlsx(TEXT)),
        Arguments.of("a.pptx", Documents.pptx(TEXT)),
        Arguments.of("a.pdf", Documents.pdf(TEXT)),
        Arguments.of("a.odt", Documents.odt(TEXT)),
        Arguments.of("a.epub", Documents.epub(TEXT)),
        Arguments.of("a.rtf", Documents.rtf(TEXT)),
        Arguments.of("a.html", Documents.html(TEXT)),
        Arguments.of("a.eml", Documents.eml(TEXT)),
        Arguments.of("a.txt", TEXT.getBytes(UTF_8)),
        Arguments.of(
            "a.zip",
            Documents.zip(
                Map.of("in/a.docx", Documents.docx(TEXT), "b.pdf", Documents.pdf("another")))));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void textIsFoundWhateverTheFileIsCalled(String name, byte[] bytes) throws IOException {
    for (String called : new String[] {name, ""}) {
      assertThat(read(bytes, called, "application/octet-stream"))
          .as("%s as '%s'", name, called)
          .isInstanceOfSatisfying(
              Text.class,
              text -> {
                assertThat(text.text()).contains(TEXT);
                assertThat(text.cut()).isFalse();
              });
    }
  }

  @Test
  void filesInAZipAreNamed() throws IOException {
    byte[] zip =
        Documents.zip(
            Map.of("Rechnung-4711.pdf", Documents.pdf("one"), "photo.raw", new byte[] {1, 2}));
    assertThat(((Text) read(zip, "a.zip", "")).text())
        .contains("Rechnung-4711.pdf", "one", "photo.raw");
  }

  @Test
  void titlesAreRead() throws IOException {
    assertThat(((Text) read(Documents.docx(TEXT), "", "")).text())
        .startsWith("A letter\n")
        .endsWith(TEXT);
  }

  @Test
  void scriptsOfAPageAreNotItsText() throws IOException {
    assertThat(((Text) read(Documents.html(TEXT), "", "")).text()).doesNotContain("var no");
  }

  @Test
  void picturesWithoutOcrAndUnknownBytesHaveNoText() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB), "png", png);
    assertThat(read(png.toByteArray(), "a.png", "image/png")).isEqualTo(new Nothing());
    assertThat(read(new byte[] {0, 1, 2, (byte) 0xFF, 7}, "a.bin", "")).isEqualTo(new Nothing());
    assertThat(read(new byte[0], "a.pdf", "application/pdf")).isEqualTo(new Nothing());
  }

  @Test
  void encryptedFilesSaySo() throws IOException {
    Refused encrypted = new Refused(Reason.ENCRYPTED);
    assertThat(read(Documents.pdf(TEXT, "secret"), "a.pdf", "")).isEqualTo(encrypted);
    assertThat(read(Documents.encryptedDocx(TEXT, "secret"), "a.docx", "")).isEqualTo(encrypted);
    assertThat(read(encryptedZip(), "a.zip", "")).isEqualTo(encrypted);
  }

  /// A zip whose entry says of itself that it is encrypted.
  private static byte[] encryptedZip() {
    byte[] zip = Documents.zip(Map.of("a.txt", TEXT.getBytes(UTF_8)));
    for (int i = 0; i + 10 < zip.length; i++) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 3 && zip[i + 3] == 4) {
        zip[i + 6] |= 1;
      }
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
        zip[i + 8] |= 1;
      }
    }
    return zip;
  }
}
