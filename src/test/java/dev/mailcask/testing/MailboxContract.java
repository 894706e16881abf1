package dev.mailcask.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.FolderState;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxConnector;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.OpenFolder.Metadata;
import dev.mailcask.mailbox.RemoteFolder;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every implementation of [Mailbox] does against every server: it reads. What needs folders,
/// flags and a way to put mail back is in [ImapMailboxContract]. The account is arranged and
/// inspected by [RawImap], which shares no code with what is tested.
public abstract class MailboxContract {

  protected static final FolderName INBOX = new FolderName("INBOX");

  protected MailboxConnector connector;
  protected MailboxSettings account;
  protected Mailbox mailbox;
  protected RawImap raw;

  /// A connector with which [#newAccount()] can be reached, and that fetches no more than 50
  /// messages at once.
  protected abstract MailboxConnector connector();

  /// An account that is empty but for what the server itself puts there.
  protected abstract MailboxSettings newAccount();

  /// The password of the accounts.
  protected abstract Secret password();

  /// A bare client, logged in to the account.
  protected abstract RawImap client(MailboxSettings account);

  @BeforeEach
  void connect() {
    connector = connector();
    account = newAccount();
    mailbox = connector.connect(account, password());
    raw = client(account);
  }

  /// Connects anew: in POP3 a session sees what there was when it began.
  protected final void reconnect() {
    mailbox.close();
    mailbox = connector.connect(account, password());
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
  void knowsItsInbox() {
    List<RemoteFolder> folders = mailbox.folders();
    assertThat(folders.getFirst().name()).isEqualTo(INBOX);
    assertThat(folders.getFirst().path()).isEqualTo("INBOX");
    assertThat(folders.getFirst().selectable()).isTrue();
    assertThat(mailbox.nameFor("INBOX")).isEqualTo(INBOX);
    assertThat(mailbox.examine(INBOX).state().exists()).isZero();
    assertThat(all(mailbox.examine(INBOX))).isEmpty();
  }

  @Test
  void refusesAFolderThatIsNotThereAndGoesOn() {
    assertThatThrownBy(() -> mailbox.examine(mailbox.nameFor("Nowhere")))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("Nowhere");
    assertThat(mailbox.examine(INBOX).state().exists()).isZero();
  }

  @Test
  void tellsTheStateOfAFolder() {
    FolderState empty = mailbox.examine(INBOX).state();
    assertThat(empty.exists()).isZero();
    for (int i = 0; i < 3; i++) {
      raw.append("INBOX", "", "", mail(i));
    }
    reconnect();
    OpenFolder folder = mailbox.examine(INBOX);
    FolderState state = folder.state();
    assertThat(state.exists()).isEqualTo(3);
    assertThat(state.uidValidity()).isPositive().isEqualTo(empty.uidValidity());
    assertThat(all(folder)).hasSize(3);
    assertThat(all(folder).lastKey()).isLessThan(state.uidNext()).isLessThan(1L << 53);
    assertThat(folder.largestUid()).isGreaterThanOrEqualTo(all(folder).lastKey());
  }

  @Test
  void callsAMessageTheSameInEachSession() {
    List<Long> theirs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      theirs.add(raw.append("INBOX", "", "", mail(i)));
    }
    reconnect();
    Map<Long, byte[]> before = bodies(mailbox.examine(INBOX));
    remove(theirs.get(1).toString());
    raw.append("INBOX", "", "", mail(7));
    reconnect();
    OpenFolder folder = mailbox.examine(INBOX);
    Map<Long, byte[]> after = bodies(folder);
    assertThat(after.values())
        .containsExactlyInAnyOrder(mail(0), mail(2), mail(3), mail(4), mail(7));
    before.forEach(
        (uid, body) -> {
          if (after.containsKey(uid)) {
            assertThat(after.get(uid)).isEqualTo(body);
          } else {
            assertThat(body).as("the one that was removed").isEqualTo(mail(1));
          }
        });
    assertThat(after.keySet()).hasSize(5);
    assertThat(bodies(folder).keySet()).isEqualTo(after.keySet());
    List<Long> byArrival = folder.byArrival(List.copyOf(after.keySet().stream().sorted().toList()));
    assertThat(byArrival.stream().map(after::get))
        .containsExactly(mail(0), mail(2), mail(3), mail(4), mail(7));
  }

  @Test
  void tellsMetadataOfWhatIsThere() {
    raw.append("INBOX", "", "", mail(1));
    raw.append("INBOX", "", "", mail(22));
    reconnect();
    OpenFolder folder = mailbox.examine(INBOX);
    List<Long> uids = List.copyOf(all(folder).keySet());
    long stranger = uids.getLast() + 100;
    SortedMap<Long, Metadata> metadata =
        folder.metadata(List.of(uids.getFirst(), uids.getLast(), stranger));
    assertThat(metadata).containsOnlyKeys(uids);
    assertThat(metadata.values())
        .extracting(Metadata::size)
        .containsExactlyInAnyOrder((long) mail(1).length, (long) mail(22).length);
    assertThat(folder.flags(stranger, folder.largestUid())).isEmpty();
    assertThat(folder.flags(uids.getLast(), uids.getLast())).containsOnlyKeys(uids.getLast());
  }

