package dev.mailcask.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.Content;
import dev.mailcask.mailbox.AppendSession;
import dev.mailcask.mailbox.AppendSession.Outcome;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.FolderState;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.OpenFolder.Changes;
import dev.mailcask.mailbox.OpenFolder.Metadata;
import dev.mailcask.mailbox.RemoteFolder;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What every implementation of [dev.mailcask.mailbox.Mailbox] does beyond [MailboxContract] where
/// there are folders, flags, and a way to put mail back.
public abstract class ImapMailboxContract extends MailboxContract {

  private static final long LAST_UID = 4_294_967_295L;

  private static final DateTimeFormatter INTERNAL_DATE =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("[ ]d-MMM-yyyy HH:mm:ss Z")
          .toFormatter(Locale.ENGLISH);

  /// Whether the server keeps mod-sequences (RFC 7162).
  protected abstract boolean keepsModSeqs();

  @Test
  void listsFoldersWithInboxFirstAndPathsForPeople() {
    List<String> paths = List.of("Work", "Work/Projects & more", "Entwürfe", "日本", "Zoë/a");
    for (String path : paths) {
      mailbox.create(mailbox.nameFor(path));
    }
    List<RemoteFolder> folders = mailbox.folders();
    assertThat(folders.getFirst().name()).isEqualTo(INBOX);
    assertThat(folders.getFirst().path()).isEqualTo("INBOX");
    assertThat(folders).extracting(RemoteFolder::path).containsAll(paths).doesNotHaveDuplicates();
    for (RemoteFolder folder : folders) {
      if (folder.selectable()) {
        assertThat(mailbox.examine(folder.name()).state().exists()).isZero();
      }
      assertThat(mailbox.nameFor(folder.path())).isEqualTo(folder.name());
    }
  }

  @Test
  void makesAFolderOnceAndFindsItThere() {
    FolderName name = mailbox.nameFor("Keep/2024/März");
    mailbox.create(name);
    mailbox.create(name);
    mailbox.create(INBOX);
    assertThat(mailbox.folders()).extracting(RemoteFolder::name).containsOnlyOnce(name);
  }

  @Test
  void listsFlagsAndKeywords() {
    long plain = raw.append("INBOX", "", "", mail(1));
    long marked = raw.append("INBOX", "\\Seen \\Flagged $Forwarded", "", mail(2));
    SortedMap<Long, List<String>> flags = mailbox.examine(INBOX).flags(1, LAST_UID);
    assertThat(flags).containsOnlyKeys(plain, marked);
    assertThat(flags.get(plain)).isEmpty();
    assertThat(flags.get(marked)).containsExactlyInAnyOrder("\\Seen", "\\Flagged", "$Forwarded");
    assertThat(mailbox.examine(INBOX).flags(marked, marked)).containsOnlyKeys(marked);
  }

  @Test
  void tellsWhatChangedSinceOrThatItCannot() {
    SortedSet<Long> known = new TreeSet<>();
    for (int i = 0; i < 30; i++) {
      known.add(raw.append("INBOX", "", "", mail(i)));
    }
    FolderState then = mailbox.examine(INBOX).state();
    List<Long> uids = List.copyOf(known);
    raw.command("SELECT INBOX");
    raw.command("UID STORE " + uids.get(3) + " +FLAGS.SILENT (\\Flagged)");
    raw.command("UID STORE " + uids.get(5) + "," + uids.get(6) + " +FLAGS.SILENT (\\Deleted)");
    raw.command("EXPUNGE");
    long fresh = raw.append("INBOX", "\\Seen", "", mail(99));

    OpenFolder folder = mailbox.examine(INBOX);
    Optional<Changes> changes =
        then.highestModSeq() == 0 ? Optional.empty() : folder.changes(then.highestModSeq(), known);

    assertThat(changes.isPresent()).isEqualTo(keepsModSeqs());
    changes.ifPresent(
        its -> {
          assertThat(its.gone()).containsExactly(uids.get(5), uids.get(6));
          assertThat(its.flags()).containsEntry(fresh, List.of("\\Seen"));
          assertThat(its.flags()).containsEntry(uids.get(3), List.of("\\Flagged"));
          // told or not, what did not change is as it was
          SortedMap<Long, List<String>> listed = folder.flags(1, LAST_UID);
          assertThat(listed).containsAllEntriesOf(its.flags());
          SortedSet<Long> less = new TreeSet<>(known.tailSet(uids.get(20)));
          assertThat(folder.changes(then.highestModSeq(), less)).as("it cannot add up").isEmpty();
        });
    assertThat(folder.changes(Long.MAX_VALUE, known)).as("of the future").isEmpty();
    assertThat(folder.changes(0, known)).as("of nothing").isEmpty();
  }

