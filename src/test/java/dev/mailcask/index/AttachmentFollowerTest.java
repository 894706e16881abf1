package dev.mailcask.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AttachmentFollowerTest {

  /// Reads until it is closed, as a long pass does.
  private static class LongWork implements Attachments {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean toldToStop = new AtomicBoolean();

    @Override
    public long read(Progress progress) {
      begun.countDown();
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      toldToStop.set(progress.cancelled());
      throw new Failure.Cancelled("reading attachments");
    }

    @Override
    public void retry() {}

    @Override
    public void forgetDropped() {}

    @Override
    public Backlog backlog() {
      return new Backlog(0, 0);
    }

    @Override
    public List<Unread> unread(int offset, int limit) {
      return List.of();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void closingStopsALongPassAndWaitsForIt() throws InterruptedException {
    LongWork work = new LongWork();
    try (AttachmentFollower follower = new AttachmentFollower(work, () -> false)) {
      follower.start();
      work.begun.await();
    }
    assertThat(work.toldToStop).isTrue();
  }

  @Test
  void itGivesWayToJobsAndClosesMeanwhile() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(3);
    LongWork work =
        new LongWork() {
          @Override
          public long read(Progress progress) {
            while (!progress.cancelled()) {
              progress.at(new Progress.Step("reading attachments", "", 1, 2, 0));
            }
            throw new Failure.Cancelled("reading attachments");
          }
        };
    try (AttachmentFollower follower =
        new AttachmentFollower(
            work,
            () -> {
              asked.countDown();
              return true;
            })) {
      follower.start();
      asked.await();
    }
    assertThat(work.closed.getCount()).isZero();
  }

  @Test
  void oneThatNeverStartedCloses() {
    LongWork work = new LongWork();
    new AttachmentFollower(work, () -> false).close();
    assertThat(work.closed.getCount()).isZero();
    assertThat(work.begun.getCount()).isEqualTo(1);
  }
}
