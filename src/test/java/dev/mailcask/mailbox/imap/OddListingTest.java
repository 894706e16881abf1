package dev.mailcask.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.FolderState;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.OpenFolder.Metadata;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// EXAMINE, flags and metadata from servers that do what real servers were seen to do.
class OddListingTest {

  private static final long LAST_UID = 4_294_967_295L;

  @TempDir private Path spool;

  private void examined(String answers, java.util.function.Consumer<FolderState> test) {
    Scripted.mailbox(
        spool,
        "",
        "C: EXAMINE INBOX\n" + answers,
        mailbox -> test.accept(mailbox.examine(new FolderName("INBOX")).state()));
  }

  @Test
  void readsTheStateOfAFolder() {
    examined(
        """
        S: * FLAGS (\\\\Seen)
        S| * OK [PERMANENTFLAGS (\\\\Seen Junk] $x \\\\*)] kept\\r\\n
        S: * 23 EXISTS
        S: * OK [UIDVALIDITY 4294967295] valid
        S: * OK [UIDNEXT 4294967290] next
        S: * OK [HIGHESTMODSEQ 9223372036854775807]
        S: $ OK [READ-ONLY] done
        """,
        state -> {
          assertThat(state.exists()).isEqualTo(23);
          assertThat(state.uidValidity()).isEqualTo(4294967295L);
          assertThat(state.uidNext()).isEqualTo(4294967290L);
          assertThat(state.highestModSeq()).isEqualTo(Long.MAX_VALUE);
          assertThat(state.permanentFlags())
              .containsExactlyInAnyOrder("\\Seen", "Junk]", "$x", "\\*");
        });
  }

  @Test
  void hasNoValidityWhereUidsDoNotLast() {
    examined(
        """
        S: * 1 EXISTS
        S: * OK [UIDVALIDITY 5] valid
        S: * NO [UIDNOTSTICKY] Non-persistent UIDs
        S: $ OK done
        """,
        state -> assertThat(state.uidValidity()).isZero());
  }

  @Test
  void knowsNothingWhereTheServerTellsNothing() {
    examined(
        """
        S: * 1 EXISTS
        S: $ OK done
        """,
        state -> {
          assertThat(state.uidValidity()).isZero();
          assertThat(state.uidNext()).isZero();
          assertThat(state.permanentFlags()).contains("\\*", "\\Seen");
        });
  }

  @Test
  void saysThatAFolderIsGone() {
    Scripted.mailbox(
        spool,
        "",
        """
        C: EXAMINE Old
        S: $ NO [NONEXISTENT] Unknown Mailbox
        """,
        mailbox ->
            assertThatThrownBy(() -> mailbox.examine(new FolderName("Old")))
                .isInstanceOf(Failure.Refused.class)
                .hasMessageContaining("account scripted, folder Old"));
  }

  @Test
  void dropsTheLastMessageThatARangeAboveItBrings() {
    Scripted.mailbox(
        spool,
        "",
        """
        C: EXAMINE INBOX
        S: * 1 EXISTS
        S: * OK [UIDVALIDITY 5] valid
        S: $ OK done
        C: UID FETCH 10:4294967295 (UID FLAGS)
        S: * 1 FETCH (UID 3 FLAGS (\\\\Seen))
        S: $ OK
        """,
        mailbox ->
            assertThat(mailbox.examine(new FolderName("INBOX")).flags(10, LAST_UID)).isEmpty());
  }

  @Test
  void failsWhereMessagesAreThereAndNoneIsListed() {
    Scripted.inbox(
        spool,
        2,
        """
        C: UID FETCH 1:4294967295 (UID FLAGS)
        S: $ OK
        C: NOOP
        S: $ OK
        C: UID FETCH 1:4294967295 (UID FLAGS)
        S: $ OK
        """,
        folder ->
            assertThatThrownBy(() -> folder.flags(1, LAST_UID))
                .isInstanceOf(Failure.Unreachable.class)
                .hasMessageContaining("holds 2 messages and lists 0"));
  }

