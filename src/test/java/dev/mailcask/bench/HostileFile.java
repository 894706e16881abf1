package dev.mailcask.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Files that are made to bring down whoever reads them, each kind as many as one likes, no two the
/// same.
enum HostileFile {
  /// Sixteen zips in a zip, each with 256 MiB of zeros.
  ZIP_BOMB("zip"),
  /// A zip in a zip in a zip, a thousand deep.
  NESTED_ZIPS("zip"),
  /// A billion laughs: entities of entities, 10 to the power of 11 in all.
  LAUGHS("xml"),
  /// The same as the text of a letter.
  LAUGHING_LETTER("docx"),
  /// Elements in elements, 10,000 deep.
  NESTED_ELEMENTS("xml"),
  /// A mail in a mail, 10,000 deep.
  NESTED_MAIL("eml"),
  /// A document that ends in its middle.
  TORN_PDF("pdf"),
  /// An image of 30,000 by 30,000 points in 110 kB.
  LARGE_IMAGE("png"),
  /// A page of 400 MiB, which is one string.
  ENDLESS_STRING("pdf"),
  /// A page that draws ten times what draws ten times what draws, to the power of 40, and no word:
  /// nothing that a limit of depth or text ends.
  SPINNING("pdf"),
  /// The same; [ReaderWatch] kills the reader of it.
  CRASHING("pdf"),
  /// The same; [ReaderWatch] stops the reader of it, so that it does not even wait.
  HANGING("pdf");

  private static final int MIB = 1 << 20;
  private static final int TENFOLD = 40;

  private final String ending;

  HostileFile(String ending) {
    this.ending = ending;
  }

  /// The name of the file of a number, which no other has.
  String fileName(int number) {
    return "hostile-" + word(number) + "." + ending;
  }

  /// A word that is in the file of a number and in no other, where it has a place for text.
  String word(int number) {
    return name().toLowerCase(Locale.ROOT).replace("_", "") + "x" + number;
  }

  /// The file of a number.
  byte[] file(int number) {
    String word = word(number);
    return switch (this) {
      case ZIP_BOMB -> zipBomb(word);
      case NESTED_ZIPS -> nestedZips(word);
      case LAUGHS -> laughs(word).getBytes(ISO_8859_1);
      case LAUGHING_LETTER -> letter(laughs(word));
      case NESTED_ELEMENTS -> nestedElements(word);
      case NESTED_MAIL -> nestedMail(word);
      case TORN_PDF -> tornPdf(word);
      case LARGE_IMAGE -> image(word);
      case ENDLESS_STRING -> endlessString(word);
      case SPINNING -> laughingPdf(word);
      case CRASHING -> laughingPdf(ReaderWatch.KILLED + word);
      case HANGING -> laughingPdf(ReaderWatch.STOPPED + word);
    };
  }

