package dev.mailcask.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.Content;
import dev.mailcask.testing.MailGenerator;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyTest {

  private static final String MAIL =
      """
      From: a@example.org
      Content-Type: multipart/mixed; boundary="x"

      preamble
      --x
      Content-Type: TEXT/HTML

      <p>one</p>
      --x
      Content-Type: message/rfc822

      Subject: inner
      Content-Type: multipart/alternative; boundary=y

      --y
      Content-Type: image/png
      Content-Transfer-Encoding: BASE64

      QUJD

      --y--
      --x--
      epilogue
      """;

  private static List<Body> bodies(byte[] message) {
    return Body.in(Content.of(message));
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void thePartsThatHoldNoOthersAreFoundWithTheirPlaces() {
    List<Body> bodies = bodies(latin1(MAIL));
    assertThat(bodies).extracting(Body::type).containsExactly("text/html", "image/png");
    assertThat(bodies).extracting(Body::encoding).containsExactly("", "base64");
    assertThat(bodies)
        .extracting(b -> MAIL.substring((int) b.start(), (int) b.end()))
        .containsExactly("<p>one</p>", "QUJD\n");
    assertThat(bodies.getFirst().length()).isEqualTo(10);
  }

  @Test
  void aMessageWithoutPartsIsOneBody() {
    assertThat(bodies(latin1("Subject: x\n\nhello")))
        .containsExactly(new Body(12, 17, "", "text/plain"));
    assertThat(bodies(new byte[0])).containsExactly(new Body(0, 0, "", "text/plain"));
  }

  @Test
  void bodiesAreInOrderInWhateverThereIs() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    MailGenerator generator = new MailGenerator(new Random(seed), 5000);
    for (int i = 0; i < 2000; i++) {
      byte[] message = generator.next();
      long last = 0;
      for (Body body : bodies(message)) {
        assertThat(body.start()).as("seed %d", seed).isGreaterThanOrEqualTo(last);
        assertThat(body.end()).as("seed %d", seed).isBetween(body.start(), (long) message.length);
        last = body.end();
      }
    }
  }

  @Test
  void aLargeMessageIsStreamedAndGivesTheSame() {
    StringBuilder text = new StringBuilder("Content-Type: multipart/mixed; boundary=x\n\n");
    Random random = new Random(3);
    for (int i = 0; i < 300; i++) {
      text.append(
          "--x\nContent-Type: image/png\nX: %s\n\n%s\n"
              .formatted("y".repeat(random.nextInt(9000)), "z".repeat(random.nextInt(40_000))));
    }
    byte[] bytes = latin1(text + "--x--\n");
    Content streamed =
        new Content() {
          @Override
          public long size() {
            return bytes.length;
          }

          @Override
          public InputStream open() {
            return new ByteArrayInputStream(bytes);
          }
        };
    assertThat(Body.in(streamed)).hasSize(300).isEqualTo(bodies(bytes));
  }
}
