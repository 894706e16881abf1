package dev.mailcask.mailbox.pop3;

import static dev.mailcask.mailbox.pop3.PlayedDrop.all;
import static dev.mailcask.mailbox.pop3.PlayedDrop.listed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.OpenFolder.Metadata;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Listing a POP3 mailbox, as a transcript.
class OddMaildropTest {

  @TempDir private Path spool;

  @Test
  void numbersMessagesByTheirUniqueIdsAndTellsThem() {
    PlayedDrop.inbox(
        spool,
        "UIDL",
        listed(List.of("first 120", "second 9")),
        folder -> {
          assertThat(folder.state().uidValidity()).isEqualTo(1);
          assertThat(folder.state().exists()).isEqualTo(2);
          // SHA-256 of "first" begins with a7937b64b8caa5..., of "second" with 16367aacb67a4a...
          assertThat(all(folder)).containsOnlyKeys(0xa7937b64b8caaL, 0x16367aacb67a4L);
          SortedMap<Long, Metadata> metadata = folder.metadata(List.copyOf(all(folder).keySet()));
          assertThat(metadata.get(0xa7937b64b8caaL))
              .isEqualTo(new Metadata(List.of(), "", 120, "UIDL first"));
          assertThat(folder.byArrival(List.of(0x16367aacb67a4L, 0xa7937b64b8caaL)))
              .containsExactly(0xa7937b64b8caaL, 0x16367aacb67a4L);
          assertThat(folder.flags(0x16367aacb67a4L + 1, folder.largestUid()))
              .containsOnlyKeys(0xa7937b64b8caaL);
        });
  }

  @Test
  void anEmptyMailboxIsEmpty() {
    PlayedDrop.inbox(
        spool,
        "UIDL",
        listed(List.of()),
        folder -> {
          assertThat(folder.state().exists()).isZero();
          assertThat(all(folder)).isEmpty();
        });
  }

  @Test
  void copiesThatShareAUniqueIdAreMessagesOfTheirOwn() {
    PlayedDrop.inbox(
        spool,
        "UIDL",
        listed(List.of("same 120", "other 9", "same 120", "same 120")),
        folder -> {
          assertThat(folder.state().uidValidity()).isEqualTo(1);
          assertThat(all(folder))
              .containsOnlyKeys(
                  Maildrop.uid("same"),
                  Maildrop.uid("other"),
                  Maildrop.uid("same\0" + 2),
                  Maildrop.uid("same\0" + 3));
          assertThat(folder.metadata(List.copyOf(all(folder).keySet())).values())
              .extracting(Metadata::objectId)
              .containsExactlyInAnyOrder("UIDL same", "UIDL other", "UIDL same 2", "UIDL same 3");
        });
  }

  @Test
  void uniqueIdsOfDifferentMessagesMeanNothing() {
    PlayedDrop.inbox(
        spool,
        "UIDL",
        listed(List.of("0 120", "0 9")),
        folder -> {
          assertThat(folder.state().uidValidity()).as("nothing lasts").isZero();
          assertThat(all(folder)).containsOnlyKeys(1L, 2L);
          assertThat(folder.metadata(List.of(1L, 2L)).values())
              .containsExactly(
                  new Metadata(List.of(), "", 120, ""), new Metadata(List.of(), "", 9, ""));
        });
  }

  @Test
  void aServerWithoutUniqueIdsIsReadAnewEachTime() {
    PlayedDrop.inbox(
        spool,
        "USER",
        """
        c: STAT
        S: +OK 2 30
        c: LIST
        S: +OK
        S: 1 20
        S: 2 10
        S: .
        c: UIDL
        S: -ERR unknown command
        """,
        folder -> {
          assertThat(folder.state().uidValidity()).isZero();
          assertThat(all(folder)).containsOnlyKeys(1L, 2L);
        });
  }

  @Test
  void aServerThatOffersUniqueIdsAndTellsNoneIsAskedAgainLater() {
    assertThatThrownBy(
            () ->
                PlayedDrop.inbox(
                    spool,
                    "UIDL",
                    """
                    c: STAT
                    S: +OK 2 30
                    c: LIST
                    S: +OK
                    S: 1 20
                    S: 2 10
                    S: .
                    c: UIDL
                    S: -ERR [SYS/TEMP] not now
                    """,
                    folder -> {}))
        .isInstanceOf(Failure.Unreachable.class)
        .hasMessageContaining("offers UIDL, and does not list it")
        .hasMessageContaining("not now");
  }

  @Test
  void aListThatIsNotWholeIsAFailureOnlyWhereTheWholeIsAskedFor() {
    PlayedDrop.inbox(
        spool,
        "UIDL",
        listed(List.of("a 1", "b 1")).replace("+OK 2 9999", "+OK 3 9999"),
        folder -> {
          assertThatThrownBy(() -> all(folder))
              .isInstanceOf(Failure.Unreachable.class)
              .hasMessageContaining("holds 3 messages and lists 2");
          assertThat(halves(folder))
              .containsExactlyInAnyOrder(Maildrop.uid("a"), Maildrop.uid("b"));
        });
  }

  @Test
  void aMailboxThatListsNothingOfManyIsNotEmpty() {
    PlayedDrop.inbox(
        spool,
        "UIDL",
        listed(List.of()).replace("+OK 0 9999", "+OK 3 9999"),
        folder -> assertThatThrownBy(() -> all(folder)).isInstanceOf(Failure.Unreachable.class));
  }

  private static List<Long> halves(OpenFolder folder) {
    long half = folder.largestUid() / 2;
    List<Long> uids = new ArrayList<>(folder.flags(1, half).keySet());
    uids.addAll(folder.flags(half + 1, folder.largestUid()).keySet());
    return uids;
  }

  @Test
  void linesThatTellNothingArePassedOver() {
    PlayedDrop.inbox(
        spool,
        "UIDL",
        """
        c: STAT
        S: +OK 2 30 and more
        c: LIST
        S: -ERR not today
        c: UIDL
        S: +OK
        S:  1   with  two blanks
        S: nonsense
        S: 3
        S: x y
        S: 2 ..b
        S: .
        """,
        folder -> {
          assertThat(all(folder))
              .containsOnlyKeys(Maildrop.uid("with  two blanks"), Maildrop.uid("..b"));
          assertThat(folder.metadata(List.of(Maildrop.uid("..b"))).values())
              .containsExactly(new Metadata(List.of(), "", 0, "UIDL ..b"));
        });
  }

  @Test
  void aMailboxThatDoesNotOpenIsRefused() {
    assertThatThrownBy(
            () ->
                PlayedDrop.inbox(spool, "UIDL", "c: STAT\nS: -ERR no mailbox here\n", folder -> {}))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("the mailbox cannot be opened (it says: no mailbox here)");
  }

  @Test
  void noNumberIsTooLargeForANumberOfJson() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(Maildrop.uid("id" + i)).isBetween(0L, Maildrop.END_OF_UIDS - 1);
    }
    assertThat((long) (double) (Maildrop.END_OF_UIDS - 1)).isEqualTo(Maildrop.END_OF_UIDS - 1);
  }
}
