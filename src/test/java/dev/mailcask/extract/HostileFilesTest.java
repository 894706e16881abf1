package dev.mailcask.extract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.extract.Extraction.Refused;
import dev.mailcask.extract.Extraction.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files made to bring their reader down, read by the real reader: each ends with an answer, and
/// the next file is read.
class HostileFilesTest {

  @TempDir static Path directory;
  private static ReaderProcesses readers;

  @BeforeAll
  static void begin() {
    readers = Readers.real(directory, Readers.QUICK);
  }

  @AfterEach
  void theNextFileIsRead() throws IOException {
    assertThat(read(Documents.docx("the next one"), "next.docx")).isInstanceOf(Text.class);
  }

  @AfterAll
  static void nothingIsLeft() throws IOException {
    readers.close();
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  private Extraction read(byte[] bytes, String name) throws IOException {
    return readers.extract(Readers.source(bytes), name, "");
  }

  @Test
  void aBombOfZipsInZips() throws IOException {
    byte[] zeros = zeros(256L << 20); // in about 1 MiB
    Map<String, byte[]> many = new LinkedHashMap<>();
    for (int i = 0; i < 16; i++) {
      many.put(i + ".zip", zeros);
    }
    assertThat(read(Documents.zip(many), "a.zip")).isEqualTo(new Refused(Reason.TOO_DEEP));
  }

  private static byte[] zeros(long size) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(1);
      zip.putNextEntry(new ZipEntry("zeros.txt"));
      byte[] chunk = new byte[1 << 20];
      for (long at = 0; at < size; at += chunk.length) {
        zip.write(chunk);
      }
    }
    return out.toByteArray();
  }

  @Test
  void zipsInZipsAThousandDeep() throws IOException {
    byte[] zip = "deep".getBytes(US_ASCII);
    for (int i = 0; i < 1000; i++) {
      zip = Documents.zip(Map.of("a.zip", zip));
    }
    assertThat(read(zip, "a.zip")).isEqualTo(new Refused(Reason.TOO_DEEP));
  }

  @Test
  void aBillionLaughs() throws IOException {
    StringBuilder xml =
        new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY l0 \"ha\">");
    for (int i = 1; i < 12; i++) {
      xml.append("<!ENTITY l").append(i).append(" \"");
      xml.append(("&l" + (i - 1) + ";").repeat(10)).append("\">");
    }
    byte[] bytes = xml.append("]><l>&l11;</l>").toString().getBytes(UTF_8);
    assertThat(read(bytes, "a.xml")).isEqualTo(new Refused(Reason.TOO_DEEP));
    assertThat(read(Documents.zip(Map.of("word/document.xml", bytes)), "a.docx"))
        .isNotEqualTo(new Refused(Reason.TOO_SLOW));
  }

  @Test
  void elementsTenThousandDeep() throws IOException {
    String xml = "<a>".repeat(10_000) + "x" + "</a>".repeat(10_000);
    assertThat(read(xml.getBytes(UTF_8), "a.xml")).isEqualTo(new Refused(Reason.TOO_DEEP));
    String html = "<html><body>" + "<div>".repeat(10_000) + "x";
    assertThat(read(html.getBytes(UTF_8), "a.html")).isNotEqualTo(new Refused(Reason.TOO_SLOW));
    String rtf = "{\\rtf1 " + "{\\b ".repeat(10_000) + "x" + "}".repeat(10_001);
    assertThat(read(rtf.getBytes(US_ASCII), "a.rtf")).isNotEqualTo(new Refused(Reason.TOO_SLOW));
  }

  @Test
  void moreTextThanIsKept() throws IOException {
    byte[] text = "many words ".repeat(1 << 20).getBytes(US_ASCII);
    for (byte[] file : List.of(text, Documents.zip(Map.of("a.txt", text)))) {
      assertThat(read(file, ""))
          .isInstanceOfSatisfying(
              Text.class,
              read -> {
                assertThat(read.cut()).isTrue();
                assertThat(read.text().length()).isBetween(Wire.MAX_TEXT - 1, Wire.MAX_TEXT);
                assertThat(read.text().substring(0, 40)).contains("many words");
              });
    }
  }

  @Test
  void aReaderKilledWhileItWaitsIsReplaced() throws IOException {
    read(Documents.pdf("one"), "a.pdf");
    ProcessHandle reader = ProcessHandle.of(readers.pids().getFirst()).orElseThrow();
    reader.destroyForcibly();
    reader.onExit().join();
    assertThat(read(Documents.pdf("two"), "a.pdf")).isInstanceOf(Text.class);
  }

  @Test
  void anEntityOutsideIsNotFetched() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "the secret of this machine");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (String uri :
          List.of(
              secret.toUri().toString(), "http://127.0.0.1:" + server.getLocalPort() + "/a.dtd")) {
        String xml =
            "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"%s\">]><a>x &b; y</a>"
                .formatted(uri);
        Extraction read = read(xml.getBytes(UTF_8), "a.xml");
        assertThat(read.toString()).doesNotContain("the secret");
      }
      server.setSoTimeout(1);
      assertThat(Stream.of(server)).allSatisfy(HostileFilesTest::assertNobodyCalled);
    } finally {
      Files.delete(secret);
    }
  }

  private static void assertNobodyCalled(ServerSocket server) {
    org.assertj.core.api.Assertions.assertThatThrownBy(server::accept)
        .isInstanceOf(java.net.SocketTimeoutException.class);
  }

  @Test
  void tornAndBentDocuments() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<byte[]> documents =
        List.of(
            Documents.docx("text"),
            Documents.xlsx("text"),
            Documents.pptx("text"),
            Documents.pdf("text"),
            Documents.odt("text"),
            Documents.rtf("text"),
            Documents.eml("text"));
    for (int round = 0; round < 8; round++) {
      for (int kind = 0; kind < documents.size(); kind++) {
        byte[] bytes = documents.get(kind).clone();
        if (random.nextInt(3) == 0) {
          bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        for (int i = random.nextInt(20); i > 0 && bytes.length > 0; i--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        Extraction read = read(bytes, "");
        assertThat(read)
            .as("seed %d, round %d, kind %d", seed, round, kind)
            .isNotIn(new Refused(Reason.TOO_SLOW), new Refused(Reason.CRASHED));
      }
    }
  }

  @Test
  void itsReaderEndsWithMailcask() throws Exception {
    read(Documents.pdf("one"), "a.pdf");
    // as far as a reader can tell, whoever closes its input is gone
    Process process =
        new ReaderCommand(
                Readers.libraries(), "dev.mailcask.extract.reader.ReaderMain", Readers.QUICK, "")
            .in(Files.createDirectory(directory.resolve("own")))
            .start();
    Wire.awaitReady(new java.io.DataInputStream(process.getInputStream()));
    process.getOutputStream().close();
    assertThat(process.waitFor()).isZero();
    Files.delete(directory.resolve("own"));
  }
}
