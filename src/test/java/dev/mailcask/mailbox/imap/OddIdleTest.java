package dev.mailcask.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.OpenFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Waiting for new mail on servers that are slow of tongue, or know no IDLE.
class OddIdleTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path spool;

  private void inbox(String capabilities, String script, Consumer<OpenFolder> test) {
    String examined =
        """
        C: EXAMINE INBOX
        S: * 3 EXISTS
        S: * OK [UIDVALIDITY 7] valid
        S: $ OK [READ-ONLY] opened
        """;
    Scripted.mailbox(
        spool,
        capabilities,
        examined + script,
        mailbox -> test.accept(mailbox.examine(new FolderName("INBOX"))));
  }

  @Test
  void hearsOfNewMailAndLeavesTheRestAlone() {
    inbox(
        "IDLE",
        """
        C: IDLE
        S: + idling
        S: * OK Still here
        S: * 2 FETCH (FLAGS (\\Seen))
        S: * 1 EXPUNGE
        S: * 3 EXISTS
        c: DONE
        S: * 1 RECENT
        S: $ OK done
        """,
        folder -> assertThat(folder.await(LONG)).as("one went and one came").isTrue());
  }

  @Test
  void saysDoneWhenTheTimeIsOver() {
    inbox(
        "IDLE",
        """
        C: IDLE
        S: + idling
        c: DONE
        S: $ OK done
        C: IDLE
        S: + idling
        c: DONE
        S: * 4 EXISTS
        S: $ OK done
        """,
        folder -> {
          assertThat(folder.await(Duration.ofMillis(50))).isFalse();
          assertThat(folder.await(Duration.ofMillis(50))).as("told at the last moment").isTrue();
        });
  }

  @Test
  void asksWhereTheServerKnowsNoIdle() {
    asks("", "");
  }

  @Test
  void asksWhereIdleIsOfferedAndRefused() {
    asks(
        "IDLE",
        """
        C: IDLE
        S: $ BAD what is that
        """);
  }

  private void asks(String capabilities, String before) {
    inbox(
        capabilities,
        before
            + """
            C: NOOP
            S: $ OK nothing
            C: NOOP
            S: * 4 EXISTS
            S: $ OK something
            """,
        folder -> {
          assertThat(folder.await(Duration.ofMillis(10))).isFalse();
          assertThat(folder.await(Duration.ofMillis(10))).isTrue();
        });
  }

  @Test
  void saysThatTheServerLeft() {
    inbox(
        "IDLE",
        """
        C: IDLE
        S: + idling
        S: * BYE autologout
        ! close
        """,
        folder ->
            assertThatThrownBy(() -> folder.await(LONG)).isInstanceOf(Failure.Unreachable.class));
  }

  @Test
  void noticesAnswersThatBreakOff() {
    inbox(
        "IDLE",
        """
        C: IDLE
        S: + idling
        S| * 4 EXI
        ! stall
        """,
        folder ->
            assertThatThrownBy(() -> folder.await(Duration.ofMillis(300)))
                .isInstanceOf(Failure.Unreachable.class));
  }

  @Test
  void anInterruptionEndsTheWait() {
    inbox(
        "IDLE",
        """
        C: IDLE
        S: + idling
        ! stall
        """,
        folder -> {
          Thread waiting =
              Thread.ofVirtual()
                  .start(
                      () ->
                          assertThatThrownBy(() -> folder.await(LONG)).isInstanceOf(Failure.class));
          waiting.interrupt();
          assertThat(join(waiting)).isTrue();
        });
  }

  private static boolean join(Thread thread) {
    try {
      return thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
