package dev.mailcask.extract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;

/// Files as people attach them, each around a line of text.
public final class Documents {

  private Documents() {}

  private interface Writing {
    void to(ByteArrayOutputStream out) throws Exception;
  }

  private static byte[] bytes(Writing writing) {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      writing.to(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public static byte[] docx(String text) {
    return bytes(
        out -> {
          try (XWPFDocument document = new XWPFDocument()) {
            document.createParagraph().createRun().setText(text);
            document.getProperties().getCoreProperties().setTitle("A letter");
            document.write(out);
          }
        });
  }

  static byte[] xlsx(String text) {
    return bytes(
        out -> {
          try (XSSFWorkbook book = new XSSFWorkbook()) {
            book.createSheet("sheet").createRow(2).createCell(3).setCellValue(text);
            book.write(out);
          }
        });
  }

  static byte[] pptx(String text) {
    return bytes(
        out -> {
          try (XMLSlideShow show = new XMLSlideShow()) {
            show.createSlide().createTextBox().setText(text);
            show.write(out);
          }
        });
  }

  static byte[] pdf(String text) {
    return pdf(text, null);
  }

  /// @param password null for none
  static byte[] pdf(String text, @org.jspecify.annotations.Nullable String password) {
    return bytes(
        out -> {
          try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
              content.beginText();
              content.setFont(new PDType1Font(FontName.HELVETICA), 12);
              content.newLineAtOffset(50, 700);
              content.showText(text);
              content.endText();
            }
            if (password != null) {
              StandardProtectionPolicy policy =
                  new StandardProtectionPolicy(password, password, new AccessPermission());
              policy.setEncryptionKeyLength(256);
              document.protect(policy);
            }
            document.save(out);
          }
        });
  }

  static byte[] encryptedDocx(String text, String password) {
    return bytes(
        out -> {
          try (POIFSFileSystem files = new POIFSFileSystem()) {
            Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
            encryptor.confirmPassword(password);
            try (var in = encryptor.getDataStream(files)) {
              in.write(docx(text));
            }
            files.writeFilesystem(out);
          }
        });
  }

  public static byte[] zip(Map<String, byte[]> entries) {
    return bytes(
        out -> {
          try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (var entry : entries.entrySet()) {
              zip.putNextEntry(new ZipEntry(entry.getKey()));
              zip.write(entry.getValue());
              zip.closeEntry();
            }
          }
        });
  }

  /// A zip whose first entry, as OpenDocument and EPUB want it, is its type, not compressed.
  private static byte[] typedZip(String type, Map<String, String> entries) {
    return bytes(
        out -> {
          try (ZipOutputStream zip = new ZipOutputStream(out)) {
            byte[] bytes = type.getBytes(US_ASCII);
            CRC32 crc = new CRC32();
            crc.update(bytes);
            ZipEntry mimetype = new ZipEntry("mimetype");
            mimetype.setMethod(ZipEntry.STORED);
            mimetype.setSize(bytes.length);
            mimetype.setCrc(crc.getValue());
            zip.putNextEntry(mimetype);
            zip.write(bytes);
            for (var entry : entries.entrySet()) {
              zip.putNextEntry(new ZipEntry(entry.getKey()));
              zip.write(entry.getValue().getBytes(UTF_8));
            }
          }
        });
  }

  static byte[] odt(String text) {
    String content =
        """
        <office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
            xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
          <office:body><office:text><text:p>%s</text:p></office:text></office:body>
        </office:document-content>
        """
            .formatted(text);
    return typedZip("application/vnd.oasis.opendocument.text", Map.of("content.xml", content));
  }

  static byte[] epub(String text) {
    String container =
        """
        <container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
          <rootfiles><rootfile full-path="book.opf"
            media-type="application/oebps-package+xml"/></rootfiles>
        </container>
        """;
    String book =
        """
        <package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="id">
          <metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A book</dc:title></metadata>
          <manifest><item id="one" href="one.xhtml" media-type="application/xhtml+xml"/></manifest>
          <spine><itemref idref="one"/></spine>
        </package>
        """;
    String chapter =
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>%s</p></body></html>"
            .formatted(text);
    return typedZip(
        "application/epub+zip",
        Map.of("META-INF/container.xml", container, "book.opf", book, "one.xhtml", chapter));
  }

  static byte[] rtf(String text) {
    return "{\\rtf1\\ansi{\\fonttbl\\f0 Arial;}\\f0\\pard %s\\par}"
        .formatted(text)
        .getBytes(US_ASCII);
  }

  static byte[] html(String text) {
    return ("<html><head><title>A page</title><script>var no = 1;</script></head><body><p>%s</p>"
            + "</body></html>")
        .formatted(text)
        .getBytes(UTF_8);
  }

  static byte[] eml(String text) {
    return ("From: a@example.org\r\nTo: b@example.org\r\nSubject: within\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n")
        .formatted(text)
        .getBytes(UTF_8);
  }
}
