package dev.mailcask.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.Content;
import dev.mailcask.message.MessageParser;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class InlineImagesTest {

  @Test
  void anImageCountsAsOftenAsItIsShown() {
    InlineImages images = of(1_000_000);
    long chars = 0;
    int shown = 0;
    for (int i = 0; i < 5000; i++) {
      String url = images.apply(i % 2 == 0 ? "photo@x" : "PHOTO@X");
      if (url != null) {
        shown++;
        chars += url.length();
      }
    }
    assertThat(shown).isEqualTo(12);
    assertThat(chars).isLessThanOrEqualTo(16 << 20);
  }

  @Test
  void anImageThatDoesNotFitIsLeftOut() {
    assertThat(of(13_000_000).apply("photo@x")).isNull();
    assertThat(of(12_000_000).apply("photo@x")).startsWith("data:image/png;base64,AAAA");
    assertThat(of(1000).apply("other@x")).isNull();
  }

  private static InlineImages of(int bytes) {
    String mail =
        """
        MIME-Version: 1.0
        Content-Type: multipart/related; boundary=b

        --b
        Content-Type: text/html

        <img src="cid:photo@x">
        --b
        Content-Type: image/png
        Content-ID: <photo@x>
        Content-Transfer-Encoding: base64

        %s
        --b--
        """
            .formatted(Base64.getMimeEncoder().encodeToString(new byte[bytes]));
    Content content =
        Content.of(mail.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(US_ASCII));
    return new InlineImages(content, MessageParser.parse(content).attachments());
  }
}