  @Test
  void asksAgainWhereSomeAreLeftOut() {
    Scripted.inbox(
        spool,
        3,
        """
        C: UID FETCH 1:4294967295 (UID FLAGS)
        S: * 1 FETCH (UID 1 FLAGS (\\\\Recent \\\\Seen))
        S: $ OK
        C: NOOP
        S: * 3 EXPUNGE
        S: $ OK
        C: UID FETCH 1:4294967295 (UID FLAGS)
        S: * 2 FETCH (FLAGS (unbalanced[ b) UID 2)
        S: $ OK
        """,
        folder -> {
          SortedMap<Long, List<String>> flags = folder.flags(1, LAST_UID);
          assertThat(flags).containsOnlyKeys(1L, 2L);
          assertThat(flags.get(1L)).containsExactly("\\Seen");
          assertThat(flags.get(2L)).containsExactly("unbalanced[", "b");
        });
  }

  @Test
  void asksForNothingAboveUidNext() {
    Scripted.inbox(spool, 2, "", folder -> assertThat(folder.flags(3, LAST_UID)).isEmpty());
    Scripted.inbox(spool, 0, "", folder -> assertThat(folder.flags(1, LAST_UID)).isEmpty());
  }

  @Test
  void keepsEveryMessageWhateverItsMetadataIsLike() {
    Scripted.inbox(
        spool,
        6,
        """
        C: UID FETCH 1:6 (UID FLAGS INTERNALDATE RFC822.SIZE)
        S: * 1 FETCH (UID 1 FLAGS () INTERNALDATE "30-Dec-1899 00:00:00 +0530" RFC822.SIZE 1)
        S: * 2 FETCH (UID 2 FLAGS () INTERNALDATE "00-Jan-0000 00:00:00 +9999" RFC822.SIZE -1)
        S: * 3 FETCH (RFC822.SIZE NIL INTERNALDATE NIL FLAGS () UID 3)
        S: * 4 FETCH (UID 4 FLAGS (\\\\Seen) MODSEQ -1)
        S: * 4 FETCH (UID 4 INTERNALDATE " 1-Feb-2024 00:00:00 +0000" RFC822.SIZE 99999999999)
        S: * 5 FETCH (UID 5 FLAGS () INTERNALDATE {3}
        S: now RFC822.SIZE 5)
        S: $ OK
        C: NOOP
        S: $ OK
        C: UID FETCH 3,6 (UID FLAGS INTERNALDATE RFC822.SIZE)
        S: $ OK
        """,
        folder -> {
          SortedMap<Long, Metadata> metadata = folder.metadata(List.of(1L, 2L, 3L, 4L, 5L, 6L));
          assertThat(metadata.keySet()).containsExactly(1L, 2L, 3L, 4L, 5L);
          assertThat(metadata.values())
              .containsExactly(
                  new Metadata(List.of(), "30-Dec-1899 00:00:00 +0530", 1),
                  new Metadata(List.of(), "00-Jan-0000 00:00:00 +9999", 0),
                  new Metadata(List.of(), "", 0),
                  new Metadata(List.of("\\Seen"), " 1-Feb-2024 00:00:00 +0000", 99999999999L),
                  new Metadata(List.of(), "now", 5));
        });
  }

  @Test
  void readsWhatTheServerCallsMessages() {
    named(
        "OBJECTID X-GM-EXT-1",
        "EMAILID",
        """
        S: * 1 FETCH (EMAILID (M6d99ac3275bb4e) UID 1 FLAGS () INTERNALDATE "x" RFC822.SIZE 1)
        S: * 2 FETCH (UID 2 FLAGS () INTERNALDATE "x" RFC822.SIZE 1 EMAILID NIL)
        S: * 3 FETCH (UID 3 FLAGS () INTERNALDATE "x" EMAILID (two words) RFC822.SIZE 1)
        S: * 4 FETCH (UID 4 FLAGS () INTERNALDATE "x" RFC822.SIZE 1 EMAILID ("M/4"))
        S: * 5 FETCH (UID 5 FLAGS () INTERNALDATE "x" RFC822.SIZE 1)
        """,
        List.of("EMAILID M6d99ac3275bb4e", "", "", "", ""));
    named(
        "X-GM-EXT-1",
        "X-GM-MSGID",
        """
        S: * 1 FETCH (X-GM-MSGID 1278455344230334865 UID 1 FLAGS () INTERNALDATE "x" RFC822.SIZE 1)
        S: * 2 FETCH (UID 2 FLAGS () INTERNALDATE "x" RFC822.SIZE 1 X-GM-MSGID)
        S: * 3 FETCH (UID 3 FLAGS () INTERNALDATE "x" X-GM-MSGID NIL RFC822.SIZE 1)
        S: * 4 FETCH (X-GM-MSGID () UID 4 FLAGS () INTERNALDATE "x" RFC822.SIZE 1)
        S: * 5 FETCH (UID 5 FLAGS () INTERNALDATE "x" RFC822.SIZE 1 X-GM-MSGID 2)
        """,
        List.of("X-GM-MSGID 1278455344230334865", "", "", "", "X-GM-MSGID 2"));
  }

