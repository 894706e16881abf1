package dev.mailcask.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.JournalEvent.FolderGone;
import dev.mailcask.archive.JournalEvent.FolderSeen;
import dev.mailcask.catalog.KnownFolder;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.RemoteFolder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyncPlanTest {

  @Test
  void newFoldersAreNumberedAfterTheKnownOnes() {
    SyncPlan plan = plan(List.of(remote("INBOX"), remote("A"), remote("B")), known(4, "INBOX"));
    assertThat(plan.events()).containsExactly(seen(5, "A"), seen(6, "B"));
    assertThat(plan.folders()).extracting(SyncPlan.Folder::number).containsExactly(4, 5, 6);
  }

  @Test
  void nothingNewIsNoEvent() {
    SyncPlan plan = plan(List.of(remote("INBOX"), remote("A")), known(1, "INBOX"), known(2, "A"));
    assertThat(plan.events()).isEmpty();
    assertThat(plan.folders()).extracting(SyncPlan.Folder::uidValidity).containsExactly(7L, 7L);
  }

  @Test
  void aFolderThatIsNotThereIsGoneOnce() {
    KnownFolder before = known(2, "A");
    assertThat(plan(List.of(remote("INBOX")), known(1, "INBOX"), before).events())
        .containsExactly(new FolderGone(2));
    assertThat(plan(List.of(remote("INBOX")), known(1, "INBOX"), gone(before)).events()).isEmpty();
  }

  @Test
  void aFolderThatCameBackKeepsItsNumber() {
    SyncPlan plan = plan(List.of(remote("A")), gone(known(2, "A")));
    assertThat(plan.events()).containsExactly(seen(2, "A"));
  }

  @Test
  void aRenamedFolderIsNewAndGone() {
    SyncPlan plan = plan(List.of(remote("B")), known(2, "A"));
    assertThat(plan.events()).containsExactly(seen(3, "B"), new FolderGone(2));
  }

  @Test
  void aFolderThatCannotBeSelectedAnyMoreIsGone() {
    SyncPlan plan = plan(List.of(remote("A", "\\NoSelect"), remote("A/B")), known(1, "A"));
    assertThat(plan.events()).containsExactly(seen(2, "A/B"), new FolderGone(1));
    assertThat(plan.folders()).extracting(SyncPlan.Folder::path).containsExactly("A/B");
  }

  @Test
  void whatTheOwnerLeavesOutIsNeitherReadNorGone() {
    SyncPlan plan =
        SyncPlan.of(
            List.of(remote("INBOX"), remote("Spam"), remote("Junk")),
            List.of(known(1, "INBOX"), known(2, "Spam"), known(3, "Old spam")),
            false,
            path -> path.equals("INBOX"));
    assertThat(plan.events()).containsExactly(new FolderGone(3));
    assertThat(plan.folders()).extracting(SyncPlan.Folder::number).containsExactly(1);
  }

  @Test
  void whereAPartOfTheJournalIsUnreadNoFolderGetsANumberThatMayBeInIt() {
    SyncPlan plan =
        SyncPlan.of(
            List.of(remote("INBOX"), remote("New")),
            List.of(known(7, "INBOX")),
            true,
            path -> true);
    assertThat(plan.folders())
        .extracting(SyncPlan.Folder::number)
        .satisfiesExactly(
            known -> assertThat(known).isEqualTo(7),
            fresh -> assertThat(fresh).isGreaterThan(10_000));
  }

  @Test
  void lastingAttributesCountPassingOnesDoNot() {
    assertThat(
            plan(List.of(remote("A", "\\Marked", "\\hasnochildren", "\\Unmarked")), known(1, "A"))
                .events())
        .isEmpty();
    assertThat(plan(List.of(remote("A", "\\Sent", "\\HasChildren")), known(1, "A")).events())
        .containsExactly(new FolderSeen(1, "A", "A", "/", List.of("\\Sent")));
  }

  @Test
  void inboxHasNoCaseAndOthersDo() {
    SyncPlan plan = plan(List.of(remote("Inbox"), remote("a")), known(1, "INBOX"), known(2, "A"));
    assertThat(plan.events()).containsExactly(seen(1, "Inbox"), seen(3, "a"), new FolderGone(2));
  }

  @Test
  void aFolderListedTwiceIsReadOnce() {
    assertThat(plan(List.of(remote("A"), remote("A"))).folders()).hasSize(1);
  }

  private static SyncPlan plan(List<RemoteFolder> onServer, KnownFolder... known) {
    return SyncPlan.of(onServer, List.of(known), false, path -> true);
  }

  private static RemoteFolder remote(String name, String... attributes) {
    return new RemoteFolder(new FolderName(name), name, "/", Set.of(attributes));
  }

  private static KnownFolder known(int number, String name) {
    return new KnownFolder(number, name, name, "/", List.of(), 7, "", false);
  }

  private static KnownFolder gone(KnownFolder it) {
    return new KnownFolder(
        it.number(),
        it.raw(),
        it.path(),
        it.delimiter(),
        it.attributes(),
        it.uidValidity(),
        it.mailboxId(),
        true);
  }

  private static FolderSeen seen(int number, String name) {
    return new FolderSeen(number, name, name, "/", List.of());
  }
}
