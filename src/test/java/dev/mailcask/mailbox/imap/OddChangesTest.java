package dev.mailcask.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.FolderState;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.OpenFolder.Changes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// STATUS, CONDSTORE and QRESYNC from servers that do what real servers were seen to do, or might.
class OddChangesTest {

  private static final FolderName INBOX = new FolderName("INBOX");

  private static final FolderName TWO_WORDS = new FolderName("Two words");

  private static final String ENABLED =
      """
      C: ENABLE QRESYNC
      S: * ENABLED CONDSTORE QRESYNC
      S: $ OK enabled
      """;

  @TempDir private Path spool;

  private static SortedSet<Long> uids(long... uids) {
    return new TreeSet<>(LongStream.of(uids).boxed().toList());
  }

  /// Five messages, the highest mod-sequence 100, UIDs below 10.
  private static String examined(String command) {
    return """
        C: %s
        S: * 5 EXISTS
        S: * OK [UIDVALIDITY 7] valid
        S: * OK [UIDNEXT 10] predicted
        S: * OK [HIGHESTMODSEQ 100] highest
        S: $ OK [READ-ONLY] opened
        """
        .formatted(command);
  }

  private void resync(String script, Consumer<OpenFolder> test) {
    Scripted.mailbox(
        spool,
        "ENABLE CONDSTORE QRESYNC",
        ENABLED + examined("EXAMINE INBOX") + script,
        mailbox -> test.accept(mailbox.examine(INBOX)));
  }

  private void condstore(String script, Consumer<OpenFolder> test) {
    Scripted.mailbox(
        spool,
        "CONDSTORE",
        examined("EXAMINE INBOX (CONDSTORE)") + script,
        mailbox -> test.accept(mailbox.examine(INBOX)));
  }

  private static String answer(String lines) {
    return "C: UID FETCH 1:9 (UID FLAGS) (CHANGEDSINCE 50 VANISHED)\n" + lines;
  }

  @Test
  void vanishedIsBelievedOnlyWithinWhatWeKnow() {
    resync(
        answer(
            """
            S: * VANISHED (EARLIER) 2,4:4294967295
            S: * 5 FETCH (UID 9 MODSEQ (77) FLAGS (\\\\Seen \\\\Recent))
            S: * 1 FETCH (UID 1 MODSEQ (78) FLAGS (x))
            S: $ OK done
            """),
        // 4:4294967295 would take UID 9, which is there: that contradicts itself
        folder -> assertThat(folder.changes(50, uids(1, 2, 3, 5, 6, 9))).isEmpty());
    resync(
        answer(
            """
            S: * VANISHED (EARLIER) 2,4,8,10:4294967295
            S: * 5 FETCH (UID 9 MODSEQ (77) FLAGS (\\\\Seen \\\\Recent))
            S: * 1 FETCH (UID 1 MODSEQ (78) FLAGS (x))
            S: $ OK done
            """),
        folder -> {
          Changes changes = folder.changes(50, uids(1, 2, 3, 5, 6)).orElseThrow();
          assertThat(changes.gone()).containsExactly(2L);
          assertThat(changes.flags()).isEqualTo(Map.of(1L, List.of("x"), 9L, List.of("\\Seen")));
        });
  }

  @Test
  void aMassLossIsBelievedOnlyIfItAddsUp() {
    resync(
        answer(
            """
            S: * VANISHED (EARLIER) 1:4294967295
            S: $ OK done
            """),
        folder -> assertThat(folder.changes(50, uids(1, 2, 3, 4, 5))).isEmpty());
  }

  @Test
  void vanishedThatMakesNoSenseIsNotRead() {
    resync(
        answer(
            """
            S: * VANISHED (EARLIER) 1:*
            S: $ OK done
            """),
        folder -> assertThat(folder.changes(50, uids(1, 2, 3, 4, 5))).isEmpty());
  }

  @Test
  void whatVanishesWhileWeAskIsGoneToo() {
    resync(
        answer(
            """
            S: * VANISHED (EARLIER) 6
            S: * VANISHED 5
            S: $ OK done
            """),
        folder ->
            assertThat(folder.changes(50, uids(1, 2, 3, 4, 5, 6)).orElseThrow().gone())
                .containsExactly(5L, 6L));
  }

