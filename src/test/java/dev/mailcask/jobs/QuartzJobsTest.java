package dev.mailcask.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.Maintenance.Compacted;
import dev.mailcask.archive.Maintenance.Figures;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress.Step;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Result;
import dev.mailcask.jobs.Jobs.Status;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.restore.Restore;
import dev.mailcask.testing.Verifications;
import dev.mailcask.verify.Verify.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class QuartzJobsTest {

  private static final String NIGHTLY = "0 17 2 * * ?";

  @TempDir Path dir;
  private JobsWorld world;

  @BeforeEach
  void open() {
    world = new JobsWorld(dir);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aBackupIsDoneWhenItsMailIsSearchable() throws InterruptedException {
    AccountId work = world.account("work", "");
    Jobs jobs = world.jobs();
    Job done = jobs.await(jobs.submit(backup(work), "command line").id());
    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(done.trigger()).isEqualTo("command line");
    assertThat(done.outcome()).isEqualTo("2 new, 3 known, 0 gone, 0 with other flags");
    assertThat(done.result()).isInstanceOf(Result.BackedUp.class);
    assertThat(world.events).endsWith("end work", "index");
    assertThat(jobs.history(5)).containsExactly(done);
  }

  @Test
  void itIsBusyWhileAJobRunsForWhichSomebodyWaits() throws InterruptedException {
    AccountId work = world.account("work", "");
    Jobs jobs = world.jobs();
    List<Boolean> busy = new ArrayList<>();
    busy.add(jobs.busy());
    world.backup =
        (_, _) -> {
          busy.add(jobs.busy());
          return "complete";
        };
    run(jobs, backup(work));
    busy.add(jobs.busy());
    assertThat(busy).containsExactly(false, true, false);
  }

  @Test
  void everyWayToEndHasItsStatus() throws InterruptedException {
    AccountId work = world.account("work", "");
    Jobs jobs = world.jobs();
    world.backup = (_, _) -> "partial";
    assertThat(run(jobs, backup(work)))
        .extracting(Job::status, Job::failure)
        .containsExactly(Status.PARTIAL, null);
    world.backup = (_, _) -> "failed";
    assertThat(run(jobs, backup(work)).status()).isEqualTo(Status.FAILED);

    world.backup =
        (_, _) -> {
          throw new Failure.Refused("account work", "wrong password", "change it", null);
        };
    Job refused = run(jobs, backup(work));
    assertThat(refused.status()).isEqualTo(Status.FAILED);
    assertThat(refused.failure()).isEqualTo(FailureTable.REFUSED);
    assertThat(refused.outcome()).isEqualTo("account work: wrong password");
    assertThat(refused.hint()).isEqualTo("change it");
    assertThat(world.events).as("what was committed is made searchable").endsWith("index");

    world.backup =
        (_, _) -> {
          throw new IllegalStateException("the letter of somebody");
        };
    Job bug = run(jobs, backup(work));
    assertThat(bug.failure()).isEqualTo(FailureTable.BUG);
    assertThat(bug.outcome()).isEqualTo("internal error: IllegalStateException");

    world.backup = (_, _) -> "complete";
    world.indexFailure = new Failure.OutOfSpace("index", "the disk is full", "free some", null);
    Job unsearchable = run(jobs, backup(work));
    assertThat(unsearchable.status()).isEqualTo(Status.PARTIAL);
    assertThat(unsearchable.failure()).isEqualTo(FailureTable.OUT_OF_SPACE);
    assertThat(unsearchable.result()).isNotNull();
    assertThat(unsearchable.outcome()).contains("2 new").contains("not searchable yet: index");

    world.indexFailure = new Failure.Cancelled("index");
    assertThat(run(jobs, backup(work)).status()).as("all mail is safe").isEqualTo(Status.DONE);
  }

  @Test
  void restoreAndVerifyTellWhatTheyFound() throws InterruptedException {
    AccountId work = world.account("work", "");
    Jobs jobs = world.jobs();
    assertThat(run(jobs, restore(work)).status()).isEqualTo(Status.DONE);
    world.restoreUnequal = 1;
    Job unequal = run(jobs, restore(work));
    assertThat(unequal.status()).isEqualTo(Status.PARTIAL);
    assertThat(unequal.outcome()).contains("4 restored").contains("1 of them not read back");
    world.restoreUnequal = 0;
    world.restoreFailures = 1;
    assertThat(run(jobs, restore(work)).status()).isEqualTo(Status.PARTIAL);
    world.restoreFailures = 4;
    assertThat(run(jobs, restore(work)).status()).isEqualTo(Status.FAILED);
    assertThat(run(jobs, new Work.VerifyArchive(Request.ALL)).status()).isEqualTo(Status.DONE);
    world.damage =
        List.of(Verifications.pack("packs/x", "bad block", ContentId.of(new byte[] {1})));
    Job damaged = run(jobs, new Work.VerifyArchive(Request.ALL));
    assertThat(damaged.failure()).isEqualTo(FailureTable.CORRUPT);
    assertThat(damaged.result()).isNotNull();
    Job rebuilt = run(jobs, new Work.Rebuild(false, true));
    assertThat(rebuilt.status()).isEqualTo(Status.DONE);
    assertThat(world.events).contains("rebuild index");
  }

  @Test
  void packsAreRearrangedByOneJobAtATimeBesideBackups() throws InterruptedException {
    AccountId work = world.account("work", "");
    Jobs jobs = world.jobs();
    assertThat(run(jobs, new Work.CompactArchive()).outcome()).contains("3 packs became 1");
    assertThat(run(jobs, new Work.PruneArchive()).outcome()).contains("2 blobs dropped");
    CountDownLatch begun = new CountDownLatch(1);
    world.maintenance.waiting = begun;
    Job compacting = jobs.submit(new Work.CompactArchive());
    begun.await();
    Job pruning = jobs.submit(new Work.PruneArchive());
    assertThat(pruning.status()).isEqualTo(Status.QUEUED);
    assertThat(run(jobs, new Work.BackupAccount(work)).status()).isEqualTo(Status.DONE);
    assertThat(jobs.job(pruning.id()).orElseThrow().status()).isEqualTo(Status.QUEUED);
    jobs.cancel(compacting.id());
    assertThat(jobs.await(compacting.id()).status()).isEqualTo(Status.CANCELLED);
    assertThat(jobs.await(pruning.id()).status()).isEqualTo(Status.DONE);
    world.maintenance.waiting = null;
    world.maintenance.compacted =
        new Compacted(new Figures(1, 1, 1, 1), new Figures(1, 1, 1, 1), 0, 0, List.of("packs/a"));
    Job damaged = run(jobs, new Work.CompactArchive());
    assertThat(damaged.status()).isEqualTo(Status.PARTIAL);
    assertThat(damaged.outcome()).contains("1 pack is damaged");
    assertThat(JobLine.read(JobLine.write(damaged)).work()).isEqualTo(new Work.CompactArchive());
    assertThat(JobLine.read(JobLine.write(pruning)).work()).isEqualTo(new Work.PruneArchive());
  }

  @Test
  void aSecondBackupOfAnAccountJoinsTheFirst() throws InterruptedException {
    AccountId work = world.account("work", "");
    CountDownLatch go = new CountDownLatch(1);
    world.backup = (_, _) -> after(go);
    Jobs jobs = world.jobs();
    Job first = jobs.submit(backup(work));
    Job second = jobs.submit(backup(work), "schedule");
    assertThat(second.id()).isEqualTo(first.id());
    go.countDown();
    jobs.await(first.id());
    assertThat(world.events).containsOnlyOnce("begin work");
  }

  @Test
  void newMailIsNotLeftToABackupThatMayHavePassedItBy() throws InterruptedException {
    AccountId work = world.account("work", "");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.backup =
        (_, _) -> {
          begun.countDown();
          return after(go);
        };
    Jobs jobs = world.jobs();
    Job running = jobs.submit(backup(work));
    JobsWorld.await(begun);
    Job next = jobs.submit(backup(work), "new mail");
    assertThat(next.id()).isNotEqualTo(running.id());
    assertThat(jobs.submit(backup(work), "new mail").id()).as("it waits").isEqualTo(next.id());
    go.countDown();
    jobs.await(next.id());
    assertThat(world.events).containsSequence("end work", "index", "begin work");
  }

  @Test
  void noMoreThanAllowedRunAtOnce() throws InterruptedException {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch two = new CountDownLatch(2);
    world.backup =
        (_, _) -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          two.countDown();
          JobsWorld.await(two);
          running.decrementAndGet();
          return "complete";
        };
    Jobs jobs = world.jobs(2);
    List<Job> all =
        List.of("a", "b", "c", "d").stream()
            .map(name -> jobs.submit(backup(world.account(name, ""))))
            .toList();
    for (Job job : all) {
      assertThat(jobs.await(job.id()).status()).isEqualTo(Status.DONE);
    }
    assertThat(most.get()).isEqualTo(2);
  }

  @Test
  void jobsOfOneAccountWaitForEachOtherAndARebuildForAll() throws InterruptedException {
    AccountId work = world.account("work", "");
    AccountId home = world.account("home", "");
    CountDownLatch go = new CountDownLatch(1);
    world.backup = (account, _) -> account.equals(work) ? after(go) : "complete";
    Jobs jobs = world.jobs();
    jobs.submit(backup(work));
    Job restore = jobs.submit(restore(work));
    Job rebuild = jobs.submit(new Work.Rebuild(true, true));
    Job behind = jobs.submit(backup(home));
    assertThat(List.of(restore, rebuild, behind))
        .extracting(Job::status)
        .containsOnly(Status.QUEUED);
    assertThat(world.events).doesNotContain("begin home");
    go.countDown();
    jobs.await(behind.id());
    assertThat(world.events)
        .containsSubsequence("end work", "restore work", "rebuild index", "begin home");
  }

  @Test
  void aJobCanBeCancelledWhileItWaitsAndWhileItRuns() throws InterruptedException {
    AccountId work = world.account("work", "");
    CountDownLatch begun = new CountDownLatch(1);
    world.backup = (_, progress) -> JobsWorld.untilCancelled(begun, progress);
    Jobs jobs = world.jobs();
    Job running = jobs.submit(backup(work));
    Job waiting = jobs.submit(restore(work));
    begun.await();
    jobs.cancel(waiting.id());
    assertThat(jobs.await(waiting.id()).status()).isEqualTo(Status.CANCELLED);
    jobs.cancel(running.id());
    Job end = jobs.await(running.id());
    assertThat(end.status()).isEqualTo(Status.CANCELLED);
    assertThat(end.failure()).isEqualTo(FailureTable.CANCELLED);
    jobs.cancel(running.id());
    assertThatThrownBy(() -> jobs.cancel("nonsense")).isInstanceOf(Failure.Misconfigured.class);
    assertThatThrownBy(() -> jobs.await("nonsense")).isInstanceOf(Failure.Misconfigured.class);
  }

  @Test
  void watchersSeeStepsAndAlwaysTheEnd() throws Exception {
    AccountId work = world.account("work", "");
    BlockingQueue<Job> seen = new LinkedBlockingQueue<>();
    world.backup =
        (_, progress) -> {
          for (int i = 0; i < 10_000; i++) {
            progress.at(new Step("fetching", "INBOX", i, 10_000, i));
          }
          return "complete";
        };
    Jobs jobs = world.jobs();
    try (AutoCloseable _ = jobs.watch(seen::add)) {
      Job job = jobs.submit(backup(work));
      Job last;
      do {
        last = seen.poll(20, TimeUnit.SECONDS);
        assertThat(last).isNotNull();
        assertThat(last.id()).isEqualTo(job.id());
      } while (!last.status().ended());
      assertThat(last.step()).isNotNull();
    }
    jobs.await(jobs.submit(backup(work)).id());
    assertThat(seen).as("nothing after closing").isEmpty();
  }

  @Test
  void jobsAreRememberedAndWhatRanAtACrashIsInterrupted() throws Exception {
    AccountId work = world.account("work", "");
    Jobs first = world.jobs();
    Job done = run(first, backup(work));
    String id = "crashed";
    String line =
        Files.readAllLines(world.history(), UTF_8).getFirst().replace(done.id(), id)
            + "\n{\"id\":\"torn";
    Files.writeString(world.history(), line, UTF_8, StandardOpenOption.APPEND);

    Jobs second = world.jobs();
    assertThat(second.job(id)).map(Job::status).contains(Status.INTERRUPTED);
    assertThat(second.job(done.id())).map(Job::status).contains(Status.DONE);
    Job next = run(second, restore(work));
    Jobs third = world.jobs();
    assertThat(third.history(10)).extracting(Job::id).containsExactly(next.id(), id, done.id());
    assertThat(third.job(next.id())).map(Job::work).contains(restore(work));
  }

  @Test
  void closingStopsWhatRunsAndRemembersItAsInterrupted() throws InterruptedException {
    AccountId work = world.account("work", "");
    CountDownLatch begun = new CountDownLatch(1);
    world.backup = (_, progress) -> JobsWorld.untilCancelled(begun, progress);
    Jobs jobs = world.jobs();
    Job running = jobs.submit(backup(work));
    Job waiting = jobs.submit(restore(work));
    begun.await();
    jobs.close();
    Jobs next = world.jobs();
    assertThat(next.job(running.id())).map(Job::status).contains(Status.INTERRUPTED);
    assertThat(next.job(running.id()).orElseThrow().hint())
        .contains("if the account has a schedule");
    assertThat(next.job(waiting.id())).map(Job::status).contains(Status.INTERRUPTED);
    assertThat(next.job(waiting.id()).orElseThrow().hint()).startsWith("restore again");
    assertThatThrownBy(() -> jobs.submit(backup(work))).isInstanceOf(Failure.Cancelled.class);
  }

  @Test
  void quartzRunsTheSchedules() throws Exception {
    AccountId work = world.account("work", "* * * * * ?");
    world.account("home", "");
    world.ran(work, 1, JobsWorld.START, true);
    BlockingQueue<Job> ended = new LinkedBlockingQueue<>();
    Jobs jobs = world.jobs();
    assertThat(jobs.next(work)).as("nothing is planned before the start").isEmpty();
    try (AutoCloseable _ =
        jobs.watch(
            job -> {
              if (job.status().ended()) {
                ended.add(job);
              }
            })) {
      jobs.start();
      assertThat(jobs.next(work)).isPresent();
      assertThat(jobs.next(new AccountId("home"))).isEmpty();
      Job first = ended.poll(20, TimeUnit.SECONDS);
      assertThat(first).isNotNull();
      assertThat(first.trigger()).isEqualTo("schedule");
      assertThat(first.work()).isEqualTo(backup(work));
    }
  }

  @Test
  void schedulesFollowTheAccounts() {
    AccountId work = world.account("work", NIGHTLY);
    world.ran(work, 1, JobsWorld.START, true);
    Jobs jobs = world.jobs();
    jobs.start();
    assertThat(jobs.next(work)).isPresent();
    AccountId home = world.account("home", "0 30 3 * * ?");
    world.account("broken", "every day");
    jobs.reschedule();
    assertThat(jobs.next(home)).isPresent();
    assertThat(jobs.next(new AccountId("broken"))).isEmpty();
    world.account("work", "");
    jobs.reschedule();
    assertThat(jobs.next(work)).isEmpty();
  }

  @Test
  void whatWasMissedIsCaughtUpAtTheStart() throws InterruptedException {
    AccountId missed = world.account("missed", NIGHTLY);
    world.ran(missed, 1, JobsWorld.START.minus(Duration.ofDays(1)), true);
    AccountId fresh = world.account("fresh", NIGHTLY);
    world.ran(fresh, 1, JobsWorld.START.minus(Duration.ofMinutes(30)), true);
    AccountId killed = world.account("killed", NIGHTLY);
    world.ran(killed, 1, JobsWorld.START.minus(Duration.ofMinutes(30)), false);
    world.account("never", NIGHTLY);
    world.account("manual", "");
    Jobs jobs = world.jobs();
    jobs.start();
    for (Job job : jobs.history(10)) {
      jobs.await(job.id());
    }
    assertThat(jobs.history(10))
        .allSatisfy(job -> assertThat(job.trigger()).isEqualTo("catch-up"))
        .extracting(job -> ((Work.BackupAccount) job.work()).account().name())
        .containsExactlyInAnyOrder("missed", "killed", "never");
  }

  private static Job awaitTrigger(QuartzJobs jobs, String trigger) throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    try (AutoCloseable _ =
        jobs.watch(
            job -> {
              if (job.trigger().equals(trigger)) {
                seen.complete(job.id());
              }
            })) {
      jobs.history(10).stream()
          .filter(job -> job.trigger().equals(trigger))
          .findFirst()
          .ifPresent(job -> seen.complete(job.id()));
      return jobs.await(seen.get());
    }
  }

  @Test
  void aBackupThatPausedGoesOnByItself() throws Exception {
    AccountId account = world.account("work", "");
    AtomicInteger runs = new AtomicInteger();
    world.backup =
        (_, _) -> {
          if (runs.incrementAndGet() == 1) {
            world.stopped(account, 1, world.now);
            return "paused";
          }
          world.ran(account, 2, world.now, true);
          return "complete";
        };
    QuartzJobs jobs = world.jobs();
    jobs.start();
    Job first = jobs.await(jobs.submit(new Work.BackupAccount(account)).id());
    assertThat(first.status()).isEqualTo(Status.PARTIAL);
    assertThat(first.outcome()).contains("paused until").contains("UTC: too much");
    assertThat(first.hint()).contains("goes on by itself");
    assertThat(awaitTrigger(jobs, "resume").status()).isEqualTo(Status.DONE);
  }

  @Test
  void otherLimitsEndAPauseForTheLimitsOfBefore() throws Exception {
    AccountId account = world.account("work", "");
    world.stopped(account, 1, world.now.plus(Duration.ofDays(1)), "quota");
    QuartzJobs jobs = world.jobs();
    jobs.start();
    jobs.reschedule();
    assertThat(jobs.history(10)).as("the same limits").isEmpty();
    world.account("work", "", new AccountSettings.Limits(0, 5_000_000_000L, 0));
    jobs.reschedule();
    assertThat(awaitTrigger(jobs, "resume").status()).isEqualTo(Status.DONE);
  }

  @Test
  void aPausedBackupGoesOnAfterAnotherStart() throws Exception {
    AccountId account = world.account("work", "");
    world.stopped(account, 1, world.now);
    QuartzJobs jobs = world.jobs();
    jobs.start();
    assertThat(awaitTrigger(jobs, "resume").work()).isEqualTo(new Work.BackupAccount(account));
  }

  @Test
  void newMailIsLeftToTheEndOfAPauseWhateverItIsFor() throws InterruptedException {
    AccountId account = world.account("work", "");
    QuartzJobs jobs = world.jobs();
    long run = 0;
    for (String kind : List.of("throttled", "quota")) {
      world.stopped(account, ++run, world.now.plusSeconds(3600), kind);
      assertThat(jobs.backUpNewMail(account)).isFalse();
      assertThat(world.events).as(kind).isEmpty();
    }
    world.now = world.now.plusSeconds(3600);
    assertThat(jobs.backUpNewMail(account)).isTrue();
    assertThat(world.events).contains("begin work");
  }

  @Test
  void whatGoesOnLaterIsPlanned() {
    Instant later = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
    AccountId paused = world.account("paused", "");
    AccountId done = world.account("done", "");
    world.stopped(paused, 1, later);
    world.stopped(done, 1, later);
    world.ran(done, 2, world.now, true);
    QuartzJobs jobs = world.jobs();
    jobs.start();
    assertThat(jobs.next(paused)).contains(later);
    assertThat(jobs.next(done)).as("another run has done it").isEmpty();
    jobs.reschedule();
    assertThat(jobs.next(paused)).contains(later);
  }

  @Test
  void theHistoryIsBounded() throws IOException {
    JobHistory history = new JobHistory(dir.resolve("bounded.jsonl"), 10);
    Job job = null;
    for (int i = 0; i < 95; i++) {
      job =
          new Job(
              "j" + i,
              new Work.VerifyArchive(Request.ALL),
              Status.DONE,
              "user",
              JobsWorld.START,
              null,
              null,
              null,
              null,
              null,
              "",
              "");
      history.record(job);
    }
    assertThat(history.newest(100)).hasSize(10).first().isEqualTo(job);
    assertThat(Files.readAllLines(dir.resolve("bounded.jsonl"), UTF_8)).hasSizeLessThan(50);
    assertThat(new JobHistory(dir.resolve("bounded.jsonl"), 10).newest(100))
        .isEqualTo(history.newest(100));
  }

  private static String after(CountDownLatch go) {
    JobsWorld.await(go);
    return "complete";
  }

  private static Work backup(AccountId account) {
    return new Work.BackupAccount(account);
  }

  private static Work restore(AccountId account) {
    return new Work.RestoreMail(
        new Restore.Request(
            account,
            List.of("INBOX"),
            List.of(ContentId.of(new byte[] {7})),
            JobsWorld.START,
            account,
            null));
  }

  private static Job run(Jobs jobs, Work work) throws InterruptedException {
    return jobs.await(jobs.submit(work).id());
  }
}
