package dev.mailcask.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.MailcaskProcess;
import dev.mailcask.testing.MailcaskProcess.Answer;
import dev.mailcask.testing.RawImap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/// Kills the program at random moments of its work, as a power cut would, beside a mail server
/// whose mailbox changes, and looks after each kill at what is left.
///
/// What must hold: each later command ends well without anybody's help; every message that a
/// journal once named can be read; no segment of a journal ever changes or goes; the copy is an
/// archive of its own; `verify` finds nothing; and in the end the archive has what the server has,
/// byte for byte.
final class Kills {

  /// What is killed.
  enum Work {
    BACKUP("backup crash"),
    COMPACT("compact"),
    COPY("copy --to"),
    RESTORE_ARCHIVE("restore-archive");

    private final String command;

    Work(String command) {
      this.command = command;
    }

    List<String> command() {
      return List.of(command.split(" "));
    }

    String words() {
      return command().getFirst();
    }
  }

  private static final List<String> FOLDERS = List.of("INBOX", "Projects", "Lists");

  /// Until the first one of its kind has ended by itself.
  private static final long USUALLY_MILLIS = 2_000;

  private final Path dir;
  private final Path data;
  private final Path copy;
  private final Path returned;
  private final DovecotServer server;
  private final Random random;
  private final String seed;
  private final List<Work> works;
  private final ArchiveLedger archive = new ArchiveLedger();
  private final ArchiveLedger copied = new ArchiveLedger();
  private final Map<Work, Tally> tallies = new EnumMap<>(Work.class);
  private final List<byte[]> attachments = new ArrayList<>();
  private long mails;
  private int checks;

  /// @param dir an empty directory
  /// @param works what is killed; all of it runs
  Kills(Path dir, DovecotServer server, long seed, List<Work> works) {
    this.dir = dir;
    this.data = dir.resolve("data");
    this.copy = dir.resolve("disk/copy");
    this.returned = dir.resolve("returned");
    this.server = server;
    this.random = new Random(seed);
    this.seed = "mailcask.seed=" + seed;
    this.works = List.copyOf(works);
    for (Work work : Work.values()) {
      tallies.put(work, new Tally());
    }
  }

  /// @param kills how many must hit a running process
  /// @param first how many messages the mailbox has in the beginning
  /// @param between after how many kills everything is looked at
  void run(int kills, int first, int between) throws Exception {
    deliver(first);
    Stories.addAccount(data, server, "crash");
    MailcaskProcess.run(data, "", "backup", "crash").good();
    MailcaskProcess.run(data, "", "copy", "--to", copy.toString()).good();
    for (int done = 0; done < kills; ) {
      changeMailbox();
      for (Work work : Work.values()) {
        if (!works.contains(work)) {
          end(work); // others need what it does
        } else if (done < kills && attempt(work)) {
          done++;
          lookAtArchives("kill " + done + " in " + work.words());
          if (done % between == 0) {
            lookAtEverything("after " + done + " kills");
          }
        }
      }
    }
    lookAtEverything("in the end");
  }

  /// Starts the work and kills it at a random moment.
  ///
  /// @return whether it was hit
  private boolean attempt(Work work) throws Exception {
    Tally tally = tally(work);
    Path output = dir.resolve("output");
    long begun = System.nanoTime();
    MailcaskProcess process = MailcaskProcess.start(place(work), output, arguments(work));
    boolean ended = process.ended(200 + random.nextLong(tally.millis));
    process.kill();
    tally.started++;
    if (ended) {
      assertThat(process.exitCode())
          .as("%s that was not killed, %s: %s", work, seed, Files.readString(output))
          .isZero();
      tally.took((System.nanoTime() - begun) / 1_000_000);
      ended(work);
    } else {
      tally.killed++;
      if (work == Work.RESTORE_ARCHIVE) {
        end(work); // whose copy does not change meanwhile: its machine is gone
      }
    }
    return !ended;
  }

  private Tally tally(Work work) {
    return tallies.computeIfAbsent(work, _ -> new Tally());
  }

  private void end(Work work) throws Exception {
    long begun = System.nanoTime();
    Answer answer = MailcaskProcess.run(place(work), "", arguments(work));
    assertThat(answer.exitCode())
        .as("%s after kills, %s: %s%s", work, seed, answer.text(), answer.errors())
        .isZero();
    tally(work).took((System.nanoTime() - begun) / 1_000_000);
    ended(work);
  }

  private void ended(Work work) throws IOException {
    if (work == Work.RESTORE_ARCHIVE) {
      assertThat(ArchiveLedger.files(returned.resolve("archive")))
          .as("what came back, %s", seed)
          .containsAllEntriesOf(ArchiveLedger.files(copy.resolve("archive")));
      ArchiveLedger.delete(returned);
    }
  }