  @Test
  void aMessageThatTheServerDoesNotTellOfMakesItAllUnsound() {
    resync(
        answer("S: $ OK nothing changed\n"),
        folder -> assertThat(folder.changes(50, uids(1, 2, 3))).isEmpty());
  }

  @Test
  void aServerThatDoesNotUnderstandTheQuestionIsNotAsked() {
    resync(
        answer("S: $ BAD Unknown FETCH modifier\n"),
        folder -> assertThat(folder.changes(50, uids(1, 2, 3, 4, 5))).isEmpty());
  }

  @Test
  void aPartOfTheChangesIsNotTakenForAllOfThem() {
    resync(
        answer(
            """
            S: * 1 FETCH (UID 1 MODSEQ (78) FLAGS (x))
            S: $ OK [MESSAGELIMIT 1 1] that is all for now
            """),
        folder -> assertThat(folder.changes(50, uids(1, 2, 3, 4, 5))).isEmpty());
  }

  @Test
  void enableWithoutUntaggedEnabledEnablesNothing() {
    // iCloud: OK, and no word of what is enabled
    Scripted.mailbox(
        spool,
        "ENABLE CONDSTORE QRESYNC",
        """
        C: ENABLE QRESYNC
        S: $ OK done
        """
            + examined("EXAMINE INBOX (CONDSTORE)")
            + """
            C: UID FETCH 1:9 (UID FLAGS) (CHANGEDSINCE 50)
            S: * 2 FETCH (FLAGS (b) UID 2 MODSEQ (51))
            S: $ OK done
            """,
        mailbox ->
            assertThat(
                    mailbox.examine(INBOX).changes(50, uids(1, 2, 3, 4, 5)).orElseThrow().flags())
                .isEqualTo(Map.of(2L, List.of("b"))));
  }

  @Test
  void enableIsSentOnceAndBeforeTheFirstFolder() {
    Scripted.mailbox(
        spool,
        "ENABLE QRESYNC",
        ENABLED + examined("EXAMINE INBOX") + examined("EXAMINE INBOX"),
        mailbox -> {
          mailbox.examine(INBOX);
          assertThat(mailbox.examine(INBOX).state().highestModSeq()).isEqualTo(100);
        });
  }

  @Test
  void expungesWithoutQresyncAreFoundByCounting() {
    condstore(
        """
        C: UID FETCH 1:9 (UID FLAGS) (CHANGEDSINCE 50)
        S: * 5 FETCH (UID 9 FLAGS () MODSEQ (51))
        S: $ OK done
        C: UID FETCH 1:9 (UID)
        S: * 1 FETCH (UID 1)
        S: * 2 FETCH (UID 3)
        S: * 3 FETCH (UID 4)
        S: * 4 FETCH (UID 5)
        S: * 5 FETCH (UID 9)
        S: $ OK done
        """,
        folder -> {
          Changes changes = folder.changes(50, uids(1, 2, 3, 4, 5, 7)).orElseThrow();
          assertThat(changes.gone()).containsExactly(2L, 7L);
          assertThat(changes.flags()).containsOnlyKeys(9L);
        });
  }

