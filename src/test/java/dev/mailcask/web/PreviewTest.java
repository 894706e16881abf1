package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PreviewTest {

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void whatIsOfferedFollowsTypeAndName() {
    assertThat(Preview.of("application/octet-stream", "INVOICE.PDF")).isEqualTo(Preview.PDF);
    assertThat(Preview.of("image/jpeg", "attachment-2")).isEqualTo(Preview.IMAGE);
    assertThat(Preview.of("image/svg+xml", "logo.svg")).isNull();
    assertThat(Preview.of("text/html", "page.html")).isEqualTo(Preview.TEXT);
    assertThat(Preview.of("application/zip", "all.zip")).isNull();
    assertThat(Preview.of("application/octet-stream", "noextension")).isNull();
  }

  @Test
  void whatIsSentFollowsTheBytes() {
    assertThat(Preview.mediaType(bytes("\u0089PNG\r\n\u001a\nxyz"))).isEqualTo("image/png");
    assertThat(Preview.mediaType(bytes("RIFF....WEBPVP8 "))).isEqualTo("image/webp");
    assertThat(Preview.mediaType(bytes("junk\n%PDF-1.7"))).isEqualTo("application/pdf");
    assertThat(Preview.mediaType(bytes("<svg xmlns='http://www.w3.org/2000/svg'/>"))).isNull();
    assertThat(Preview.mediaType(bytes("<html><script>1</script>"))).isNull();
    assertThat(Preview.mediaType(new byte[0])).isNull();
  }

  @Test
  void textOfAnyCharsetIsReadAndNothingElse() {
    assertThat(Preview.text("Grüße, Ölberg".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("Grüße, Ölberg");
    assertThat(Preview.text("Grüße".getBytes(StandardCharsets.ISO_8859_1))).isEqualTo("Grüße");
    assertThat(Preview.text("Grüße".getBytes(StandardCharsets.UTF_16))).isEqualTo("Grüße");
    assertThat(Preview.text("\uFEFFa".getBytes(StandardCharsets.UTF_8))).isEqualTo("a");
    byte[] cut = "Gr\u00fc".getBytes(StandardCharsets.UTF_8);
    assertThat(Preview.text(java.util.Arrays.copyOf(cut, cut.length - 1))).isEqualTo("Gr");
    assertThat(Preview.text(new byte[] {'a', 0, 'b'})).isNull();
    assertThat(Preview.text(new byte[0])).isEmpty();
  }

  @Test
  void namesInAZipAreThereOnce() {
    ZipNames names = new ZipNames();
    assertThat(names.unique("a.pdf")).isEqualTo("a.pdf");
    assertThat(names.unique("A.PDF")).isEqualTo("A (2).PDF");
    assertThat(names.unique("a.pdf")).isEqualTo("a (3).pdf");
    assertThat(names.unique("README")).isEqualTo("README");
    assertThat(names.unique("README")).isEqualTo("README (2)");
  }
}