  private void named(String capabilities, String item, String answers, List<String> names) {
    Scripted.mailbox(
        spool,
        capabilities,
        """
        C: EXAMINE INBOX
        S: * 5 EXISTS
        S: * OK [UIDVALIDITY 5] valid
        S: * OK [UIDNEXT 6] next
        S: $ OK done
        C: UID FETCH 1:5 (UID FLAGS INTERNALDATE RFC822.SIZE %s)
        %s
        S: $ OK done
        """
            .formatted(item, answers),
        mailbox -> {
          SortedMap<Long, Metadata> metadata =
              mailbox.examine(new FolderName("INBOX")).metadata(List.of(1L, 2L, 3L, 4L, 5L));
          assertThat(metadata.values()).extracting(Metadata::objectId).isEqualTo(names);
          assertThat(metadata.values()).extracting(Metadata::size).containsOnly(1L);
        });
  }

  @Test
  void keepsWithinWhatTheServerAnswersAtOnce() {
    Scripted.mailbox(
        spool,
        "MESSAGELIMIT=1000",
        """
        C: EXAMINE INBOX
        S: * 2 EXISTS
        S: * OK [UIDVALIDITY 5] valid
        S: * OK [UIDNEXT 1501] next
        S: $ OK done
        C: UID FETCH 1:1000 (UID FLAGS)
        S: * 1 FETCH (UID 1000 FLAGS ())
        S: $ OK
        C: UID FETCH 1001:4294967295 (UID FLAGS)
        S: * 2 FETCH (UID 1500 FLAGS ())
        S: $ OK
        """,
        mailbox ->
            assertThat(mailbox.examine(new FolderName("INBOX")).flags(1, LAST_UID))
                .containsOnlyKeys(1000L, 1500L));
  }

  @Test
  void keepsWithinASmallLimitToo() {
    Scripted.mailbox(
        spool,
        "MESSAGELIMIT=2",
        """
        C: EXAMINE INBOX
        S: * 3 EXISTS
        S: * OK [UIDVALIDITY 5] valid
        S: * OK [UIDNEXT 4] next
        S: $ OK done
        C: UID FETCH 1:2 (UID FLAGS)
        S: * 1 FETCH (UID 1 FLAGS ())
        S: * 2 FETCH (UID 2 FLAGS ())
        S: $ OK
        C: UID FETCH 3:4294967295 (UID FLAGS)
        S: * 3 FETCH (UID 3 FLAGS ())
        S: $ OK
        C: UID FETCH 1:2 (UID FLAGS INTERNALDATE RFC822.SIZE)
        S: * 1 FETCH (UID 1 FLAGS () INTERNALDATE "x" RFC822.SIZE 1)
        S: * 2 FETCH (UID 2 FLAGS () INTERNALDATE "x" RFC822.SIZE 1)
        S: $ OK
        C: UID FETCH 3 (UID FLAGS INTERNALDATE RFC822.SIZE)
        S: * 3 FETCH (UID 3 FLAGS () INTERNALDATE "x" RFC822.SIZE 1)
        S: $ OK
        """,
        mailbox -> {
          OpenFolder folder = mailbox.examine(new FolderName("INBOX"));
          assertThat(folder.flags(1, LAST_UID)).containsOnlyKeys(1L, 2L, 3L);
          assertThat(folder.metadata(List.of(1L, 2L, 3L))).containsOnlyKeys(1L, 2L, 3L);
        });
  }
}