  @Test
  void tellsTheStatesOfFoldersUnopenedAsOfOpenedOnesOrNotAtAll() {
    FolderName work = mailbox.nameFor("Work/Entwürfe & more");
    mailbox.create(work);
    raw.append("INBOX", "", "", mail(1));
    raw.append(work.raw(), "\\Seen", "", mail(2));
    Map<FolderName, FolderState> opened = new HashMap<>();
    for (FolderName name : List.of(INBOX, work)) {
      opened.put(name, mailbox.examine(name).state());
    }
    mailbox.close();
    mailbox = connector.connect(account, password());
    Map<FolderName, FolderState> told =
        mailbox.states(List.of(INBOX, work, new FolderName("Nowhere")));
    assertThat(told.keySet()).isEqualTo(keepsModSeqs() ? opened.keySet() : Set.of());
    told.forEach(
        (name, state) ->
            assertThat(state)
                .usingRecursiveComparison()
                .ignoringFields("permanentFlags")
                .isEqualTo(opened.get(name)));
    assertThat(mailbox.examine(INBOX).state()).isEqualTo(opened.get(INBOX));
  }

  @Test
  void tellsMetadataAsSent() {
    String date = "17-Jul-1996 02:44:25 -0700";
    long uid = raw.append("INBOX", "\\Answered", date, mail(1));
    long other = raw.append("INBOX", "", " 1-Feb-2024 00:00:00 +0000", mail(2));
    NavigableMap<Long, Metadata> metadata =
        new TreeMap<>(mailbox.examine(INBOX).metadata(List.of(uid, other)));
    assertThat(metadata).containsOnlyKeys(uid, other);
    Metadata first = metadata.firstEntry().getValue();
    assertThat(first.flags()).containsExactly("\\Answered");
    assertThat(instant(first.internalDate())).isEqualTo(instant(date));
    assertThat(instant(metadata.lastEntry().getValue().internalDate()))
        .isEqualTo(Instant.parse("2024-02-01T00:00:00Z"));
    assertThat(first.size()).isEqualTo(raw.body("INBOX", uid).length);
    String sent = raw.command("UID FETCH " + uid + " (INTERNALDATE)").getFirst();
    assertThat(sent).contains('"' + first.internalDate() + '"');
  }

  @Test
  void tellsOfNewMail() {
    raw.append("INBOX", "", "", "Subject: one\r\n\r\n".getBytes(US_ASCII));
    OpenFolder folder = mailbox.examine(INBOX);
    assertThat(folder.await(Duration.ofMillis(300))).isFalse();
    CompletableFuture<Boolean> told =
        CompletableFuture.supplyAsync(() -> folder.await(Duration.ofSeconds(3)));
    raw.append("INBOX", "", "", "Subject: two\r\n\r\n".getBytes(US_ASCII));
    assertThat(told.join()).isTrue();
    assertThat(folder.await(Duration.ofMillis(300))).isFalse();
    raw.append("INBOX", "", "", "Subject: three\r\n\r\n".getBytes(US_ASCII));
    assertThat(folder.await(Duration.ofSeconds(3))).as("what came in between").isTrue();
    assertThat(mailbox.examine(INBOX).flags(1, LAST_UID)).hasSize(3);
  }

  @Test
  void readingLeavesMailUnseen() {
    long uid = raw.append("INBOX", "", "", mail(1));
    OpenFolder folder = mailbox.examine(INBOX);
    List<Long> received = new ArrayList<>();
    assertThat(folder.bodies(new TreeMap<>(Map.of(uid, 0L)), (body, its) -> received.add(its)))
        .isEmpty();
    assertThat(received).containsExactly(uid);
    assertThat(folder.flags(1, LAST_UID)).isEqualTo(Map.of(uid, List.of()));
  }

