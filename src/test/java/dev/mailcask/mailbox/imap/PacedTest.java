package dev.mailcask.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxLogin;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.testing.ScriptedImapServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that put up with so many commands in a time.
class PacedTest {

  /// With batches of 50 messages these are two commands.
  private static final long[] TWO_BATCHES = LongStream.rangeClosed(1, 51).toArray();

  private static final String EXAMINE =
      """
      C: EXAMINE INBOX
      S: * 51 EXISTS
      S: * OK [UIDVALIDITY 7] valid
      S: * OK [UIDNEXT 52] predicted
      S: $ OK [READ-ONLY] opened
      """;

  @TempDir private Path dir;

  /// Counts, and lets so many go.
  private static final class Counting implements CommandPace {
    private final boolean free;
    private int sent;
    private int most = Integer.MAX_VALUE;

    Counting(boolean free) {
      this.free = free;
    }

    @Override
    public void await() {
      if (sent == most) {
        throw new Failure.Cancelled("account scripted");
      }
      sent++;
    }

    @Override
    public boolean free() {
      return free;
    }
  }

  private Mailbox connect(ScriptedImapServer server, CommandPace pace) {
    return new ImapConnector(Scripted.settings(dir))
        .connect(
            server.settings(Security.NONE), new MailboxLogin.Password(new Secret("secret")), pace);
  }

  @Test
  void everyCommandKeepsThePaceTheLoginToo() {
    Counting pace = new Counting(true);
    try (ScriptedImapServer server = ScriptedImapServer.loggedIn("", EXAMINE);
        Mailbox mailbox = connect(server, pace)) {
      assertThat(pace.sent).as("LOGIN").isEqualTo(1);
      assertThat(mailbox.examine(new FolderName("INBOX")).state().exists()).isEqualTo(51);
      assertThat(pace.sent).as("LOGIN, EXAMINE").isEqualTo(2);
      pace.most = 2; // nobody waits to say goodbye
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsSentAheadThatWouldHaveToWait(boolean free) {
    Counting pace = new Counting(free);
    String bodies =
        """
        C: UID FETCH 1:50 (UID BODY.PEEK[])
        S: * 1 FETCH (UID 1 BODY[] {1}
        S: a)
        S: $ OK done
        C: UID FETCH 51 (UID BODY.PEEK[])
        S: * 51 FETCH (UID 51 BODY[] {1}
        S: b)
        S: $ OK done
        """;
    List<Integer> sent = new ArrayList<>();
    try (ScriptedImapServer server = ScriptedImapServer.loggedIn("", EXAMINE + bodies);
        Mailbox mailbox = connect(server, pace)) {
      var folder = mailbox.examine(new FolderName("INBOX"));
      pace.most = 4;
      assertThatThrownBy(
              () ->
                  folder.bodies(
                      Scripted.wanted(TWO_BATCHES), (content, uid) -> sent.add(pace.sent)))
          .as("those that did not come are asked for again, which nobody lets go")
          .isInstanceOf(Failure.Cancelled.class);
    }
    assertThat(sent).isEqualTo(free ? List.of(4, 4) : List.of(3, 4));
  }
}