  private static byte[] zipBomb(String word) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("read me.txt", word.getBytes(ISO_8859_1));
    for (int i = 0; i < 16; i++) {
      entries.put(i + ".zip", Zeros.ZIP);
    }
    return zip(entries);
  }

  /// Made once.
  private static final class Zeros {
    private static final byte[] ZIP = zip(Map.of("zeros.txt", new byte[256 * MIB]));
  }

  private static byte[] nestedZips(String word) {
    byte[] zip = word.getBytes(ISO_8859_1);
    for (int i = 0; i < 1000; i++) {
      zip = zip(Map.of("a.zip", zip));
    }
    return zip;
  }

  private static String laughs(String word) {
    StringBuilder xml =
        new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY l0 \"ha\">");
    for (int i = 1; i < 12; i++) {
      xml.append("<!ENTITY l").append(i).append(" \"");
      xml.append(("&l" + (i - 1) + ";").repeat(10)).append("\">");
    }
    return xml.append("]><l>").append(word).append("&l11;</l>").toString();
  }

  /// A letter as word processors write it.
  ///
  /// @param document the XML of its text
  static byte[] letter(String document) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(
        "[Content_Types].xml",
        """
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
          <Default Extension="rels"
            ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
          <Override PartName="/word/document.xml" ContentType=
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
        </Types>
        """
            .getBytes(ISO_8859_1));
    entries.put(
        "_rels/.rels",
        """
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
          <Relationship Id="r1" Target="word/document.xml" Type=
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
        </Relationships>
        """
            .getBytes(ISO_8859_1));
    entries.put("word/document.xml", document.getBytes(ISO_8859_1));
    return zip(entries);
  }

  /// The document of a letter of one paragraph.
  static String paragraph(String text) {
    return """
    <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
      <w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body>
    </w:document>
    """
        .formatted(text);
  }

  private static byte[] nestedElements(String word) {
    int depth = 10_000;
    String xml = "<a>".repeat(depth) + word + "</a>".repeat(depth);
    return xml.getBytes(ISO_8859_1);
  }

  private static byte[] nestedMail(String word) {
    return ("Content-Type: message/rfc822\r\n\r\n".repeat(10_000)
            + "Subject: the innermost\r\n\r\n"
            + word)
        .getBytes(ISO_8859_1);
  }

  private static byte[] tornPdf(String word) {
    StringBuilder lines = new StringBuilder("BT /T 12 Tf 14 TL 50 800 Td\n");
    for (int i = 0; i < 200; i++) {
      lines.append("(line ").append(i).append(" of ").append(word);
      lines.append(") Tj T*\n");
    }
    byte[] whole = new Pdf().page(stream("", lines.append("ET").toString())).bytes();
    return Arrays.copyOf(whole, whole.length / 2);
  }

  /// A document of one page.
  static byte[] pdf(String text) {
    return new Pdf().page(stream("", "BT /T 12 Tf 50 700 Td (" + text + ") Tj ET")).bytes();
  }

  private static byte[] endlessString(String word) {
    byte[] string = new byte[400 * MIB];
    Arrays.fill(string, (byte) 'a');
    string[0] = '(';
    byte[] packed = deflated(string, (") Tj % " + word).getBytes(ISO_8859_1));
    return new Pdf().page(stream("/Filter /FlateDecode", new String(packed, ISO_8859_1))).bytes();
  }

  private static byte[] laughingPdf(String mark) {
    Pdf pdf = new Pdf();
    int inner = pdf.add(form("", "% " + mark));
    for (int i = 1; i < TENFOLD; i++) {
      inner = pdf.add(form("/X " + inner + " 0 R", "/X Do ".repeat(10)));
    }
    return pdf.mark(mark).page(form("/X " + inner + " 0 R", "/X Do")).bytes();
  }

  private static String form(String objects, String content) {
    return stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << "
            + objects
            + " >> >>",
        content);
  }

  private static String stream(String entries, String content) {
    return "<< "
        + entries
        + " /Length "
        + content.length()
        + " >>\nstream\n"
        + content
        + "\nendstream";
  }

  /// Writes objects one behind the other, and where each begins.
  private static final class Pdf {
    private final List<String> objects = new ArrayList<>();
    private String mark = "";

    /// @return its number
    int add(String object) {
      objects.add(object);
      return objects.size();
    }

    /// Puts a word near the beginning of the file.
    Pdf mark(String word) {
      mark = word;
      return this;
    }

    /// Adds the one page and all around it; a form is drawn as one, anything else is its content.
    Pdf page(String content) {
      int drawn = add(content);
      boolean form = content.contains("/Subtype /Form");
      int contents = form ? add(stream("", "/X Do")) : drawn;
      int font = add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
      int pages = objects.size() + 2;
      int page =
          add(
              "<< /Type /Page /Parent %d 0 R /MediaBox [0 0 600 850] /Contents %d 0 R"
                      .formatted(pages, contents)
                  + " /Resources << /Font << /T %d 0 R >> %s >> >>"
                      .formatted(font, form ? "/XObject << /X " + drawn + " 0 R >>" : ""));
      add("<< /Type /Pages /Kids [" + page + " 0 R] /Count 1 >>");
      add("<< /Type /Catalog /Pages " + pages + " 0 R >>");
      return this;
    }

    byte[] bytes() {
      StringBuilder file = new StringBuilder("%PDF-1.4\n% " + mark + "\n");
      StringBuilder places = new StringBuilder("0000000000 65535 f \n");
      for (int i = 0; i < objects.size(); i++) {
        places.append("%010d 00000 n \n".formatted(file.length()));
        file.append(i + 1).append(" 0 obj\n").append(objects.get(i)).append("\nendobj\n");
      }
      int at = file.length();
      int size = objects.size() + 1;
      file.append("xref\n0 ").append(size).append('\n').append(places);
      file.append("trailer << /Size %d /Root %d 0 R >>\n".formatted(size, objects.size()));
      return file.append("startxref\n" + at + "\n%%EOF\n").toString().getBytes(ISO_8859_1);
    }
  }

  /// One bit a point, all of them white, which deflates to nearly nothing.
  private static byte[] image(String word) {
    int side = 30_000;
    byte[] rows = new byte[side * (side / 8 + 1)];
    Arrays.fill(rows, (byte) 0xFF);
    for (int row = 0; row < side; row++) {
      rows[row * (side / 8 + 1)] = 0;
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    chunk(png, "IHDR", concat(four(side), four(side), new byte[] {1, 0, 0, 0, 0}));
    chunk(png, "tEXt", ("Comment\0" + word).getBytes(ISO_8859_1));
    chunk(png, "IDAT", deflated(rows, new byte[0]));
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
    byte[] body = concat(type.getBytes(ISO_8859_1), data);
    CRC32 crc = new CRC32();
    crc.update(body);
    png.writeBytes(four(data.length));
    png.writeBytes(body);
    png.writeBytes(four((int) crc.getValue()));
  }

  private static byte[] four(int value) {
    return new byte[] {
      (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
    };
  }

  private static byte[] concat(byte[]... all) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] bytes : all) {
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] deflated(byte[]... all) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflating =
        new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED))) {
      for (byte[] bytes : all) {
        deflating.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] zip(Map<String, byte[]> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(Deflater.BEST_SPEED);
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
