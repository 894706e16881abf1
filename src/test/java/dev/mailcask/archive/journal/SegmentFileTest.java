package dev.mailcask.archive.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.ArchiveEvent;
import dev.mailcask.archive.ArchiveEvent.Head;
import dev.mailcask.archive.ArchiveEvent.JournalsSeen;
import dev.mailcask.archive.ArchiveEvent.PacksReplaced;
import dev.mailcask.archive.ArchiveEvent.Reason;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.journal.SegmentChain.Entry;
import dev.mailcask.archive.keys.ArchiveKey;
import dev.mailcask.archive.storage.FileHeader;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.message.Envelope;
import dev.mailcask.testing.MemoryStorage;
import dev.mailcask.testing.TestKeys;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentFileTest {

  private static final String WORK = "work";
  private static final Instant AT = Instant.parse("2026-11-23T04:50:43.123456789Z");
  private static final ContentId ID = ContentId.of(new byte[] {1});

  private static JournalEvent.Placed placed(Envelope envelope, List<String> flags) {
    return new JournalEvent.Placed(
        2, 0xffff_ffffL, 0xffff_fffeL, ID, 1L << 40, "17-Jul-1996 02:44:25 -0700", flags, envelope);
  }

  private static List<JournalEvent> everyKind() {
    return List.of(
        new JournalEvent.AccountSet(
            new AccountSettings(
                "imap",
                "host",
                993,
                "tls",
                "user\"\\\n",
                "0 7 3 * * ?",
                List.of("INBOX*"),
                List.of("Spam", ""))),
        new JournalEvent.AccountRemoved(),
        new JournalEvent.RunStarted(1, AT),
        new JournalEvent.RunFinished(
            1,
            AT,
            new JournalEvent.RunSummary(
                "partial",
                "one folder",
                2,
                3,
                4,
                5,
                6,
                7,
                8,
                9,
                List.of(
                    new JournalEvent.FolderCount(1, 2, 3, 4),
                    new JournalEvent.FolderCount(
                        5,
                        6,
                        7,
                        8,
                        new JournalEvent.Evidence("listed", true, 10, 11, 12, "odd", AT))),
                List.of(new JournalEvent.Alarm("dropped", 1, 500, 300, "300 of 500 left")),
                new JournalEvent.Pause("quota", AT, null, "enough for today"))),
        new JournalEvent.AccountSet(
            new AccountSettings(
                "imap",
                "imap.gmail.com",
                993,
                "tls",
                "a@b",
                "",
                List.of(),
                List.of(),
                new AccountSettings.OAuth(
                    "google",
                    "authorization-code",
                    "id",
                    "https://a/?b=c",
                    "https://t",
                    "",
                    List.of("https://mail.google.com/")))),
        new JournalEvent.AccountSet(
            new AccountSettings(
                "imap",
                "h",
                993,
                "tls",
                "u",
                "",
                List.of(),
                List.of(),
                null,
                new AccountSettings.Limits(1, 2_000_000_000_000L, 240),
                List.of("INBOX", "Ä/b"))),
        new JournalEvent.AccountSet(
            new AccountSettings(
                "imap", "h", 993, "tls", "u", "", List.of(), List.of(), null, null, List.of())),
        new JournalEvent.FolderSeen(1, "Entw&APw-rfe", "Entwürfe", "/", List.of("\\Drafts")),
        new JournalEvent.FolderSeen(2, "x", "x", "", List.of(), "F2212ea87-6097"),
        new JournalEvent.FolderGone(1),
        new JournalEvent.GenerationBegan(1, 0xffff_ffffL),
        placed(new Envelope(AT, "Ä", "b, c", "d \ud83d\ude00", "e@f"), List.of("\\Seen", "$x")),
        placed(Envelope.EMPTY, List.of()),
        new JournalEvent.Placed(
            1, 2, 3, ID, 4, "", List.of(), Envelope.EMPTY, "X-GM-MSGID 1278455344230334865"),
        new JournalEvent.FlagsChanged(1, 2, 3, List.of("a")),
        new JournalEvent.Gone(1, 2, List.of(1L, 0xffff_ffffL)),
        new JournalEvent.FetchFailed(1, 2, 3, "why"),
        new JournalEvent.FolderListed(
            1, 0xffff_ffffL, 0xffff_fffeL, Long.MAX_VALUE, 7, 3, 2, AT, true),
        new JournalEvent.FetchFailed(1, 2, 3, "why", AT),
        new JournalEvent.AlarmsSeen(1),
        new JournalEvent.FolderFailed(1, "why"),
        new JournalEvent.Repaired(ID, "copy"),
        new JournalEvent.Restored(ID, "a/b", new AccountId("home"), "c", 7, 0));
  }

  private static SegmentDraft draft(List<? extends JournalEvent> events) {
    SegmentDraft draft = new SegmentDraft();
    events.forEach(draft::add);
    return draft;
  }

  private static Entry<JournalEvent> read(long number, byte[] file) {
    return SegmentFile.read(null, WORK, number, file, EventJson::read);
  }

  private static List<JournalEvent> roundTrip(List<? extends JournalEvent> events) {
    byte[] file = SegmentFile.of(null, WORK, 1, SegmentFile.NO_HASH, AT, draft(events));
    return read(1, file).events();
  }

  @Test
  void everyKindOfEventComesBackAsItWas() {
    assertThat(everyKind().stream().<Class<?>>map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(JournalEvent.class.getPermittedSubclasses());
    assertThat(roundTrip(everyKind())).isEqualTo(everyKind());
  }

  @Test
  void theArchivesOwnEventsComeBackAsTheyWere() {
    List<ArchiveEvent> all = new ArrayList<>();
    for (Reason reason : Reason.values()) {
      all.add(new PacksReplaced(List.of("aa", "bb"), List.of("cc"), reason, 7, List.of(ID)));
      all.add(new PacksReplaced(List.of(), List.of(), reason, 0, List.of()));
    }
    all.add(new JournalsSeen(List.of(new Head(new AccountId("work"), 7, "ab".repeat(32)))));
    assertThat(all.stream().<Class<?>>map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(ArchiveEvent.class.getPermittedSubclasses());
    SegmentDraft draft = new SegmentDraft();
    all.forEach(draft::add);
    byte[] file = SegmentFile.of(null, "_archive", 3, SegmentFile.NO_HASH, AT, draft);
    assertThat(SegmentFile.read(null, "_archive", 3, file, ArchiveEventJson::read).events())
        .isEqualTo(all);
  }

  @Test
  void anyTextComesBackAsItWas() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int trial = 0; trial < 200; trial++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append((char) random.nextInt(0x10000)); // unpaired surrogates and controls with them
      }
      JournalEvent event =
          placed(new Envelope(null, text.toString(), "\ud800", "", ""), List.of(text.toString()));
      assertThat(roundTrip(List.of(event))).as("seed %d", seed).containsExactly(event);
    }
  }

  @Test
  void largeSegmentsAndLongLinesComeBack() {
    JournalEvent gone = new JournalEvent.Gone(1, 2, LongStream.range(0, 300_000).boxed().toList());
    List<JournalEvent> many = Collections.nCopies(20_000, everyKind().get(7));
    assertThat(roundTrip(List.of(gone))).containsExactly(gone);
    assertThat(roundTrip(many)).isEqualTo(many);
  }

  @Test
  void theFirstLineSaysWhatItIs() {
    byte[] file = SegmentFile.of(null, WORK, 7, "ab".repeat(32), AT, draft(everyKind()));
    Entry<JournalEvent> content = read(7, file);
    assertThat(content.previous()).isEqualTo("ab".repeat(32));
    assertThat(content.at()).isEqualTo(AT);
    assertThat(content.number()).isEqualTo(7);
    assertThat(content.hash()).isEqualTo(ContentId.of(file).toString());
    assertThatThrownBy(() -> read(8, file)).isInstanceOf(Failure.Corrupt.class);
    assertThatThrownBy(() -> SegmentFile.read(null, "home", 7, file, EventJson::read))
        .isInstanceOf(Failure.Corrupt.class);
  }

  /// A segment with lines of the test's own.
  private static byte[] file(String... lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(FileHeader.of("MCSKJRNL", 0).bytes());
    for (String line : lines) {
      out.writeBytes(SegmentDraft.frameOf(line));
    }
    ByteBuffer trailer = ByteBuffer.allocate(48);
    FileHeader.beginFrame(trailer, "MCSKTRLR", 40);
    out.writeBytes(trailer.put(ContentId.of(out.toByteArray()).bytes()).array());
    return out.toByteArray();
  }

  private static String first(int version) {
    return "{\"format\":\"mailcask-journal\",\"version\":"
        + version
        + ",\"account\":\"work\",\"segment\":1,\"previous\":\"00\",\"new\":[{}],"
        + "\"at\":\"2026-11-23T04:50:43Z\"}";
  }

  private static List<JournalEvent> events(String... lines) {
    return read(1, file(lines)).events();
  }

  @Test
  void unknownFieldsAreIgnoredAndUnknownEventsSkipped() {
    assertThat(
            events(
                first(1),
                "{\"event\":\"moonPhase\",\"phase\":{\"deep\":[1,2]}}",
                "{\"new\":{\"event\":1},\"folder\":3,\"event\":\"folderGone\",\"newer\":null}"))
        .containsExactly(new JournalEvent.FolderGone(3));
  }

  @Test
  void settingsOfBeforeHaveNothingOfTheirOwn() {
    String settings =
        "{\"kind\":\"imap\",\"host\":\"h\",\"port\":993,\"security\":\"tls\",\"user\":\"u\","
            + "\"schedule\":\"\",\"include\":[],\"exclude\":[]}";
    assertThat(events(first(1), "{\"event\":\"accountSet\",\"settings\":" + settings + "}"))
        .containsExactly(
            new JournalEvent.AccountSet(
                new AccountSettings("imap", "h", 993, "tls", "u", "", List.of(), List.of())));
  }

  @Test
  void aNewerVersionIsRefused() {
    assertThatThrownBy(() -> events(first(2)))
        .isInstanceOf(Failure.TooNew.class)
        .hasMessageContaining("journal/work/0000000001.journal");
    byte[] newer = file(first(1));
    newer[17] = 3;
    assertThatThrownBy(() -> read(1, newer))
        .as("an altered version")
        .isInstanceOf(Failure.Corrupt.class);
    byte[] hash = ContentId.of(newer, 0, newer.length - 48).bytes();
    System.arraycopy(hash, 0, newer, newer.length - 32, 32);
    assertThatThrownBy(() -> read(1, newer)).isInstanceOf(Failure.TooNew.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event\":\"folderGone\"}",
        "{\"event\":\"folderGone\",\"folder\":\"1\"}",
        "{\"event\":\"folderGone\",\"folder\":1.5}",
        "{\"event\":\"folderGone\",\"folder\":4294967296}",
        "{\"event\":\"gone\",\"folder\":1,\"uidValidity\":1,\"uids\":[\"1\"]}",
        "{\"event\":\"gone\",\"folder\":1,\"uidValidity\":1,\"uids\":7}",
        "{\"event\":\"runStarted\",\"run\":1,\"at\":\"yesterday\"}",
        "{\"event\":7}",
        "{}",
        "[]",
        "7",
        "{\"event\":\"folderGone\",\"folder\":1",
        "not JSON"
      })
  void nonsenseIsDamageThatNamesTheFile(String line) {
    assertThatThrownBy(() -> events(first(1), line))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining("journal/work/0000000001.journal");
  }

  @Test
  void anEmptySegmentIsDamage() {
    assertThatThrownBy(() -> events()).isInstanceOf(Failure.Corrupt.class);
    assertThatThrownBy(() -> read(1, new byte[0])).isInstanceOf(Failure.Corrupt.class);
  }

  @Test
  void aSmallFileDoesNotBecomeMoreThanMemoryHolds() {
    String spaces = " ".repeat(1 << 24);
    String[] lines = Collections.nCopies(18, spaces).toArray(String[]::new);
    lines[0] = first(1);
    assertThatThrownBy(() -> events(lines)).isInstanceOf(Failure.Corrupt.class);
  }

  @Test
  void aSealedSegmentOpensWithItsArchivesKeyAlone() {
    ArchiveKey key = TestKeys.create(new MemoryStorage());
    byte[] sealed = SegmentFile.of(key, WORK, 1, SegmentFile.NO_HASH, AT, draft(everyKind()));
    assertThat(SegmentFile.read(key, WORK, 1, sealed, EventJson::read).events())
        .isEqualTo(everyKind());
    assertThatThrownBy(() -> SegmentFile.read(null, WORK, 1, sealed, EventJson::read))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining("archive/keys.json: the file is missing");
    ArchiveKey other = TestKeys.create(new MemoryStorage());
    assertThatThrownBy(() -> SegmentFile.read(other, WORK, 1, sealed, EventJson::read))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining("sealed with the key of another archive");
    byte[] open = SegmentFile.of(null, WORK, 1, SegmentFile.NO_HASH, AT, draft(everyKind()));
    assertThatThrownBy(() -> SegmentFile.read(key, WORK, 1, open, EventJson::read))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining("it is not encrypted, although the archive is");
    for (int at = 0; at < sealed.length; at++) {
      byte[] altered = sealed.clone();
      altered[at] ^= 1;
      assertThatThrownBy(() -> SegmentFile.read(key, WORK, 1, altered, EventJson::read))
          .as("byte %d", at)
          .isInstanceOf(Failure.Corrupt.class);
    }
  }
}
