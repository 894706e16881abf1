package dev.mailcask.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// How long one of many small things takes: by the clock, and the time that its thread had a
/// processor, which a busy machine does not stretch.
final class Latencies {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final String name;
  private final List<Long> nanos = new ArrayList<>();
  private final List<Long> cpuNanos = new ArrayList<>();

  Latencies(String name) {
    this.name = name;
  }

  <T> T measure(Supplier<T> work) {
    long cpuBefore = THREADS.getCurrentThreadCpuTime();
    long began = System.nanoTime();
    T result = work.get();
    nanos.add(System.nanoTime() - began);
    cpuNanos.add(THREADS.getCurrentThreadCpuTime() - cpuBefore);
    return result;
  }

  void clear() {
    nanos.clear();
    cpuNanos.clear();
  }

  /// Prints milliseconds.
  void print() {
    print("", nanos);
    print("Cpu", cpuNanos);
  }

  private void print(String kind, List<Long> all) {
    List<Long> sorted = all.stream().sorted().toList();
    ArchiveBench.print(name + kind + "P50", sorted.get(sorted.size() / 2) / 1e6);
    ArchiveBench.print(name + kind + "P99", sorted.get(sorted.size() * 99 / 100) / 1e6);
    ArchiveBench.print(name + kind + "Max", sorted.getLast() / 1e6);
  }
}
