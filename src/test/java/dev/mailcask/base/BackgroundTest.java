package dev.mailcask.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class BackgroundTest {

  private static final Path THREAD = Path.of("/proc/thread-self/stat");

  /// The niceness of the thread that asks, field 19 of proc(5).
  private static int niceness() {
    try {
      String stat = Files.readString(THREAD);
      return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void stepsBackAndLeavesOthersWhereTheyAre() {
    int before = niceness();
    CompletableFuture<Integer> lowered = new CompletableFuture<>();
    Thread thread = Background.start("low", () -> lowered.complete(niceness()));
    assertThat(lowered.join()).isEqualTo(Math.max(before, 10));
    assertThat(thread.isDaemon()).isTrue();
    CompletableFuture<Integer> between = new CompletableFuture<>();
    Background.startSooner("between", () -> between.complete(niceness()));
    assertThat(between.join()).isEqualTo(Math.max(before, 5));
    assertThat(niceness()).isEqualTo(before);
  }

  @Test
  void allOfAPoolStepBack() {
    try (ExecutorService pool = Executors.newFixedThreadPool(2, Background.threads("pool"))) {
      CompletableFuture<String> name =
          CompletableFuture.supplyAsync(() -> Thread.currentThread().getName(), pool);
      CompletableFuture<Integer> low =
          CompletableFuture.supplyAsync(BackgroundTest::niceness, pool);
      assertThat(name.join()).isEqualTo("pool-0");
      assertThat(low.join()).isGreaterThanOrEqualTo(10);
    }
  }
}
