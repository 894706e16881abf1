package dev.mailcask.catalog;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.AccountRemoved;
import dev.mailcask.archive.JournalEvent.AccountSet;
import dev.mailcask.archive.JournalEvent.Alarm;
import dev.mailcask.archive.JournalEvent.AlarmsSeen;
import dev.mailcask.archive.JournalEvent.Evidence;
import dev.mailcask.archive.JournalEvent.FetchFailed;
import dev.mailcask.archive.JournalEvent.FlagsChanged;
import dev.mailcask.archive.JournalEvent.FolderCount;
import dev.mailcask.archive.JournalEvent.FolderFailed;
import dev.mailcask.archive.JournalEvent.FolderGone;
import dev.mailcask.archive.JournalEvent.FolderListed;
import dev.mailcask.archive.JournalEvent.FolderSeen;
import dev.mailcask.archive.JournalEvent.GenerationBegan;
import dev.mailcask.archive.JournalEvent.Gone;
import dev.mailcask.archive.JournalEvent.Pause;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.JournalEvent.Restored;
import dev.mailcask.archive.JournalEvent.RunFinished;
import dev.mailcask.archive.JournalEvent.RunStarted;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.message.Envelope;
import dev.mailcask.testing.InMemoryArchive;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// Journals by chance: mostly what a backup writes, now and then what none should, as flags of a
/// message that is not there. Few folders, UIDs and messages, so that they meet often.
final class RandomJournals {

  static final List<String> PATHS = List.of("INBOX", "Archiv/Übersicht", "İşler", "Sent");
  static final int FOLDERS = 4;
  static final int GENERATIONS = 3;

  private static final List<String> DATES =
      List.of(
          "",
          "nonsense",
          " 7-Jul-2025 02:44:25 -0700",
          "17-Jul-2025 02:44:25 +0000",
          "01-Jan-1970 00:00:00 +0000",
          "17-Jul-2045 02:44:25 +0000",
          "18-Jul-2025 10:00:00 +0545",
          "03-Feb-2026 23:59:60 +0100");

  private static final List<List<String>> FLAGS =
      List.of(
          List.of(),
          List.of("\\Seen"),
          List.of("\\Seen", "\\Flagged"),
          List.of("$Forwarded", "NonJunk"));

  final List<ContentId> messages = new ArrayList<>();
  private final List<Envelope> envelopes = new ArrayList<>();
  private final Random random;
  private final InMemoryArchive archive;
  private final AtomicReference<Instant> now;
  private final boolean liar;
  private long run;

  RandomJournals(long seed, InMemoryArchive archive, AtomicReference<Instant> now) {
    this.random = new Random(seed);
    this.liar = seed % 2 == 0;
    this.archive = archive;
    this.now = now;
    for (int i = 0; i < 25; i++) {
      byte[] bytes = "x".repeat(i).getBytes(StandardCharsets.UTF_8);
      messages.add(archive.put(new AccountId("nobody"), bytes));
      Instant date =
          switch (i % 4) {
            case 0 -> Instant.parse("2025-05-01T00:00:00Z").plusSeconds(i);
            case 1 -> Instant.parse("2044-05-01T00:00:00Z");
            case 2 -> Instant.parse("1969-05-01T00:00:00Z");
            default -> null;
          };
      envelopes.add(new Envelope(date, "Zoë <z@example.org>", "you", "Nr. " + i, "m" + i));
    }
  }

  /// Appends one segment to the account's journal and lets some time pass, or none.
  void segment(AccountId account) {
    List<JournalEvent> events = new ArrayList<>();
    Set<List<Long>> placed = new HashSet<>();
    int count = 1 + random.nextInt(12);
    while (events.size() < count) {
      JournalEvent event = event(account);
      // A run places a UID once.
      if (!(event instanceof Placed p)
          || placed.add(List.of((long) p.folder(), p.uidValidity(), p.uid()))) {
        events.add(event);
      }
    }
    archive.append(account, events);
    now.updateAndGet(t -> t.plusSeconds(random.nextInt(4) * 1000L).plusNanos(random.nextInt(3)));
  }

  private JournalEvent event(AccountId account) {
    int folder = 1 + random.nextInt(FOLDERS);
    long uidValidity = 1L + random.nextInt(random.nextBoolean() ? 1 : GENERATIONS);
    long uid = 1L + random.nextInt(12);
    return switch (random.nextInt(25)) {
      case 0 ->
          new AccountSet(
              new AccountSettings(
                  "imap",
                  "mail.example.org",
                  993,
                  "tls",
                  "user" + random.nextInt(3),
                  "",
                  List.of("INBOX", "a*"),
                  List.of()));
      case 1 -> random.nextInt(4) == 0 ? new AccountRemoved() : new FolderFailed(folder, "no");
      case 2 -> new RunStarted(++run, now.get().minusNanos(1));
      case 3 -> new RunFinished(run, now.get(), summary(folder));
      case 4, 5 ->
          new FolderSeen(
              folder,
              "raw" + folder,
              PATHS.get(random.nextInt(PATHS.size())),
              "/",
              random.nextBoolean() ? List.of() : List.of("\\Sent", "\\HasNoChildren"),
              random.nextBoolean() ? "" : "F" + random.nextInt(3));
      case 6 -> new FolderGone(folder);
      case 7, 8 -> new GenerationBegan(folder, uidValidity);
      case 9, 10 -> new Gone(folder, uidValidity, List.of(uid, uid + 1, uid + 5));
      case 11, 12, 13 -> new FlagsChanged(folder, uidValidity, uid, flags());
      case 14 -> new FetchFailed(folder, uidValidity, uid, "reason " + uid);
      case 15 ->
          new FetchFailed(
              folder, uidValidity, uid, "reason " + uid, now.get().plusSeconds(uid * 1000));
      case 24 -> new AlarmsSeen(Math.max(0, run - random.nextInt(3)));
      case 16 ->
          new Restored(messages.getFirst(), "INBOX", account, "INBOX/back", uidValidity, uid);
      case 17 ->
          new FolderListed(
              folder,
              uidValidity,
              uid,
              1 + random.nextLong(Long.MAX_VALUE),
              random.nextInt(9),
              run,
              run / 2,
              now.get(),
              random.nextBoolean());
      default -> {
        int message = random.nextInt(messages.size());
        yield new Placed(
            folder,
            uidValidity,
            uid,
            messages.get(message),
            message,
            DATES.get(random.nextInt(DATES.size())),
            flags(),
            envelopes.get(message),
            objectId(message));
      }
    };
  }

  /// Honest but for every other journal, where there is one message for which it is not.
  private String objectId(int message) {
    int odd = liar ? 22 : 25;
    return message % 3 == 0 ? "" : "EMAILID M" + (message == odd ? 23 : message);
  }

  private List<String> flags() {
    return FLAGS.get(random.nextInt(FLAGS.size()));
  }

  private RunSummary summary(int folder) {
    return new RunSummary(
        "partial",
        "one folder",
        2,
        3,
        1,
        1,
        0,
        0,
        1,
        77,
        List.of(
            new FolderCount(
                folder, 3, 2, 1, new Evidence("listed", true, 3, 3, 2, "odd", now.get()))),
        random.nextInt(3) == 0
            ? List.of(
                new Alarm("dropped", folder, 100, 60, "60 of 100 messages left"),
                new Alarm("foldersGone", 0, 10, 9, "9 of 10 folders left"))
            : List.of(),
        random.nextBoolean() ? null : new Pause("quota", now.get(), null, "enough for today"));
  }
}
