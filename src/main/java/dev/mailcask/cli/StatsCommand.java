package dev.mailcask.cli;

import dev.mailcask.archive.Archive.Totals;
import dev.mailcask.archive.storage.ArchiveFile;
import dev.mailcask.catalog.Catalog.Counts;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/// Shows what is stored and what it takes.
@Command(
    name = "stats",
    description = "Show how much mail there is and what it takes on disk.",
    sortOptions = false)
final class StatsCommand implements Callable<Integer> {

  private final Session session;

  StatsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Rooms rooms = session.rooms();
    Counts counts = rooms.catalog().counts();
    Totals totals = rooms.archive().totals();
    long lost = rooms.ownJournal().lost(rooms.archive()).size();
    boolean encrypted = rooms.archive().encrypted();
    long index = rooms.indexBytes();
    double ratio = counts.bytes() == 0 ? 0 : (double) totals.storedBytes() / counts.bytes();
    if (session.json()) {
      session.print(
          new Json()
              .put("messages", counts.messages())
              .put("placements", counts.placements())
              .put("lost", lost)
              .put("rawBytes", counts.bytes())
              .put("storedBytes", totals.storedBytes())
              .put("indexBytes", index)
              .put("ratio", ratio)
              .put("encrypted", encrypted)
              .put("heads", heads(rooms).stream().map(StatsCommand::json).toList()));
      return 0;
    }
    Table table = new Table("", ">");
    table.row("messages", Units.count(counts.messages()));
    table.row("in folders now", Units.count(counts.placements()));
    if (lost > 0) {
      table.row("known to be lost", Units.count(lost));
    }
    table.row("raw", Units.bytes(counts.bytes()));
    table.row(
        "stored",
        Units.bytes(totals.storedBytes())
            + String.format(Locale.ROOT, " (%.0f %% of raw)", ratio * 100));
    table.row("index", Units.bytes(index));
    table.row("encrypted", encrypted ? "yes" : "no");
    session.print(table);
    printHeads(rooms);
    if (encrypted) {
      session.print(Openness.REMARK);
    }
    return 0;
  }

  private void printHeads(Rooms rooms) {
    Table table = new Table("JOURNAL OF", ">SEGMENTS", "COMMITTED", "HEAD (SHA-256)");
    for (JournalHead head : heads(rooms)) {
      table.row(
          head.journal(),
          Units.count(head.segment()),
          Units.time(head.at(), rooms.zone()),
          head.hash());
    }
    session.print("");
    session.print(table);
  }

  private record JournalHead(String journal, long segment, String hash, Instant at) {}

  /// Of the accounts' journals and of the archive's own.
  private static List<JournalHead> heads(Rooms rooms) {
    return Stream.concat(
            rooms.catalog().heads().stream()
                .map(h -> new JournalHead(h.account().name(), h.segment(), h.hash(), h.at())),
            rooms.ownJournal().newest().stream()
                .map(s -> new JournalHead(ArchiveFile.OWN_JOURNAL, s.number(), s.hash(), s.at())))
        .toList();
  }

  private static Json json(JournalHead head) {
    return new Json()
        .put("account", head.journal())
        .put("segment", head.segment())
        .put("hash", head.hash())
        .put("time", head.at());
  }
}