  @Test
  void saysWhichMessagesVanished() {
    long gone = raw.append("INBOX", "", "", mail(1));
    long stays = raw.append("INBOX", "", "", mail(2));
    OpenFolder folder = mailbox.examine(INBOX);
    raw.command("SELECT INBOX");
    raw.command("UID STORE " + gone + " +FLAGS.SILENT (\\Deleted)");
    raw.command("EXPUNGE");
    SortedMap<Long, Long> wanted = new TreeMap<>(Map.of(gone, 0L, stays, 0L, stays + 7, 0L));
    List<Long> received = new ArrayList<>();
    Map<Long, String> failed = folder.bodies(wanted, (body, uid) -> received.add(uid));
    assertThat(received).containsExactly(stays);
    assertThat(failed).containsOnlyKeys(gone, stays + 7);
    assertThat(failed.values()).containsOnly(OpenFolder.VANISHED);
  }

  @Test
  void appendsByteForByteWithFlagsAndDate() {
    FolderName target = mailbox.nameFor("Restored/Here");
    mailbox.create(target);
    String date = "17-Jul-1996 02:44:25 -0700";
    try (AppendSession session = mailbox.append(target)) {
      assertThat(session.state().exists()).isZero();
      for (int i = 0; i < 5; i++) {
        byte[] message = mail(i);
        List<String> flags = List.of("\\Seen", "$Important");
        Outcome outcome = session.append(Content.of(message), flags, date);
        assertThat(outcome).isInstanceOf(Outcome.Appended.class);
        Outcome.Appended appended = (Outcome.Appended) outcome;
        assertThat(appended.droppedFlags()).isEmpty();
        assertThat(raw.body(target.raw(), appended.uid())).isEqualTo(message);
      }
    }
    OpenFolder folder = mailbox.examine(target);
    SortedMap<Long, List<String>> flags = folder.flags(1, LAST_UID);
    assertThat(flags).hasSize(5);
    assertThat(flags.values())
        .allSatisfy(its -> assertThat(its).containsExactlyInAnyOrder("\\Seen", "$Important"));
    assertThat(folder.metadata(List.copyOf(flags.keySet())).values())
        .allSatisfy(its -> assertThat(instant(its.internalDate())).isEqualTo(instant(date)));
  }

  @Test
  void leavesOutFlagsThatAreNotTheMessages() {
    try (AppendSession session = mailbox.append(INBOX)) {
      Outcome outcome =
          session.append(
              Content.of(mail(1)), List.of("\\Recent", "\\Deleted", "\\Flagged"), "nonsense");
      assertThat(outcome).isInstanceOf(Outcome.Appended.class);
      assertThat(((Outcome.Appended) outcome).droppedFlags()).containsExactly("\\Deleted");
    }
    assertThat(mailbox.examine(INBOX).flags(1, LAST_UID).values())
        .containsExactly(List.of("\\Flagged"));
  }

  @Test
  void holdsAnAccountToTwoConnections() throws Exception {
    Mailbox second = connector.connect(account, password());
    CompletableFuture<Mailbox> third = new CompletableFuture<>();
    Thread waiting =
        Thread.ofVirtual().start(() -> third.complete(connector.connect(account, password())));
    while (waiting.getState() != Thread.State.WAITING && !third.isDone()) {
      Thread.sleep(5);
    }
    assertThat(third).isNotDone();
    second.close();
    second.close();
    try (Mailbox open = third.get(30, TimeUnit.SECONDS)) {
      assertThat(open.folders()).isNotEmpty();
    }
  }

  @Test
  void asksForNothingAboveTheLastMessage() {
    long uid = raw.append("INBOX", "", "", mail(1));
    OpenFolder folder = mailbox.examine(INBOX);
    assertThat(folder.flags(uid + 1, LAST_UID)).isEmpty();
    assertThat(folder.flags(uid + 100, LAST_UID)).isEmpty();
    assertThat(folder.metadata(List.of(uid + 100))).isEmpty();
  }

  private static Instant instant(String internalDate) {
    return Instant.from(INTERNAL_DATE.parse(internalDate));
  }
}
