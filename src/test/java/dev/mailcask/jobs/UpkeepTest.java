package dev.mailcask.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Status;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.replica.Replica;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the clock starts that is no account's.
class UpkeepTest {

  private static final Work COPY = new Work.CopyArchive(new Replica.Request(null, false));
  private static final Work COMPACT = new Work.CompactArchive();

  /// 5:10 in the zone of the world, whose start is at 6:00 there.
  private static final String NIGHTLY = "0 10 5 * * ?";

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
  void theClockStartsWhatIsPlanned() throws Exception {
    world.upkeep = new UpkeepSettings("", 5, "", "* * * * * ?");
    BlockingQueue<Job> ended = new LinkedBlockingQueue<>();
    Jobs jobs = world.jobs();
    try (AutoCloseable _ =
        jobs.watch(
            job -> {
              if (job.status().ended()) {
                ended.add(job);
              }
            })) {
      jobs.start();
      assertThat(jobs.next(COPY)).isPresent();
      assertThat(jobs.next(COMPACT)).isEmpty();
      Job first = ended.poll(20, TimeUnit.SECONDS);
      assertThat(first).isNotNull();
      assertThat(first.work()).isEqualTo(COPY);
      assertThat(first.trigger()).isEqualTo("schedule");
    }
  }

  @Test
  void schedulesOfAccountsDoNotTouchIt() {
    world.upkeep = new UpkeepSettings(NIGHTLY, 5, NIGHTLY, NIGHTLY);
    Jobs jobs = world.jobs();
    jobs.start();
    var planned = jobs.next(COMPACT);
    assertThat(planned).isPresent();
    world.account("work", NIGHTLY);
    jobs.reschedule();
    assertThat(jobs.next(COMPACT)).isEqualTo(planned);
  }

  @Test
  void whatIsStillAtWorkIsNotStartedTwice() throws Exception {
    world.upkeep = new UpkeepSettings("", 5, "", "* * * * * ?");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.copied =
        (_, _) -> {
          begun.countDown();
          JobsWorld.await(go);
          return new Replica.Report("/mnt", 0, 0, 0, 0, 0, 0, 0, List.of(), 0);
        };
    Jobs jobs = world.jobs();
    jobs.start();
    begun.await();
    Job asked = jobs.submit(COPY);
    assertThat(jobs.history(10)).extracting(Job::id).containsExactly(asked.id());
    go.countDown();
    jobs.await(asked.id());
  }

  @Test
  void aNewApplianceHasMissedNothing() {
    world.upkeep = new UpkeepSettings(NIGHTLY, 5, NIGHTLY, NIGHTLY);
    Jobs jobs = world.jobs();
    jobs.start();
    assertThat(jobs.history(10)).isEmpty();
  }

  @Test
  void whatWasDueWhileTheApplianceWasDownIsMadeUpFor() throws Exception {
    world.now = JobsWorld.START.minus(Duration.ofDays(1));
    Jobs before = world.jobs();
    before.await(before.submit(COPY).id());
    before.close();
    world.now = JobsWorld.START;
    world.upkeep = new UpkeepSettings("", 5, NIGHTLY, NIGHTLY);
    Jobs jobs = world.jobs();
    jobs.start();
    assertThat(jobs.history(10))
        .filteredOn(job -> job.trigger().equals("catch-up"))
        .extracting(Job::work)
        .containsExactlyInAnyOrder(COPY, COMPACT);
    for (Job job : jobs.history(10)) {
      jobs.await(job.id());
    }
    jobs.close();
    world.now = JobsWorld.START.plus(Duration.ofMinutes(5));
    Jobs after = world.jobs();
    after.start();
    assertThat(after.history(10)).as("once is enough").hasSize(3);
  }

  @Test
  void whatTheStopOfTheApplianceBrokeOffGoesOnAtTheNextStart() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    world.copied =
        (_, progress) -> {
          JobsWorld.untilCancelled(begun, progress);
          throw new IllegalStateException("never came here");
        };
    Jobs before = world.jobs();
    Job running = before.submit(COPY);
    begun.await();
    before.close();
    assertThat(world.jobs().job(running.id())).map(Job::status).contains(Status.INTERRUPTED);
    world.copied = (_, _) -> new Replica.Report("/mnt", 0, 0, 0, 0, 0, 0, 0, List.of(), 0);
    world.upkeep = new UpkeepSettings("", 5, "", NIGHTLY);
    Jobs jobs = world.jobs();
    jobs.start();
    assertThat(jobs.history(1).getFirst().trigger()).isEqualTo("catch-up");
  }

  @Test
  void anExpressionThatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> new UpkeepSettings("", 5, "now and then", ""))
        .isInstanceOf(Failure.Misconfigured.class);
  }
}
