package dev.mailcask.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class ZipAnswerTest {

  @Test
  void whatCannotBeReadIsNamedAndStopsNothing() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipAnswer zip = new ZipAnswer(out)) {
      zip.add(
          "closed",
          null,
          () -> {
            throw new IOException("pack is gone");
          });
      zip.add(
          "unchecked",
          null,
          () -> {
            throw new UncheckedIOException(new IOException("disk"));
          });
      zip.add(
          "unknown",
          null,
          () -> {
            throw HttpProblem.notFound("message", "there is no such message", "look again");
          });
      zip.add("cut", null, () -> new Breaking("begun".getBytes(UTF_8)));
      zip.add("whole", null, () -> new ByteArrayInputStream("all of it".getBytes(UTF_8)));
    }

    Map<String, String> entries = entries(out.toByteArray());
    assertThat(entries).containsEntry("whole", "all of it").containsEntry("cut", "begun");
    assertThat(entries.get("NOT COMPLETE.txt"))
        .contains("closed: it cannot be read")
        .contains("unchecked: it cannot be read")
        .contains("unknown: there is no such message")
        .contains("cut: it cannot be read")
        .doesNotContain("whole");
  }

  @Test
  void aClientThatLeavesEndsIt() {
    int[] taken = {0};
    OutputStream leaving =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            if (++taken[0] > 100) {
              throw new IOException("connection reset");
            }
          }
        };
    ZipAnswer zip = new ZipAnswer(leaving);
    byte[] noise = new byte[1 << 20];
    new Random(7).nextBytes(noise);
    assertThatThrownBy(() -> zip.add("a", null, () -> new ByteArrayInputStream(noise)))
        .isInstanceOf(IOException.class)
        .hasMessage("connection reset");
    assertThat(taken[0]).isGreaterThan(100);
  }

  private static Map<String, String> entries(byte[] zip) throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        found.put(e.getName(), new String(in.readAllBytes(), UTF_8));
      }
    }
    return found;
  }

  /// Gives what it has, then fails.
  private static final class Breaking extends InputStream {
    private final InputStream begin;

    Breaking(byte[] begin) {
      this.begin = new ByteArrayInputStream(begin);
    }

    @Override
    public int read() throws IOException {
      int next = begin.read();
      if (next < 0) {
        throw new IOException("broken");
      }
      return next;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = begin.read(buffer, from, length);
      if (read < 0) {
        throw new IOException("broken");
      }
      return read;
    }
  }
}
