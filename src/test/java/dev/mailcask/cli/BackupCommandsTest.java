package dev.mailcask.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress.Step;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Status;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.testing.MemoryTerminal;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Backups, and how accounts stand.
class BackupCommandsTest extends CommandCase {
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
}
