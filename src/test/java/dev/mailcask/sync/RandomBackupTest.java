package dev.mailcask.sync;

import static dev.mailcask.sync.Premises.DATE;
import static dev.mailcask.sync.Premises.mail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.JournalEvent.RunFinished;
import dev.mailcask.archive.JournalEvent.RunSummary;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that changes at random between the runs, and now and then loses connections or fails
/// messages: after a complete run the archive shows what the server holds, and every earlier state
/// as it was then.
class RandomBackupTest {

  private static final int RUNS = 60;
  private static final List<String> PATHS = List.of("INBOX", "A", "A/B", "C");

  @TempDir private Path dir;

  @Test
  void theArchiveShowsEveryState() {
    long seed = new Random().nextLong();
    System.out.println("RandomBackupTest seed " + seed);
    Random random = new Random(seed);
    SortedMap<Instant, SortedMap<String, SortedMap<Long, String>>> states = new TreeMap<>();
    try (Premises it = new Premises(dir)) {
      for (int run = 0; run < RUNS; run++) {
        it.server.keepModSeqs(random.nextInt(4) > 0);
        it.server.nameObjects(random.nextInt(3) > 0);
        for (int change = random.nextInt(12); change > 0; change--) {
          change(it, random);
        }
        trouble(it, random);
        RunSummary summary = it.run();
        assertThat(summary.perFolder())
            .as("seed %d, run %d", seed, run)
            .allMatch(count -> count.archived() + count.failed() == count.onServer());
        it.server.heal();
        it.server.loseAfterBodies(0, 0);
        if (!summary.outcome().equals("complete")) {
          assertThat(it.run().outcome()).as("seed %d, run %d", seed, run).isEqualTo("complete");
        }
        it.mirrors();
        states.put(it.clock.instant(), state(it));
      }
      states.forEach(
          (at, state) ->
              state.forEach(
                  (path, messages) ->
                      assertThat(it.archived(path, at))
                          .as("seed %d, folder %s at %s", seed, path, at)
                          .isEqualTo(messages)));
      assertThat(it.events(Placed.class))
          .extracting(event -> event.folder() + " " + event.uidValidity() + " " + event.uid())
          .as("seed %d", seed)
          .doesNotHaveDuplicates();
      assertThat(it.events(RunFinished.class))
          .as("seed %d: the ways in which folders were counted", seed)
          .flatExtracting(end -> end.summary().perFolder())
          .extracting(count -> count.evidence().counted().split(" ", -1)[0])
          .contains("every", "by", "unchanged");
    }
  }

  private static SortedMap<String, SortedMap<Long, String>> state(Premises it) {
    SortedMap<String, SortedMap<Long, String>> state = new TreeMap<>();
    it.server.paths().forEach(path -> state.put(path, it.served(path)));
    return state;
  }

  private static void change(Premises it, Random random) {
    String path = PATHS.get(random.nextInt(PATHS.size()));
    if (!it.server.paths().contains(path)) {
      it.server.folder(path);
    }
    List<Long> uids = new ArrayList<>(it.server.mails(path).keySet());
    long uid = uids.isEmpty() ? 0 : uids.get(random.nextInt(uids.size()));
    int what = random.nextInt(22);
    if (what < 10 || uid == 0) {
      it.server.add(path, mail("mail " + random.nextInt(30)), DATE);
    } else if (what < 14) {
      it.server.remove(path, uid);
    } else if (what < 17) {
      it.server.flag(path, uid, random.nextBoolean() ? "\\Seen" : "$Label" + random.nextInt(3));
    } else if (what == 17) {
      it.server.renumber(path);
    } else if (what >= 20 && !path.equals("INBOX")) {
      String to = PATHS.get(1 + random.nextInt(PATHS.size() - 1));
      if (!it.server.paths().contains(to)) {
        it.server.renameFolder(path, to);
      }
    } else if (what == 18 && !path.equals("INBOX")) {
      it.server.deleteFolder(path);
    } else {
      it.server.uidNext(path, it.server.mails(path).lastKey() + 1 + random.nextInt(1000));
    }
  }

  private static void trouble(Premises it, Random random) {
    switch (random.nextInt(6)) {
      case 0 -> it.server.loseAfterBodies(random.nextInt(4), 1 + random.nextInt(3));
      case 1 ->
          it.server
              .mails("INBOX")
              .keySet()
              .forEach(
                  uid -> {
                    if (random.nextInt(4) == 0) {
                      it.server.unfetchable("INBOX", uid, "no luck");
                    }
                  });
      case 2 ->
          it.server
              .mails("INBOX")
              .keySet()
              .forEach(
                  uid -> {
                    if (random.nextInt(8) == 0) {
                      it.server.poison("INBOX", uid);
                    }
                  });
      default -> {}
    }
  }
}
