package dev.mailcask.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Sleeper;
import dev.mailcask.testing.FakeMailbox;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CrewTest {

  private final FakeMailbox server = new FakeMailbox();
  private final Line first = new Line("account x", server::connect, Sleeper.REAL);
  private final Line second = new Line("account x", server::connect, Sleeper.REAL);

  @Test
  void anErrorOfTheSecondThreadEndsTheWork() {
    CountDownLatch fell = new CountDownLatch(1);
    try (Crew crew = new Crew("account x", first, second)) {
      assertThatThrownBy(
              () ->
                  crew.work(
                      List.of("a", "b"),
                      (line, task) -> {
                        if (line == second) {
                          fell.countDown();
                          throw new StackOverflowError("of a test");
                        }
                        await(fell);
                      }))
          .isInstanceOf(Stopped.class)
          .hasRootCauseInstanceOf(StackOverflowError.class);
    }
  }

  @Test
  void whatTheSecondGivesBackInTheEndIsDoneByTheFirst() {
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch firstDone = new CountDownLatch(1);
    List<String> done = new CopyOnWriteArrayList<>();
    Thread caller = Thread.currentThread();
    try (Crew crew = new Crew("account x", first, second)) {
      crew.work(
          List.of("a", "b"),
          (line, task) -> {
            if (line == second) {
              taken.countDown();
              await(firstDone);
              untilWaiting(caller);
              throw new GaveUp(new Failure.Unreachable("server", "it is gone", "wait", null));
            }
            await(taken);
            done.add(task);
            firstDone.countDown();
          });
    }
    assertThat(done).containsExactlyInAnyOrder("a", "b");
  }

  /// Until it waits for the second thread.
  private static void untilWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void anInterruptedRunWaitsForTheSecondThread() {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    Thread caller = Thread.currentThread();
    try (Crew crew = new Crew("account x", first, second)) {
      assertThatThrownBy(
              () ->
                  crew.work(
                      List.of("a", "b"),
                      (line, task) -> {
                        if (line == second) {
                          begun.countDown();
                          caller.interrupt();
                          untilInterrupted();
                          ended.set(true);
                        } else {
                          await(begun);
                        }
                      }))
          .isInstanceOf(Stopped.class)
          .hasCauseInstanceOf(Failure.Cancelled.class);
      assertThat(ended).isTrue();
      assertThat(Thread.interrupted()).as("the wish to stop is passed on").isTrue();
    }
  }

  private static void untilInterrupted() {
    while (!Thread.interrupted()) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
