package dev.mailcask.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mailcask.extract.Extraction.Nothing;
import dev.mailcask.extract.Extraction.Text;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written in pictures, where Tesseract is installed.
class OcrTest {

  private static final ExtractSettings WITH_OCR =
      new ExtractSettings(1, 256, Duration.ofMinutes(2), 20L << 20, "auto");

  @TempDir Path directory;

  @BeforeEach
  void needsTesseract() {
    assumeTrue(
        !Tesseract.installed().isEmpty() || Boolean.getBoolean("mailcask.everything"),
        "Tesseract is not installed");
  }

  private static BufferedImage picture() {
    BufferedImage image = new BufferedImage(1200, 400, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 1200, 400);
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 64));
    graphics.drawString("Invoice 4711 for Uppsala", 60, 180);
    graphics.dispose();
    return image;
  }

  private static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static byte[] scan(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PDDocument document = new PDDocument()) {
      PDPage page = new PDPage();
      document.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.drawImage(LosslessFactory.createFromImage(document, image), 40, 400, 500, 166);
      }
      document.save(out);
    }
    return out.toByteArray();
  }

  @Test
  void picturesAndScansAreRead() throws IOException {
    try (ReaderProcesses readers = Readers.real(directory, WITH_OCR)) {
      for (byte[] file : List.of(png(picture()), scan(picture()))) {
        assertThat(readers.extract(Readers.source(file), "", ""))
            .isInstanceOfSatisfying(
                Text.class, text -> assertThat(text.text()).contains("4711", "Uppsala"));
      }
      assertThat(readers.version()).contains("eng");
    }
  }

  @Test
  void smallPicturesAreNot() throws IOException {
    try (ReaderProcesses readers = Readers.real(directory, WITH_OCR)) {
      byte[] small = png(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB));
      assertThat(readers.extract(Readers.source(small), "a.png", "image/png"))
          .isEqualTo(new Nothing());
    }
  }

  @Test
  void languagesAreThoseOfTesseract() {
    List<String> installed = List.of("fra", "deu", "eng");
    assertThat(Tesseract.chosen("auto", installed)).isEqualTo("deu+eng+fra");
    assertThat(Tesseract.chosen("eng+swe", installed)).isEqualTo("eng");
    assertThat(Tesseract.chosen("auto", List.of())).isEmpty();
    assertThat(Tesseract.languages("off")).isEmpty();
  }
}