  @Test
  void fetchesBodiesByteForByteAndLeavesThemThere() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<byte[]> sent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      long uid = raw.append("INBOX", "", "", randomMail(random, i));
      sent.add(raw.body("INBOX", uid));
    }
    reconnect();
    OpenFolder folder = mailbox.examine(INBOX);
    SortedMap<Long, Long> wanted = new TreeMap<>();
    folder
        .metadata(List.copyOf(all(folder).keySet()))
        .forEach((uid, its) -> wanted.put(uid, uid % 2 == 0 ? 0L : its.size()));
    List<byte[]> received = new ArrayList<>();
    Map<Long, String> failed =
        folder.bodies(wanted, (body, uid) -> received.add(body.toByteArray()));
    assertThat(failed).as("seed %d", seed).isEmpty();
    assertThat(received)
        .as("seed %d", seed)
        .usingElementComparator(Arrays::compare)
        .containsExactlyInAnyOrderElementsOf(sent);
    mailbox.close();
    raw.command("SELECT INBOX");
    assertThat(raw.command("UID SEARCH NOT DELETED").getFirst().split(" ", -1)).hasSize(2 + 20);
  }

  @Test
  void fetchesMoreThanOneBatchWithGaps() {
    List<Long> theirs = new ArrayList<>();
    for (int i = 0; i < 210; i++) {
      theirs.add(raw.append("INBOX", "", "", mail(i)));
    }
    StringJoiner every3rd = new StringJoiner(",");
    for (int i = 0; i < 210; i += 3) {
      every3rd.add(theirs.get(i).toString());
    }
    remove(every3rd.toString());
    reconnect();
    OpenFolder folder = mailbox.examine(INBOX);
    assertThat(all(folder)).hasSize(140);
    assertThat(folder.metadata(List.copyOf(all(folder).keySet())).keySet())
        .isEqualTo(all(folder).keySet());
    List<byte[]> left = new ArrayList<>();
    for (int i = 0; i < 210; i++) {
      if (i % 3 != 0) {
        left.add(mail(i));
      }
    }
    assertThat(bodies(folder).values())
        .usingElementComparator(Arrays::compare)
        .containsExactlyInAnyOrderElementsOf(left);
  }

  @Test
  void doesNotFetchWhatItDoesNotList() {
    raw.append("INBOX", "", "", mail(1));
    reconnect();
    OpenFolder folder = mailbox.examine(INBOX);
    long uid = all(folder).firstKey();
    List<Long> received = new ArrayList<>();
    Map<Long, String> failed =
        folder.bodies(
            new TreeMap<>(Map.of(uid, 0L, uid + 7, 0L)), (body, its) -> received.add(its));
    assertThat(received).containsExactly(uid);
    assertThat(failed).isEqualTo(Map.of(uid + 7, OpenFolder.VANISHED));
  }

  @Test
  void passesTheSinksExceptionsThrough() {
    raw.append("INBOX", "", "", mail(1));
    reconnect();
    OpenFolder folder = mailbox.examine(INBOX);
    long uid = all(folder).firstKey();
    assertThatThrownBy(
            () ->
                folder.bodies(
                    new TreeMap<>(Map.of(uid, 0L)),
                    (body, its) -> {
                      throw new IllegalStateException("the disk says no");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the disk says no");
    assertThatThrownBy(() -> all(folder)).isInstanceOf(Failure.Unreachable.class);
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

  private void remove(String uids) {
    raw.command("SELECT INBOX");
    raw.command("UID STORE " + uids + " +FLAGS.SILENT (\\Deleted)");
    raw.command("EXPUNGE");
  }

  private static SortedMap<Long, List<String>> all(OpenFolder folder) {
    return folder.flags(1, folder.largestUid());
  }

  /// All messages of a folder.
  private static Map<Long, byte[]> bodies(OpenFolder folder) {
    SortedMap<Long, Long> wanted = new TreeMap<>();
    folder
        .metadata(List.copyOf(all(folder).keySet()))
        .forEach((uid, its) -> wanted.put(uid, its.size()));
    Map<Long, byte[]> received = new HashMap<>();
    assertThat(folder.bodies(wanted, (body, uid) -> received.put(uid, body.toByteArray())))
        .isEmpty();
    assertThat(received.keySet()).isEqualTo(wanted.keySet());
    return received;
  }

  protected static byte[] mail(int number) {
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