  private Path place(Work work) {
    return work == Work.RESTORE_ARCHIVE ? returned : data;
  }

  private String[] arguments(Work work) {
    List<String> arguments = new ArrayList<>(work.command());
    if (work == Work.COPY || work == Work.RESTORE_ARCHIVE) {
      arguments.add(copy.toString());
    }
    if (work == Work.COPY && random.nextInt(4) == 0) {
      arguments.add("--check");
    }
    return arguments.toArray(String[]::new);
  }

  /// New mail, other flags, and some that goes.
  private void changeMailbox() {
    deliver(5 + random.nextInt(120));
    if (random.nextInt(3) == 0) {
      try (RawImap imap = server.imap("crash")) {
        imap.command("SELECT " + FOLDERS.get(random.nextInt(FOLDERS.size())));
        int first = 1 + random.nextInt(200);
        imap.command("UID STORE " + first + ":" + (first + 4) + " +FLAGS.SILENT (\\Flagged)");
        imap.command("UID STORE " + first + " +FLAGS.SILENT (\\Deleted)");
        imap.command("EXPUNGE");
      }
    }
  }

  private void deliver(int count) {
    for (String folder : FOLDERS) {
      int share = Math.max(1, count / FOLDERS.size());
      server.deliver("crash", folder, Stream.generate(this::mail).limit(share));
    }
  }

  /// Text, and now and then an attachment, new or one again.
  private byte[] mail() {
    StringBuilder mail = new StringBuilder("From: crash@example.org\r\nMIME-Version: 1.0\r\n");
    mail.append("Subject: number ").append(++mails).append("\r\n");
    mail.append("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n");
    for (int line = random.nextInt(200); line >= 0; line--) {
      mail.append(Long.toString(random.nextLong(), 36)).append(" some words\r\n");
    }
    if (random.nextInt(8) == 0) {
      mail.append("--b\r\nContent-Type: application/octet-stream\r\n");
      mail.append("Content-Transfer-Encoding: base64\r\n\r\n");
      mail.append(Base64.getMimeEncoder().encodeToString(attachment())).append("\r\n");
    }
    return mail.append("--b--\r\n").toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  private byte[] attachment() {
    if (attachments.size() > 5 && random.nextBoolean()) {
      return attachments.get(random.nextInt(attachments.size()));
    }
    byte[] bytes = new byte[20_000 + random.nextInt(200_000)];
    random.nextBytes(bytes);
    attachments.add(bytes);
    return bytes;
  }

  private void lookAtArchives(String when) throws IOException {
    archive.look(data.resolve("archive"), when + ", " + seed, false);
    copied.look(copy.resolve("archive"), "the copy, " + when + ", " + seed, false);
  }

  /// Lets everything end, and compares archive, copy and server.
  private void lookAtEverything(String when) throws Exception {
    String why = when + ", " + seed;
    for (Work work : Work.values()) {
      end(work);
    }
    Answer verified = MailcaskProcess.run(data, "", "verify");
    assertThat(verified.exitCode()).as("verify %s: %s", why, verified.text()).isZero();
    archive.look(data.resolve("archive"), why, true);
    copied.look(copy.resolve("archive"), "the copy, " + why, true);
    for (String folder : FOLDERS) {
      assertThat(Stories.idsByUid(data, "crash", folder))
          .as("%s %s", folder, why)
          .isEqualTo(Stories.hashesByUid(server, "crash", folder));
    }
    assertThat(copied.messages()).as(why).isEqualTo(archive.messages());
    checks++;
    System.out.println(when + ":\n" + table());
  }

  /// The figures so far, as a table.
  String table() {
    StringBuilder table = new StringBuilder("| work | started | killed | ended first | takes |\n");
    table.append("|---|---|---|---|---|\n");
    tallies.forEach(
        (work, tally) ->
            table.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %.1f s |%n",
                    work.words(),
                    tally.started,
                    tally.killed,
                    tally.started - tally.killed,
                    tally.millis / 1000.0)));
    return table
        .append(
            String.format(
                Locale.ROOT,
                "%n%d messages delivered, %d in the archive, %d times everything compared; %s%n",
                mails,
                archive.messages().size(),
                checks,
                seed))
        .toString();
  }

  /// How often one kind of work was started and hit.
  private static final class Tally {
    private int started;
    private int killed;
    private long millis = USUALLY_MILLIS;

    /// Kills are to be spread over all of the work, so its time is followed.
    void took(long now) {
      millis = Math.max(300, (millis + now) / 2);
    }
  }
}
