package dev.mailcask.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Content;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.AppendSession;
import dev.mailcask.mailbox.AppendSession.Outcome;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.FolderState;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxConnector;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.OpenFolder.Changes;
import dev.mailcask.mailbox.OpenFolder.Metadata;
import dev.mailcask.mailbox.RemoteFolder;
import java.io.ByteArrayOutputStream;
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
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every implementation of [Mailbox] does against every server. The account is arranged and
/// inspected by [RawImap], which shares no code with what is tested.
public abstract class MailboxContract {

  private static final FolderName INBOX = new FolderName("INBOX");
  private static final long LAST_UID = 4_294_967_295L;

  private static final DateTimeFormatter INTERNAL_DATE =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("[ ]d-MMM-yyyy HH:mm:ss Z")
          .toFormatter(Locale.ENGLISH);

  private MailboxConnector connector;
  private MailboxSettings account;
  private Mailbox mailbox;
  private RawImap raw;

  /// A connector with which [#newAccount()] can be reached, and that fetches no more than 50
  /// messages at once.
  protected abstract MailboxConnector connector();

  /// An account that is empty but for what the server itself puts there.
  protected abstract MailboxSettings newAccount();

  /// The password of the accounts.
  protected abstract Secret password();

  /// Whether the server keeps mod-sequences (RFC 7162).
  protected abstract boolean keepsModSeqs();

  /// A bare client, logged in to the account.
  protected abstract RawImap client(MailboxSettings account);

  @BeforeEach
  void connect() {
    connector = connector();
    account = newAccount();
    mailbox = connector.connect(account, password());
    raw = client(account);
  }

  @AfterEach
  void disconnect() {
    if (mailbox != null) {
      mailbox.close();
    }
    if (raw != null) {
      raw.close();
    }
  }

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
  void tellsTheStateOfAFolder() {
    FolderState empty = mailbox.examine(INBOX).state();
    assertThat(empty.exists()).isZero();
    long last = 0;
    for (int i = 0; i < 3; i++) {
      last = raw.append("INBOX", "", "", mail(i));
    }
    FolderState state = mailbox.examine(INBOX).state();
    assertThat(state.exists()).isEqualTo(3);
    assertThat(state.uidValidity()).isPositive().isEqualTo(empty.uidValidity());
    assertThat(state.uidNext()).isGreaterThan(last);
  }

