package dev.mailcask.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// How long something takes that is done several times: the first time, in which a new process
/// still learns, and the median of all. Beside the clock's seconds those of the processors, all
/// threads of this process together, which a busy machine does not stretch.
final class Timings {

  private final String name;
  private final List<Double> seconds = new ArrayList<>();
  private final List<Double> cpuSeconds = new ArrayList<>();

  Timings(String name) {
    this.name = name;
  }

  void measure(Runnable work) {
    long cpuBefore = cpuNanos();
    long began = System.nanoTime();
    work.run();
    seconds.add((System.nanoTime() - began) / 1e9);
    cpuSeconds.add((cpuNanos() - cpuBefore) / 1e9);
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  /// Prints the figures of what was done once, or of what was done several times.
  void print() {
    if (seconds.size() > 1) {
      ArchiveBench.print(name + "FirstSeconds", seconds.getFirst());
    }
    ArchiveBench.print(name + "Seconds", median(seconds));
    ArchiveBench.print(name + "CpuSeconds", median(cpuSeconds));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
