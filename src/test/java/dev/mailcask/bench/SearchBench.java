package dev.mailcask.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Searches a running appliance as its page does, over HTTP: so many at once, each sending its next
/// query when it has the answer to the one before. The queries are of all kinds that people ask, of
/// words of [GeneratedMail].
final class SearchBench {

  private static final int AT_ONCE = 8;

  /// Seconds that are not counted: an appliance that has run for some time is asked.
  private static final int LEARNS = 10;

  /// Hits that the page asks for at once.
  private static final int PAGE = 25;

  private static final Pattern COVERAGE = Pattern.compile("\"indexed\":(\\d+),\"archived\":(\\d+)");

  private final ApplianceClient appliance;

  private SearchBench(ApplianceClient appliance) {
    this.appliance = appliance;
  }

  /// Usage, one of:
  ///
  /// - `sign-in LINK`: makes the first user; LINK is what the appliance prints at its start
  /// - `query URL SECONDS`: hits alone
  /// - `facets URL SECONDS`: hits, and counts after them
  /// - `lag URL SECONDS`: how long archived mail takes to become searchable, while a backup runs
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    ApplianceClient appliance = new ApplianceClient(args[1]);
    if (args[0].equals("sign-in")) {
      appliance.firstUser(args[1]);
      return;
    }
    SearchBench bench = new SearchBench(appliance.signIn());
    switch (args[0]) {
      case "query" -> bench.load(Integer.parseInt(args[2]), false);
      case "facets" -> bench.load(Integer.parseInt(args[2]), true);
      case "lag" -> bench.lag(Integer.parseInt(args[2]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private void load(int seconds, boolean facets) throws InterruptedException, ExecutionException {
    Map<String, ConcurrentLinkedQueue<Long>> taken = new ConcurrentSkipListMap<>();
    run(LEARNS, facets, null);
    run(seconds, facets, taken);
    List<Long> hits = new ArrayList<>();
    taken.forEach((kind, all) -> hits.addAll(kind.equals("counts") ? List.of() : all));
    print(facets ? "searchWithFacets" : "search", hits);
    taken.forEach((kind, all) -> print("of_" + kind, List.copyOf(all)));
    ArchiveBench.print("queriesPerSecond", (double) hits.size() / seconds);
  }

  private static void print(String name, List<Long> nanos) {
    if (nanos.isEmpty()) {
      return;
    }
    List<Long> sorted = nanos.stream().sorted().toList();
    ArchiveBench.print(name + "P50", sorted.get(sorted.size() / 2) / 1e6);
    ArchiveBench.print(name + "P99", sorted.get(sorted.size() * 99 / 100) / 1e6);
    ArchiveBench.print(name + "Max", sorted.getLast() / 1e6);
  }

  private void run(
      int seconds, boolean facets, @Nullable Map<String, ConcurrentLinkedQueue<Long>> taken)
      throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    try (ExecutorService people = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        SplittableRandom random = new SplittableRandom((taken == null ? 100 : 0) + i);
        all.add(people.submit(() -> search(random, end, facets, taken)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  private Void search(
      SplittableRandom random,
      long end,
      boolean facets,
      @Nullable Map<String, ConcurrentLinkedQueue<Long>> taken)
      throws IOException {
    Kind[] kinds = Kind.values();
    try (KeptConnection connection = appliance.connect()) {
      while (System.nanoTime() < end) {
        Kind kind = kinds[random.nextInt(kinds.length)];
        String query = kind.query(random);
        long began = System.nanoTime();
        String answer = connection.get(ApplianceClient.searching(query, PAGE));
        long took = System.nanoTime() - began;
        ArchiveBench.check(answer.contains("\"total\""), "no answer");
        if (taken != null) {
          note(taken, kind.name().toLowerCase(Locale.ROOT), took);
        }
        if (facets) {
          began = System.nanoTime();
          connection.get("/api/v1/search/facets?q=" + ApplianceClient.encoded(query));
          if (taken != null) {
            note(taken, "counts", System.nanoTime() - began);
          }
        }
      }
    }
    return null;
  }

  private static void note(
      Map<String, ConcurrentLinkedQueue<Long>> taken, String what, long nanos) {
    taken.computeIfAbsent(what, name -> new ConcurrentLinkedQueue<>()).add(nanos);
  }

  /// What people look for.
  private enum Kind {
    RARE_WORD,
    COMMON_WORD,
    TWO_WORDS,
    PHRASE,
    BEGINNING,
    SENDER,
    SUBJECT,
    TIME,
    EITHER,
    FOLDER;

    String query(SplittableRandom random) {
      return switch (this) {
        case RARE_WORD -> GeneratedMail.word(random.nextInt(50_000, IndexBench.WORDS));
        case COMMON_WORD -> common(random);
        case TWO_WORDS -> common(random) + " " + GeneratedMail.word(random.nextInt(100, 10_000));
        case PHRASE -> '"' + common(random) + " " + common(random) + '"';
        case BEGINNING -> GeneratedMail.word(random.nextInt(30_000, 60_000)).substring(0, 4) + "*";
        case SENDER -> "from:person" + random.nextInt(GeneratedMail.PEOPLE) + " " + common(random);
        case SUBJECT -> "subject:" + GeneratedMail.word(random.nextInt(10, 10_000));
        case TIME -> {
          int year = random.nextInt(2006, 2024);
          yield common(random) + " after:" + year + "-03 before:" + (year + 1) + "-01-15";
        }
        case EITHER -> GeneratedMail.word(random.nextInt(1000, 50_000)) + " OR " + common(random);
        case FOLDER -> "in:\"folder " + random.nextInt(2, 40) + "\" is:unread " + common(random);
      };
    }

    private static String common(SplittableRandom random) {
      return GeneratedMail.word(random.nextInt(1, 50));
    }
  }

  private void lag(int seconds) throws IOException, InterruptedException {
    record Seen(long at, long archived) {}
    List<Seen> waiting = new ArrayList<>();
    List<Long> lags = new ArrayList<>();
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (System.nanoTime() < end) {
      Matcher coverage = COVERAGE.matcher(appliance.search("nothing-is-called-so", 1));
      ArchiveBench.check(coverage.find(), "no coverage");
      long now = System.nanoTime();
      long indexed = Long.parseLong(coverage.group(1));
      for (Seen seen : List.copyOf(waiting)) {
        if (indexed >= seen.archived) {
          lags.add(now - seen.at);
          waiting.remove(seen);
        }
      }
      waiting.add(new Seen(now, Long.parseLong(coverage.group(2))));
      Thread.sleep(50);
    }
    print("lag", lags);
  }
}
