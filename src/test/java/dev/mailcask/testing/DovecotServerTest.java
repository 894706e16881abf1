package dev.mailcask.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The fixture does what its users take for granted.
class DovecotServerTest {

  private static final byte[] MAIL = "Subject: hi\r\n\r\nbody\r\n".getBytes(UTF_8);

  @Test
  void keepsWhatIsAppendedAndDelivered() {
    for (DovecotServer.Layout layout : DovecotServer.Layout.values()) {
      String prefix = layout == DovecotServer.Layout.PLAIN ? "" : "INBOX.";
      try (DovecotServer server = DovecotServer.start(layout);
          RawImap imap = server.imap("alice")) {
        imap.command("CREATE " + prefix + "Work");
        long uid = imap.append(prefix + "Work", "\\Seen", "17-Jul-1996 02:44:25 -0700", MAIL);
        assertThat(imap.body(prefix + "Work", uid)).isEqualTo(MAIL);

        List<byte[]> many =
            IntStream.range(0, 300)
                .mapToObj(i -> ("Subject: " + i + "\n\nx\n").getBytes(UTF_8))
                .toList();
        server.deliver("alice", "INBOX", many.stream());
        server.deliver("alice", prefix + "Lists", many.stream());
        for (String folder : List.of("INBOX", prefix + "Lists")) {
          assertThat(imap.command("EXAMINE " + folder)).contains("* 300 EXISTS");
          assertThat(imap.command("UID FETCH 1:2 (RFC822.SIZE INTERNALDATE)").getFirst())
              .contains("RFC822.SIZE 17", "-2024 ");
          assertThat(imap.body(folder, 300)).isEqualTo("Subject: 299\r\n\r\nx\r\n".getBytes(UTF_8));
        }
      }
    }
  }

  @Test
  void diesAndComesBack() {
    try (DovecotServer server = DovecotServer.start()) {
      try (RawImap imap = server.imap("bob")) {
        imap.append("INBOX", "", "", MAIL);
        server.killSessions();
        assertThatThrownBy(() -> imap.command("NOOP")).isInstanceOf(RuntimeException.class);
      }
      server.kill();
      assertThatThrownBy(() -> server.imap("bob")).isInstanceOf(RuntimeException.class);
      server.restart();
      try (RawImap imap = server.imap("bob")) {
        assertThat(imap.command("EXAMINE INBOX")).contains("* 1 EXISTS");
      }
      server.stop();
      server.restart();
    }
  }
}
