package dev.mailcask.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.ArchiveEvent;
import dev.mailcask.archive.Maintenance.Compacted;
import dev.mailcask.archive.Maintenance.Figures;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress.Step;
import dev.mailcask.catalog.Message;
import dev.mailcask.index.Indexer.Coverage;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Status;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.restore.Restore;
import dev.mailcask.restore.Restore.Problem;
import dev.mailcask.search.Search;
import dev.mailcask.testing.MemoryTerminal;
import dev.mailcask.testing.Verifications;
import dev.mailcask.verify.Verify.Finding;
import dev.mailcask.verify.Verify.Request;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class CommandsTest {

  private static final String ID = CommandWorld.ID.toString();

  @TempDir Path dir;
  private CommandWorld world;
  private final MemoryTerminal terminal = new MemoryTerminal();

  @BeforeEach
  void open() {
    world = new CommandWorld(dir);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void anAccountIsTestedAndAdded() throws IOException {
    Files.writeString(dir.resolve("pw"), "secret\n");
    terminal.directory = dir;
    int code =
        world.run(
            terminal,
            "--json",
            "account",
            "add",
            "Work",
            "--host",
            "mail.example",
            "--user",
            "ann",
            "--password-file",
            "pw",
            "--exclude",
            "Spam",
            "--exclude",
            "Trash");
    assertThat(terminal.errors()).isEmpty();
    assertThat(code).isZero();
    assertThat(terminal.text())
        .isEqualTo("{\"account\":\"work\",\"host\":\"mail.example\",\"folders\":2}\n");
    JsonNode list = json(world.ok("account", "list", "--json")).get("accounts");
    assertThat(list).hasSize(1);
    assertThat(list.get(0).get("port").intValue()).isEqualTo(993);
    assertThat(list.get(0).get("security").stringValue()).isEqualTo("tls");
    assertThat(list.get(0).get("exclude")).hasSize(2);
    assertThat(list.get(0).get("schedule").stringValue()).matches("0 \\d+ [1-4] \\* \\* \\?");
    assertThat(world.ok("account", "list")).contains("work", "mail.example:993", "ann");
    assertThat(json(world.ok("--json", "account", "test", "work")).get("folders").intValue())
        .isEqualTo(2);
    assertThat(world.ok("account", "test", "work")).contains("Lists").contains("2 folders");
  }

  @Test
  void aWrongPasswordIsRefusedAndNothingIsAdded() {
    terminal.input = "wrong\n";
    int code =
        world.run(
            terminal, "account", "add", "work", "--host", "h", "--user", "u", "--password-stdin");
    assertThat(code).isEqualTo(5);
    assertThat(terminal.text()).isEmpty();
    assertThat(terminal.errors())
        .isEqualTo(
            "mailcask: account work: the server refuses user name or password; check both\n");
    assertThat(world.ok("account", "list")).contains("no account yet");
  }

  @Test
  void thePasswordIsAskedForOnATerminal() {
    String[] add = {
      "account",
      "add",
      "work",
      "--host",
      "h",
      "--user",
      "u",
      "--security",
      "none",
      "--schedule",
      "none"
    };
    assertThat(world.run(terminal, add)).isEqualTo(2);
    assertThat(terminal.errors()).contains("there is no terminal to ask for it");
    MemoryTerminal asked = new MemoryTerminal();
    asked.secret = "secret";
    assertThat(world.run(asked, add)).isZero();
    JsonNode account = json(world.ok("--json", "account", "list")).get("accounts").get(0);
    assertThat(account.get("port").intValue()).isEqualTo(143);
    assertThat(account.get("schedule").stringValue()).isEmpty();
  }

  @Test
  void anAccountIsRemovedButNotItsMail() {
    world.fill();
    assertThat(world.ok("account", "remove", "work")).contains("still here");
    assertThat(world.ok("account", "list")).contains("no account yet");
    assertThat(world.ok("folders", "work")).contains("INBOX");
    assertThat(world.run(terminal, "account", "remove", "wrk")).isEqualTo(2);
    assertThat(terminal.errors()).startsWith("mailcask: account wrk: ");
  }

  @Test
  void backupPrintsALineAnAccount() {
    world.fill();
    assertThat(world.ok("--json", "backup"))
        .isEqualTo(
            "{\"account\":\"work\",\"outcome\":\"complete\",\"folders\":2,\"new\":2,\"known\":1,"
                + "\"gone\":0,\"flagsChanged\":0,\"failed\":0,\"bytesFetched\":1234,"
                + "\"seconds\":2.5,\"problem\":\"\",\"failures\":[]}\n");
    assertThat(world.ok("backup", "work"))
        .isEqualTo(
            "work: complete: 2 new, 1 known, 0 gone, 0 with other flags (1.21 KiB in 2.5 s)\n");
  }

  @Test
  void retryTriesFailedMessagesAtOnce() {
    world.fill();
    world.ok("backup");
    assertThat(world.insisted).isFalse();
    world.ok("backup", "work", "--retry");
    assertThat(world.insisted).isTrue();
  }

  @Test
  void whatABackupCouldNotFetchIsListed() {
    world.fill();
    world.backup = (_, _) -> CommandWorld.summary("partial", 1);
    assertThat(world.run(terminal, "--json", "backup")).isEqualTo(3);
    JsonNode line = json(terminal.text());
    assertThat(line.get("outcome").stringValue()).isEqualTo("partial");
    assertThat(line.get("failures").get(0).get("uid").intValue()).isEqualTo(8);
    MemoryTerminal people = new MemoryTerminal();
    assertThat(world.run(people, "backup")).isEqualTo(3);
    assertThat(people.text()).contains("not fetched: INBOX, UID 8: the server sent half of it");
  }

  @Test
  void aBackupThatFailsSaysWhyAndCarriesItsExitCode() {
    world.fill();
    world.backup =
        (_, _) -> {
          throw new Failure.Unreachable("account work", "no answer", "try later", null);
        };
    assertThat(world.run(terminal, "--json", "backup")).isEqualTo(1);
    assertThat(terminal.errors()).isEqualTo("mailcask: account work: no answer; try later\n");
    JsonNode line = json(terminal.text());
    assertThat(line.get("outcome").stringValue()).isEqualTo("failed");
    assertThat(line.get("problem").stringValue()).isEqualTo("account work: no answer");
  }

  @Test
  void aBackupThatEndsEarlyTellsWhatTheJournalSaysOfIt() {
    world.fill();
    world.backup =
        (_, _) -> {
          world.ended("failed", 0);
          throw new Failure.Unreachable("account work", "no answer", "try later", null);
        };
    assertThat(world.run(terminal, "--json", "backup")).isEqualTo(1);
    assertThat(json(terminal.text()).get("new").intValue()).isEqualTo(2);
  }

  @Test
  void ctrlCStopsTheBackup() throws InterruptedException {
    world.fill();
    CountDownLatch begun = new CountDownLatch(1);
    world.backup =
        (_, progress) -> {
          begun.countDown();
          while (true) {
            progress.checkCancelled("account work");
            Thread.onSpinWait();
          }
        };
    Thread owner =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    begun.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  terminal.cancel();
                });
    assertThat(world.run(terminal, "backup")).isEqualTo(1);
    owner.join();
    assertThat(terminal.errors()).contains("account work: cancelled");
  }

  @Test
  void ctrlCLeavesAJobThatOthersBegan() throws InterruptedException {
    world.fill();
    CountDownLatch go = new CountDownLatch(1);
    world.backup =
        (_, _) -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return CommandWorld.summary("complete", 0);
        };
    Job others = world.jobs().submit(new Work.BackupAccount(CommandWorld.WORK), "schedule");
    terminal.cancelAtOnce = true;
    assertThat(world.run(terminal, "backup")).isEqualTo(1);
    assertThat(terminal.errors()).contains("a job that others began and that goes on: cancelled");
    go.countDown();
    assertThat(world.jobs().await(others.id()).status()).isEqualTo(Status.DONE);
  }

  @Test
  void progressIsDrawnOnATerminalOnly() {
    world.fill();
    world.backup =
        (_, progress) -> {
          progress.at(new Step("fetching", "INBOX", 50, 200, 4096));
          return CommandWorld.summary("complete", 0);
        };
    world.ok("backup");
    terminal.live = true;
    terminal.columns = 60;
    ProgressLine line = new ProgressLine(new PrintStream(terminal.err(), true, UTF_8), true, 60);
    line.show(
        new Job(
            "j",
            new Work.BackupAccount(CommandWorld.WORK),
            Status.RUNNING,
            "user",
            world.now,
            world.now,
            null,
            new Step("fetching", "INBOX", 50, 200, 4096),
            null,
            null,
            "",
            ""));
    line.clear();
    assertThat(terminal.errors())
        .isEqualTo("\r\u001b[Kwork: fetching [####............] 25 %  50  INBOX\r\u001b[K");
  }

  @Test
  void statusIsShortAndEndsWithThreeWhereSomethingIsMissing() {
    world.fill();
    assertThat(world.run(terminal, "status")).isEqualTo(3);
    assertThat(terminal.text())
        .contains("work: last backup 2026-11-20 11:00, partial: not everything could be fetched")
        .contains("2 of 4 messages archived, 1 waiting, 1 failed")
        .contains("no backup planned while the appliance does not run")
        .doesNotContain("FOLDER")
        .doesNotContain("not fetched");
    world.appliance = true;
    world.jobs().start();
    terminal.clear();
    world.run(terminal, "--json", "status");
    assertThat(json(terminal.text()).get("nextRun").isNull()).isFalse();
    terminal.clear();
    world.run(terminal, "status");
    assertThat(terminal.text()).contains("next backup 20");
  }

  @Test
  void statusOfOneAccountIsItsCertificate() {
    world.fill();
    assertThat(world.run(terminal, "status", "work")).isEqualTo(3);
    assertThat(terminal.text())
        .contains("FOLDER  ON SERVER  ARCHIVED  WAITING  FAILED  COUNTED")
        .contains("INBOX           4         2        1       1  every UID was listed;")
        .contains("EXISTS 4, listed 4, held 2")
        .contains("not fetched: INBOX, UID 8: the server sent half of it (1 try since 2026-11-20")
        .contains("next try at the next backup")
        .contains("mailcask backup work --retry");
    terminal.clear();
    world.run(terminal, "status", "work", "--json");
    JsonNode line = json(terminal.text());
    assertThat(line.get("lastRun").get("outcome").stringValue()).isEqualTo("partial");
    assertThat(line.get("safe").booleanValue()).isFalse();
    assertThat(line.get("nextRun").isNull()).isTrue();
    JsonNode folder = line.get("folders").get(0);
    assertThat(folder.get("waiting").intValue()).isEqualTo(1);
    assertThat(folder.get("exists").intValue()).isEqualTo(4);
    assertThat(folder.get("read").booleanValue()).isTrue();
    JsonNode failure = line.get("failures").get(0);
    assertThat(failure.get("attempts").intValue()).isEqualTo(1);
    assertThat(failure.get("first").stringValue()).startsWith("2026-11-20T10:00");
    assertThat(failure.get("next").isNull()).isTrue();
  }

  @Test
  void anAlarmIsToldUntilItIsAcknowledged() {
    world.fill();
    world.alarmed();
    assertThat(world.run(terminal, "status")).isEqualTo(3);
    assertThat(terminal.text())
        .contains("4 of 4 messages archived")
        .contains("ALARM of 2026-11-22 11:00: 300 of 500 messages in folder INBOX")
        .contains("mailcask acknowledge work");
    assertThat(world.ok("acknowledge", "work")).contains("1 alarm acknowledged");
    assertThat(world.ok("status")).doesNotContain("ALARM");
    assertThat(world.ok("acknowledge", "work")).contains("there is no alarm");
    assertThat(world.run(terminal, "acknowledge", "wrk")).isEqualTo(2);
  }

  @Test
  void foldersAreListedAsOfATime() {
    world.fill();
    assertThat(world.ok("--json", "folders", "work").lines())
        .hasSize(2)
        .first()
        .isEqualTo(
            "{\"folder\":\"INBOX\",\"messages\":1,\"bytes\":%d,\"gone\":null}"
                .formatted(CommandWorld.MAIL.length));
    assertThat(world.ok("folders", "work"))
        .contains("FOLDER    MESSAGES  SIZE  GONE SINCE")
        .contains("Old/Post         1  %d B  2026-11-22 11:00".formatted(CommandWorld.MAIL.length));
    assertThat(world.ok("folders", "work", "--at", "2026-11-21")).doesNotContain("2026-11-22");
    assertThat(world.ok("--json", "folders", "work", "--at", "2026-11-19")).isEmpty();
  }

  @Test
  void messagesAreListedAndControlsAreHarmless() {
    world.fill();
    JsonNode line = json(world.ok("list", "work", "INBOX", "--json"));
    assertThat(line.get("id").stringValue()).isEqualTo(ID);
    assertThat(line.get("uid").intValue()).isEqualTo(7);
    assertThat(line.get("date").stringValue()).isEqualTo("2026-11-20T08:00:00Z");
    assertThat(line.get("flags").get(0).stringValue()).isEqualTo("\\Seen");
    assertThat(line.get("subject").stringValue()).isEqualTo("Hello \u001b[31mred");
    assertThat(world.ok("list", "work", "INBOX"))
        .contains(ID.substring(0, 10))
        .contains("2026-11-20 09:00")
        .contains("Hello \uFFFD[31mred");
    assertThat(world.run(terminal, "list", "work", "Inbx")).isEqualTo(2);
    assertThat(terminal.errors()).contains("folder Inbx: there is no such folder");
  }

  @Test
  void aMessageIsShownAndItsBytesAreExact() {
    world.fill();
    assertThat(world.run(terminal, "show", ID.substring(0, 8), "--raw")).isZero();
    assertThat(terminal.bytes()).isEqualTo(CommandWorld.MAIL);
    assertThat(world.ok("show", ID))
        .contains("ID:       " + ID)
        .contains("In:       work, Old/Post, UID 9, gone since 2026-11-22 11:00")
        .contains("\n\nbyte for byte \uFFFD");
    assertThat(json(world.ok("--json", "show", ID)).get("places")).hasSize(2);
    MemoryTerminal wrong = new MemoryTerminal();
    assertThat(world.run(wrong, "show", "abc")).isEqualTo(2);
    assertThat(world.run(wrong, "show", "00000000")).isEqualTo(2);
    assertThat(wrong.errors())
        .contains("message abc: it is not an ID")
        .contains("message 00000000: there is no such message");
  }

  @Test
  void searchAsksAndAnswers() {
    world.fill();
    Message message = world.catalog().message(CommandWorld.ID).orElseThrow();
    world.answer =
        new Search.Answer(
            1,
            true,
            "mail with hello",
            new Coverage(1, 2, 0),
            List.of(
                new Search.Hit(
                    CommandWorld.ID, message, "say hello to all", List.of(4, 9), List.of("a.pdf"))),
            0.004);
    JsonNode answer =
        json(world.ok("--json", "search", "hello", "--limit", "5", "--sort", "relevance"));
    assertThat(world.asked).isEqualTo(new Search.Request("hello", 0, 5, Search.Sort.RELEVANCE));
    assertThat(answer.get("total").intValue()).isEqualTo(1);
    assertThat(answer.get("understoodAs").stringValue()).isEqualTo("mail with hello");
    assertThat(answer.get("coverage").get("archived").intValue()).isEqualTo(2);
    JsonNode hit = answer.get("hits").get(0);
    assertThat(hit.get("account").stringValue()).isEqualTo("work");
    assertThat(hit.get("folders")).hasSize(2);
    assertThat(hit.get("attachments").get(0).stringValue()).isEqualTo("a.pdf");
    assertThat(world.ok("search", "hello", "world"))
        .contains("say hello to all")
        .contains("1 message, mail with hello")
        .contains("1 archived message is not searchable yet");
    assertThat(world.asked).isEqualTo(new Search.Request("hello world", 0, 20, Search.Sort.DATE));
    assertThat(world.run(terminal, "search", "x", "--limit", "2000")).isEqualTo(2);
    assertThat(terminal.errors()).contains("--limit 2000: it is out of range; give 0 to 1000");
  }

  @Test
  void restorePlansAndRestores() {
    world.fill();
    assertThat(
            world.ok("restore", "work", "--folder", "Old/Post", "--at", "2026-11-21", "--dry-run"))
        .contains("Old/Post  Old/Post         3      1       2  2.00 KiB  folder is created")
        .contains("Nothing was changed.");
    assertThat(world.requested)
        .isEqualTo(
            new Restore.Request(
                CommandWorld.WORK,
                List.of("Old/Post"),
                List.of(),
                Instant.parse("2026-11-21T22:59:59.999999999Z"),
                null,
                null));
    assertThat(
            world.ok("--json", "restore", "work", "--message", ID, "--to", "work", "--into", "X"))
        .isEqualTo(
            "{\"planned\":3,\"appended\":2,\"alreadyThere\":1,\"failed\":0,\"verified\":2,"
                + "\"seconds\":1.5,\"failures\":[],\"notes\":[]}\n");
    assertThat(world.requested)
        .isEqualTo(
            new Restore.Request(
                CommandWorld.WORK,
                List.of(),
                List.of(CommandWorld.ID),
                null,
                CommandWorld.WORK,
                "X"));
    world.restored =
        new Restore.Report(
            3,
            2,
            0,
            1,
            2,
            1.5,
            List.of(new Problem(CommandWorld.ID, "INBOX", "too large for the server")),
            List.of());
    assertThat(world.run(terminal, "restore", "work")).isEqualTo(3);
    assertThat(terminal.text()).contains("failed: " + ID + " in INBOX: too large for the server");
  }

  @Test
  void verifyFindsDamage() {
    world.fill();
    assertThat(world.ok("--json", "verify"))
        .isEqualTo(
            "{\"shares\":1,\"foreignHeads\":0,\"blobs\":2,\"messages\":2,\"bytes\":99,\"placed\":2,\"segments\":1,\"damaged\":[],"
                + "\"found\":0,\"repaired\":0,\"left\":0,\"broughtBack\":0,\"lost\":0,"
                + "\"seconds\":0.25}\n");
    Finding damaged = Verifications.pack("packs/ab", "a block is damaged", CommandWorld.ID);
    world.damage = List.of(damaged);
    assertThat(world.run(terminal, "verify")).isEqualTo(4);
    assertThat(terminal.text())
        .contains("DAMAGE in 1 place")
        .contains("packs/ab: a block is damaged; 1 message cannot be read for it")
        .contains(ID)
        .contains("bring it back");
    assertThat(world.verified).isEqualTo(Request.ALL);
  }

  @Test
  void verifySaysWhatWasMended() {
    world.fill();
    Finding damaged = Verifications.pack("packs/ab", "a block is damaged", CommandWorld.ID);
    world.damage = List.of(Verifications.mended(damaged));
    assertThat(world.ok("verify", "--repair"))
        .contains("DAMAGE in 1 place, all of it mended; 1 message was brought back");
    assertThat(world.verified).isEqualTo(new Request(100, true, false, null));
    world.damage = List.of(Verifications.mended(damaged), damaged);
    assertThat(world.run(terminal, "--json", "verify", "--repair")).isEqualTo(3);
    JsonNode report = json(terminal.text());
    assertThat(report.get("left").intValue()).isEqualTo(1);
    assertThat(report.at("/damaged/0/repaired").booleanValue()).isTrue();
    assertThat(report.at("/damaged/1/messages/0").stringValue()).isEqualTo(ID);
    world.damage = List.of(damaged);
    assertThat(world.run(new MemoryTerminal(), "verify", "--repair")).isEqualTo(4);
  }

  @Test
  void whatIsKnownToBeLostIsNotAsItWasWritten() {
    world.fill();
    world.lost = 240;
    assertThat(world.ok("verify"))
        .contains(
            "all as it was written, but for 240 messages that are known to be lost since an earlier"
                + " repair");
    world.own.append(
        world.instant(),
        new ArchiveEvent.PacksReplaced(
            List.of(),
            List.of(),
            ArchiveEvent.Reason.REPAIR,
            0,
            List.of(ContentId.of(new byte[] {1}))));
    assertThat(world.ok("stats")).containsPattern("known to be lost +1\n").contains("_archive");
    assertThat(json(world.ok("--json", "stats")).get("lost").intValue()).isEqualTo(1);
  }

  @Test
  void anErrorIsOneObjectForPrograms() {
    for (String[] wrong :
        new String[][] {
          {"--json", "verify", "--sample", "0.5"},
          {"--json", "verify", "--smaple"},
          {"show", "--json"},
          {"--json", "folders", "nobody"}
        }) {
      MemoryTerminal each = new MemoryTerminal();
      assertThat(world.run(each, wrong)).isNotZero();
      assertThat(each.text().lines()).hasSize(1);
      JsonNode error = json(each.text()).get("error");
      assertThat(each.errors())
          .contains(error.get("problem").stringValue(), error.get("hint").stringValue());
    }
  }

  @Test
  void verifyTakesASampleOrTheChain() {
    world.fill();
    for (String share : List.of("5", "5%", "5 %")) {
      world.verified = null;
      assertThat(world.ok("verify", "--sample", share))
          .contains("a sample, one of 20 parts: 2 messages")
          .endsWith("all that was read is as it was written\n");
      assertThat(world.verified).isEqualTo(Request.share(5));
    }
    assertThat(world.run(terminal, "verify", "--sample", "0.5")).isEqualTo(2);
    assertThat(terminal.errors()).contains("a whole number").contains("1 to 100");
    assertThat(world.ok("verify", "--chain", "--heads", "/mnt/heads"))
        .contains("1 segment of journals read");
    assertThat(world.verified).isEqualTo(new Request(100, false, true, Path.of("/mnt/heads")));
    assertThat(world.run(terminal, "verify", "--sample", "0")).isEqualTo(2);
    assertThat(world.run(terminal, "verify", "--repair", "--sample", "5")).isEqualTo(2);
  }

  @Test
  void rebuildAndStatsGiveFigures() {
    world.fill();
    JsonNode rebuilt = json(world.ok("--json", "rebuild"));
    assertThat(rebuilt.get("before")).isEqualTo(rebuilt.get("after"));
    assertThat(rebuilt.get("after").get("messages").intValue()).isEqualTo(1);
    assertThat(world.ok("rebuild", "--index")).contains("before").contains("Rebuilt in");
    JsonNode stats = json(world.ok("--json", "stats"));
    assertThat(stats.get("messages").intValue()).isEqualTo(1);
    assertThat(stats.get("indexBytes").intValue()).isEqualTo(4096);
    assertThat(world.ok("stats")).startsWith("messages").contains("% of raw");
  }

  @Test
  void compactAndPruneGiveFiguresBeforeAndAfter() {
    JsonNode compacted = json(world.ok("--json", "compact"));
    assertThat(compacted.at("/before/packs").intValue()).isEqualTo(3);
    assertThat(compacted.at("/after/storedBytes").intValue()).isEqualTo(1000);
    assertThat(compacted.get("replaced").intValue()).isEqualTo(3);
    assertThat(compacted.get("written").intValue()).isEqualTo(1);
    assertThat(compacted.get("damaged")).isEmpty();
    assertThat(world.ok("compact")).contains("before", "after", "3 packs became 1");
    JsonNode pruned = json(world.ok("--json", "prune"));
    assertThat(pruned.get("dropped").intValue()).isEqualTo(2);
    assertThat(pruned.get("droppedBytes").intValue()).isEqualTo(200);
    assertThat(world.ok("prune")).contains("2 blobs dropped");
    world.maintenance.compacted =
        new Compacted(new Figures(1, 1, 1, 1), new Figures(1, 1, 1, 1), 0, 0, List.of("packs/a"));
    assertThat(world.run(terminal, "compact")).isEqualTo(3);
    assertThat(terminal.text()).contains("nothing to compact", "packs/a is damaged");
  }

  @Test
  void serveSaysWhereItIs() {
    assertThat(world.ok("serve", "--port", "0"))
        .contains("http://localhost:8080")
        .contains("Create the first user");
    assertThat(world.served).isEqualTo(1);
  }

  @Test
  void wrongUsageIsOneLine() {
    assertThat(world.run(terminal, "restore", "work", "--fodler", "INBOX")).isEqualTo(2);
    assertThat(terminal.errors())
        .isEqualTo(
            "mailcask: Unknown options: '--fodler', 'INBOX'; did you mean --folder?"
                + " see 'mailcask restore --help'\n");
    MemoryTerminal other = new MemoryTerminal();
    assertThat(world.run(other, "bakup")).isEqualTo(2);
    assertThat(world.run(other, "account")).isEqualTo(2);
    assertThat(world.run(other, "folders", "work", "--at", "yesterday")).isEqualTo(2);
    assertThat(other.errors().lines())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).startsWith("mailcask: "));
    assertThat(other.errors()).contains("did you mean backup");
    assertThat(other.text()).isEmpty();
  }

  @Test
  void helpAndVersionOpenNothing() {
    assertThat(world.ok("--help")).contains("Exit codes").contains("backup");
    assertThat(world.ok("restore", "--help")).contains("--dry-run");
    assertThat(world.ok("--version")).startsWith("mailcask");
  }

  @Test
  void theOptionsOfAllCommandsStandAnywhere() {
    assertThat(Commands.globals(List.of("--data", "/a", "backup")).data()).isEqualTo("/a");
    assertThat(Commands.globals(List.of("backup", "--data=/b", "--config", "c")))
        .isEqualTo(new Site.Globals("/b", "c"));
    assertThat(Commands.globals(List.of("search", "--", "--data", "/a")).data()).isNull();
  }

  private static JsonNode json(String text) {
    assertThat(text.lines()).as("one line of JSON").hasSize(1);
    return JsonMapper.shared().readTree(text);
  }
}
