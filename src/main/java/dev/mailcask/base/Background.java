package dev.mailcask.base;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Threads for work that nobody sits and waits for: backups, the index, checks. They are daemons,
/// and where people want an answer at the same time, these get the processor first.
///
/// On Linux `setpriority(2)` lowers one thread, by any user and without a way back, and what it
/// begins inherits that: a thread that answers people must never be begun by one of these, and one
/// that comes sooner is begun by a thread that was never lowered, whoever asks for it. The
/// priorities of Java would say the same, but the JVM ignores them there unless it is the
/// superuser's. On other systems the call is about the whole process, and so nothing is lowered.
public final class Background {

  /// A third of the share of a thread of normal priority, when both want to run.
  private static final int SOON = 5;

  /// A tenth of it.
  private static final int LATER = 10;

  private static final int PRIO_PROCESS = 0;
  private static final int THIS_THREAD = 0;

  private static final Logger LOG = LoggerFactory.getLogger(Background.class);

  private static final @Nullable MethodHandle SET_PRIORITY = setPriority();

  /// Begins what must not inherit from whoever asks for it.
  private static final ExecutorService STARTER = starter();

  private Background() {}

  /// Begins a thread of low priority.
  public static Thread start(String name, Runnable work) {
    return begun(unstarted(name, work, LATER));
  }

  /// Begins a thread that comes before those, for what keeps up with them.
  public static Thread startSooner(String name, Runnable work) {
    return begun(unstarted(name, work, SOON));
  }

  /// Makes threads of low priority, each called `name` and a number.
  public static ThreadFactory threads(String name) {
    return numbered(name, LATER);
  }

  /// Makes a pool of such threads, all begun.
  public static ExecutorService soonerPool(String name, int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            numbered(name, SOON));
    CompletableFuture.runAsync(pool::prestartAllCoreThreads, STARTER).join();
    return pool;
  }

  private static ThreadFactory numbered(String name, int niceness) {
    AtomicLong number = new AtomicLong();
    return work -> unstarted(name + "-" + number.getAndIncrement(), work, niceness);
  }

  private static Thread begun(Thread thread) {
    CompletableFuture.runAsync(thread::start, STARTER).join();
    return thread;
  }

  /// Its thread is begun with this class, which no lowered thread can be the first to use.
  private static ExecutorService starter() {
    ThreadPoolExecutor starter =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("thread-starter").daemon().factory());
    starter.prestartCoreThread();
    return starter;
  }

  private static Thread unstarted(String name, Runnable work, int niceness) {
    return Thread.ofPlatform()
        .name(name)
        .daemon()
        .unstarted(
            () -> {
              stepBack(niceness);
              work.run();
            });
  }

  private static void stepBack(int niceness) {
    if (SET_PRIORITY == null) {
      return;
    }
    try {
      int refused = (int) SET_PRIORITY.invokeExact(PRIO_PROCESS, THIS_THREAD, niceness);
      if (refused != 0) {
        LOG.debug("the system does not lower the priority of a thread");
      }
    } catch (Throwable e) {
      LOG.warn("the priority of background work cannot be lowered", e);
    }
  }

  @SuppressWarnings("restricted") // a function of the system's C library that takes three numbers
  private static @Nullable MethodHandle setPriority() {
    if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
      return null;
    }
    FunctionDescriptor threeNumbers =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    try {
      Linker linker = Linker.nativeLinker();
      return linker
          .defaultLookup()
          .find("setpriority")
          .map(address -> linker.downcallHandle(address, threeNumbers))
          .orElse(null);
    } catch (IllegalCallerException | UnsupportedOperationException e) {
      LOG.info("background work runs at the priority of all: {}", e.getMessage());
      return null;
    }
  }
}