  @Test
  void onlyTheStretchWhereTheCountDiffersIsListed() {
    SortedSet<Long> known = new TreeSet<>(LongStream.rangeClosed(1, 2000).boxed().toList());
    Scripted.mailbox(
        spool,
        "CONDSTORE",
        """
        C: EXAMINE INBOX (CONDSTORE)
        S: * 1999 EXISTS
        S: * OK [UIDVALIDITY 7] valid
        S: * OK [UIDNEXT 2001] predicted
        S: * OK [HIGHESTMODSEQ 100] highest
        S: $ OK opened
        C: UID FETCH 1:2000 (UID FLAGS) (CHANGEDSINCE 50)
        S: $ OK done
        C: UID FETCH 501,1001,1501 (UID)
        S: * 501 FETCH (UID 501)
        S: * 1000 FETCH (UID 1001)
        S: * 1500 FETCH (UID 1501)
        S: $ OK done
        C: UID FETCH 502:1000 (UID)
        """
            + LongStream.rangeClosed(502, 1000)
                .filter(uid -> uid != 600)
                .mapToObj(uid -> "S: * 7 FETCH (UID " + uid + ")\n")
                .reduce("", String::concat)
            + "S: $ OK done\n",
        mailbox ->
            assertThat(mailbox.examine(INBOX).changes(50, known).orElseThrow().gone())
                .containsExactly(600L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S: * OK [NOMODSEQ] Sorry, this mailbox format doesn't support modsequences",
        "S: * OK nothing of the kind",
        "S: * OK [HIGHESTMODSEQ 9223372036854775808] one more than there can be",
        "S: * OK [HIGHESTMODSEQ -1] negative",
        "S: * OK [HIGHESTMODSEQ] without text or number"
      })
  void withoutAModSequenceNothingIsAsked(String line) {
    Scripted.mailbox(
        spool,
        "CONDSTORE",
        """
        C: EXAMINE INBOX (CONDSTORE)
        S: * 5 EXISTS
        S: * OK [UIDVALIDITY 7] valid
        S: * OK [UIDNEXT 10] predicted
        %s
        S: $ OK opened
        """
            .formatted(line),
        mailbox -> {
          OpenFolder folder = mailbox.examine(INBOX);
          assertThat(folder.state().highestModSeq()).isZero();
          assertThat(folder.changes(50, uids(1, 2, 3, 4, 5))).isEmpty();
        });
  }

  @Test
  void aModSequenceThatWentBackIsNotAskedFor() {
    resync("", folder -> assertThat(folder.changes(101, uids(1, 2, 3, 4, 5))).isEmpty());
  }

  @Test
  void aServerThatRefusesCondstoreIsExaminedWithout() {
    Scripted.mailbox(
        spool,
        "CONDSTORE",
        """
        C: EXAMINE INBOX (CONDSTORE)
        S: $ BAD Unknown argument
        """
            + examined("EXAMINE INBOX")
            + examined("EXAMINE INBOX"),
        mailbox -> {
          assertThat(mailbox.examine(INBOX).changes(50, uids(1, 2, 3, 4, 5))).isEmpty();
          assertThat(mailbox.examine(INBOX).state().exists()).isEqualTo(5);
        });
  }

  @Test
  void whatComesBeforeClosedIsAboutTheFolderBefore() {
    Scripted.mailbox(
        spool,
        "ENABLE CONDSTORE QRESYNC",
        ENABLED
            + examined("EXAMINE INBOX")
            + """
            C: EXAMINE Other
            S: * 6 EXISTS
            S: * VANISHED 3
            S: * OK [CLOSED] the other one
            S: * 1 EXISTS
            S: * OK [UIDVALIDITY 8] valid
            S: $ OK [READ-ONLY] opened
            """,
        mailbox -> {
          mailbox.examine(INBOX);
          FolderState other = mailbox.examine(new FolderName("Other")).state();
          assertThat(other.exists()).isEqualTo(1);
          assertThat(other.uidValidity()).isEqualTo(8);
          assertThat(other.uidNext()).isZero();
          assertThat(other.highestModSeq()).isZero();
        });
  }

  @Test
  void listsTellTheStatesOfAllFoldersAtOnce() {
    states(
        "CONDSTORE LIST-STATUS",
        """
        C: LIST "" "*" RETURN (STATUS (MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ))
        S: * LIST () "/" INBOX
        S: * STATUS inbox (MESSAGES 17 UIDNEXT 18 UIDVALIDITY 3 HIGHESTMODSEQ 4)
        S: * STATUS "Two words" (UIDVALIDITY 3 HIGHESTMODSEQ 9 MESSAGES 0 UIDNEXT 1 SIZE 9)
        S: * STATUS {8}
        S: Stranger (MESSAGES 2 UIDNEXT 3 UIDVALIDITY 4 HIGHESTMODSEQ 5)
        S: * STATUS Stranger (MESSAGES 2 UIDNEXT 3 UIDVALIDITY 4 HIGHESTMODSEQ 5)
        S: $ OK done
        """,
        told ->
            assertThat(told)
                .isEqualTo(
                    Map.of(
                        INBOX,
                        new FolderState(3, 18, 17, 4, Set.of()),
                        TWO_WORDS,
                        new FolderState(3, 1, 0, 9, Set.of()))));
  }

  @Test
  void aStateThatLacksANumberIsNone() {
    states(
        "CONDSTORE LIST-STATUS",
        """
        C: LIST "" "*" RETURN (STATUS (MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ))
        S: * STATUS INBOX (MESSAGES 17 UIDNEXT 18 UIDVALIDITY 3)
        S: * STATUS "Two words" (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 3 HIGHESTMODSEQ 0)
        S: * STATUS INBOX (MESSAGES NIL UIDNEXT 1 UIDVALIDITY 3 HIGHESTMODSEQ 1)
        S: * STATUS INBOX (MESSAGES 1 UIDNEXT 2 UIDVALIDITY 3 HIGHESTMODSEQ 9223372036854775808)
        S: $ OK done
        """,
        told -> assertThat(told).isEmpty());
  }

  @Test
  void aListThatTellsNothingIsMadeGoodByStatus() {
    // Strato answers extended LIST with nothing
    states(
        "CONDSTORE LIST-STATUS",
        """
        C: LIST "" "*" RETURN (STATUS (MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ))
        S: $ OK done
        C: STATUS "INBOX" (MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ)
        C: STATUS "Two words" (MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ)
        S: $$ NO [SERVERBUG] not now
        S: $ BAD what
        """,
        told -> assertThat(told).isEmpty());
  }

  @Test
  void statusIsAskedOfEachFolderWhereListCannotTell() {
    states(
        "CONDSTORE",
        """
        C: STATUS "INBOX" (MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ)
        C: STATUS "Two words" (MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ)
        S: $$ NO [NONEXISTENT] no
        S: * STATUS Two words (MESSAGES 1 UIDNEXT 2 UIDVALIDITY 3 HIGHESTMODSEQ 9223372036854775807)
        S: $ OK done
        """,
        told -> assertThat(told).containsOnlyKeys(TWO_WORDS));
  }

  @Test
  void noMoreThanTenFoldersAreAskedAboutAhead() {
    // Outlook takes 50 for an attack, Exchange hangs up after ten errors
    List<FolderName> names =
        LongStream.range(0, 11).mapToObj(i -> new FolderName("F" + i)).toList();
    StringBuilder script = new StringBuilder();
    for (FolderName name : names.subList(0, 10)) {
      script.append(
          "C: STATUS \"%s\" (MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ)\n".formatted(name));
    }
    script.append("! silent\n");
    Scripted.mailbox(
        spool,
        "CONDSTORE",
        script + "S: * BYE I have heard enough\n! close\n",
        mailbox ->
            assertThatThrownBy(() -> mailbox.states(names))
                .isInstanceOf(Failure.Unreachable.class)
                .hasMessageContaining("heard enough"));
  }

  @Test
  void withoutModSequencesNoStatesAreAskedFor() {
    states("LIST-STATUS", "", told -> assertThat(told).isEmpty());
  }

  private void states(
      String capabilities, String script, Consumer<Map<FolderName, FolderState>> test) {
    Scripted.mailbox(
        spool,
        capabilities,
        script,
        mailbox -> test.accept(mailbox.states(List.of(INBOX, TWO_WORDS))));
  }

  @Test
  void setsOfUidsAreNeverSpeltOut() {
    UidRanges all = UidRanges.of("1:4294967295");
    assertThat(all.count()).isEqualTo(4294967295L);
    assertThat(all.among(uids(5, 4294967295L))).containsExactly(5L, 4294967295L);
    assertThat(UidRanges.of("9:5,3").among(uids(3, 4, 5, 7, 9, 10)))
        .containsExactly(3L, 5L, 7L, 9L);
    assertThat(Optional.of(UidRanges.of("1,,2")).map(UidRanges::sound)).contains(false);
  }
}
