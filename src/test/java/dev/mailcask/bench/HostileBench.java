package dev.mailcask.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What hostile attachments cost a running appliance, and what becomes of each.
final class HostileBench {

  private static final long LOOK_NANOS = 50_000_000L;
  private static final int PAGE = 500;

  private static final String READ = "its words are found";
  private static final String EMPTY = "no words";

  private static final Pattern COVERAGE =
      Pattern.compile(
          "\"indexed\":(\\d+),\"archived\":(\\d+),\"defective\":(\\d+),\"waiting\":(\\d+)");
  private static final Pattern TOTAL = Pattern.compile("\"total\":(\\d+)");
  private static final Pattern UNREAD =
      Pattern.compile("\"name\":\"([^\"]*)\",\"type\":\"[^\"]*\",\"reason\":\"([^\"]*)\"");

  private final ApplianceClient appliance;

  private HostileBench(ApplianceClient appliance) {
    this.appliance = appliance;
  }

  /// Usage, one of:
  ///
  /// - `serve FIRST MESSAGES ROUNDS`: is a mail server with a [HostileMail], prints its port, and
  ///   stays until it is killed
  /// - `watch URL PID DIRECTORY MESSAGES`: watches the appliance, whose temporary files are in the
  ///   directory, until so many messages are indexed and all their attachments were read
  /// - `outcome URL MESSAGES ROUNDS`: what became of the hostile files among so many messages, and
  ///   that nothing else was lost
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args[0].equals("serve")) {
      serve(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    }
    HostileBench bench = new HostileBench(new ApplianceClient(args[1]).signIn());
    switch (args[0]) {
      case "watch" ->
          bench.watch(
              new ReaderWatch(Long.parseLong(args[2]), Path.of(args[3])), Long.parseLong(args[4]));
      case "outcome" -> bench.outcome(Long.parseLong(args[2]), Integer.parseInt(args[3]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void serve(long first, long messages, int rounds) throws IOException {
    HostileMail mail = new HostileMail(first, messages, rounds);
    try (GeneratedMailbox server = new GeneratedMailbox(messages, 0, mail::message)) {
      System.out.println(server.port());
      while (true) {
        LockSupport.park();
      }
    }
  }

  private void watch(ReaderWatch readers, long messages) throws IOException, InterruptedException {
    readers.forgetMost();
    ArchiveBench.print("before", readers.resident());
    System.out.flush();
    long began = System.nanoTime();
    long asked = began;
    long indexed = 0;
    boolean all = false;
    while (!all) {
      readers.look();
      LockSupport.parkNanos(LOOK_NANOS);
      if (System.nanoTime() - asked > 10 * LOOK_NANOS) {
        Matcher coverage = coverage();
        if (indexed < messages && number(coverage, 1) >= messages) {
          ArchiveBench.print("indexedSeconds", (System.nanoTime() - began) / 1e9);
        }
        indexed = number(coverage, 1);
        all = indexed >= messages && number(coverage, 4) == 0;
        asked = System.nanoTime();
      }
    }
    ArchiveBench.print("seconds", (System.nanoTime() - began) / 1e9);
    ArchiveBench.print("after", readers.resident());
    ArchiveBench.print("most", readers.most());
    ArchiveBench.print("mostOfReaders", readers.mostOfReaders());
    ArchiveBench.print("killed", readers.killed());
  }

  private Matcher coverage() throws IOException, InterruptedException {
    Matcher coverage = COVERAGE.matcher(appliance.search("nothing-is-called-so", 1));
    ArchiveBench.check(coverage.find(), "no coverage");
    return coverage;
  }

  private static long number(Matcher found, int group) {
    return Long.parseLong(found.group(group));
  }

  private long found(String query) throws IOException, InterruptedException {
    Matcher total = TOTAL.matcher(appliance.search(query, 1));
    ArchiveBench.check(total.find(), "no total");
    return number(total, 1);
  }

  private void outcome(long messages, int rounds) throws IOException, InterruptedException {
    Map<String, String> listed = listed();
    Map<HostileFile, Map<String, Integer>> outcomes = new EnumMap<>(HostileFile.class);
    for (int hostile = 1; hostile <= HostileMail.hostile(rounds); hostile++) {
      HostileFile kind = HostileMail.kind(hostile);
      int number = HostileMail.number(hostile);
      String reason = listed.remove(kind.fileName(number));
      outcomes
          .computeIfAbsent(kind, it -> new TreeMap<>())
          .merge(reason == null ? unlisted(kind, number) : reason, 1, Integer::sum);
    }
    ArchiveBench.check(listed.isEmpty(), "ordinary files are listed: " + listed);
    outcomes.forEach((kind, all) -> System.out.println(kind.name() + "=" + all));
    ArchiveBench.print("listed", HostileMail.hostile(rounds) - count(outcomes, READ, EMPTY));
    ArchiveBench.print("read", count(outcomes, READ));
    ArchiveBench.print("empty", count(outcomes, EMPTY));
    ArchiveBench.print("indexed", number(coverage(), 1));
    ArchiveBench.print("defective", number(coverage(), 3));
    ArchiveBench.print("ordinaryFound", found(HostileMail.ORDINARY));
    ArchiveBench.print(
        "ordinary", HostileMail.ordinary(messages, 0) + HostileMail.ordinary(messages, rounds));
  }

  private String unlisted(HostileFile kind, int number) throws IOException, InterruptedException {
    return found(kind.word(number)) > 0 ? READ : EMPTY;
  }

  private static int count(Map<HostileFile, Map<String, Integer>> outcomes, String... which) {
    return outcomes.values().stream()
        .mapToInt(all -> Stream.of(which).mapToInt(it -> all.getOrDefault(it, 0)).sum())
        .sum();
  }

  /// Files by name, and why each has given no text.
  private Map<String, String> listed() throws IOException, InterruptedException {
    Map<String, String> listed = new HashMap<>();
    int before = -1;
    for (int offset = 0; listed.size() > before; offset += PAGE) {
      before = listed.size();
      Matcher unread =
          UNREAD.matcher(
              appliance.get("/api/v1/attachments/unread?limit=" + PAGE + "&offset=" + offset));
      while (unread.find()) {
        listed.put(unread.group(1), unread.group(2));
      }
    }
    return listed;
  }
}