  @Test
  void refusesAFolderThatIsNotThereAndGoesOn() {
    assertThatThrownBy(() -> mailbox.examine(mailbox.nameFor("Nowhere")))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("Nowhere");
    assertThat(mailbox.examine(INBOX).state().exists()).isZero();
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
  void asksForNothingAboveTheLastMessage() {
    long uid = raw.append("INBOX", "", "", mail(1));
    OpenFolder folder = mailbox.examine(INBOX);
    assertThat(folder.flags(uid + 1, LAST_UID)).isEmpty();
    assertThat(folder.flags(uid + 100, LAST_UID)).isEmpty();
    assertThat(folder.metadata(List.of(uid + 100))).isEmpty();
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
  void fetchesBodiesByteForByteAndLeavesThemUnseen() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<Long, byte[]> sent = new HashMap<>();
    for (int i = 0; i < 20; i++) {
      long uid = raw.append("INBOX", "", "", randomMail(random, i));
      sent.put(uid, raw.body("INBOX", uid));
    }
    OpenFolder folder = mailbox.examine(INBOX);
    SortedMap<Long, Long> wanted = new TreeMap<>();
    sent.forEach((uid, bytes) -> wanted.put(uid, uid % 2 == 0 ? 0L : bytes.length));
    Map<Long, byte[]> received = new HashMap<>();
    Map<Long, String> failed =
        folder.bodies(wanted, (body, uid) -> received.put(uid, body.toByteArray()));
    assertThat(failed).as("seed %d", seed).isEmpty();
    assertThat(received.keySet()).isEqualTo(sent.keySet());
    sent.forEach(
        (uid, bytes) -> assertThat(received.get(uid)).as("seed %d", seed).isEqualTo(bytes));
    assertThat(folder.flags(1, LAST_UID).values()).allMatch(List::isEmpty);
  }

  @Test
  void fetchesMoreThanOneBatchWithGaps() {
    List<Long> uids = new ArrayList<>();
    for (int i = 0; i < 210; i++) {
      uids.add(raw.append("INBOX", "", "", mail(i)));
    }
    raw.command("SELECT INBOX");
    StringJoiner every3rd = new StringJoiner(",");
    for (int i = 0; i < 210; i += 3) {
      every3rd.add(uids.get(i).toString());
    }
    raw.command("UID STORE " + every3rd + " +FLAGS.SILENT (\\Deleted)");
    raw.command("EXPUNGE");
    OpenFolder folder = mailbox.examine(INBOX);
    SortedMap<Long, List<String>> flags = folder.flags(1, LAST_UID);
    assertThat(flags).hasSize(140);
    SortedMap<Long, Metadata> metadata = folder.metadata(List.copyOf(flags.keySet()));
    assertThat(metadata.keySet()).isEqualTo(flags.keySet());
    SortedMap<Long, Long> wanted = new TreeMap<>();
    metadata.forEach((uid, its) -> wanted.put(uid, its.size()));
    Map<Long, byte[]> received = new HashMap<>();
    assertThat(folder.bodies(wanted, (body, uid) -> received.put(uid, body.toByteArray())))
        .isEmpty();
    assertThat(received.keySet()).isEqualTo(flags.keySet());
    for (int i = 1; i < 210; i += 20) {
      if (i % 3 != 0) {
        assertThat(received.get(uids.get(i))).isEqualTo(mail(i));
      }
    }
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
  void passesTheSinksExceptionsThrough() {
    long uid = raw.append("INBOX", "", "", mail(1));
    OpenFolder folder = mailbox.examine(INBOX);
    assertThatThrownBy(
            () ->
                folder.bodies(
                    new TreeMap<>(Map.of(uid, 0L)),
                    (body, its) -> {
                      throw new IllegalStateException("the disk says no");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the disk says no");
    assertThatThrownBy(() -> folder.flags(1, LAST_UID)).isInstanceOf(Failure.Unreachable.class);
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
  void refusesAWrongPassword() {
    mailbox.close();
    assertThatThrownBy(() -> connector.connect(account, new Secret("wrong")))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("account " + account.account())
        .hasMessageContaining("password")
        .hasMessageNotContaining("wrong");
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

  private static Instant instant(String internalDate) {
    return Instant.from(INTERNAL_DATE.parse(internalDate));
  }

  private static byte[] mail(int number) {
    return """
        From: Ann <ann@example.org>
        To: Bob <bob@example.org>
        Subject: number %d
        Message-ID: <%d@example.org>

        This is message %d.
        """
        .formatted(number, number, number)
        .replace("\n", "\r\n")
        .getBytes(US_ASCII);
  }

  /// A mail of lines with any byte but NUL, CR and LF, up to some ten KB.
  private static byte[] randomMail(Random random, int number) {
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    mail.writeBytes(mail(number));
    int lines = random.nextInt(10) == 0 ? random.nextInt(800) : random.nextInt(50);
    for (int i = 0; i < lines; i++) {
      byte[] line = new byte[random.nextInt(random.nextInt(200) == 0 ? 20_000 : 120)];
      random.nextBytes(line);
      for (int j = 0; j < line.length; j++) {
        if (line[j] == 0 || line[j] == '\r' || line[j] == '\n') {
          line[j] = '}';
        }
      }
      mail.writeBytes(line);
      mail.writeBytes("\r\n".getBytes(ISO_8859_1));
    }
    mail.writeBytes(("Grüße " + number + "\r\n").getBytes(UTF_8));
    return mail.toByteArray();
  }
}
