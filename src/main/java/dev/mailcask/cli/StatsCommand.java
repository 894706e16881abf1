package dev.mailcask.cli;

import dev.mailcask.archive.Archive.Totals;
import dev.mailcask.catalog.Catalog.Counts;
import dev.mailcask.catalog.Catalog.Head;
import java.util.Locale;
import java.util.concurrent.Callable;
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
    boolean encrypted = rooms.archive().encrypted();
    long index = rooms.indexBytes();
    double ratio = counts.bytes() == 0 ? 0 : (double) totals.storedBytes() / counts.bytes();
    if (session.json()) {
      session.print(
          new Json()
              .put("messages", counts.messages())
              .put("placements", counts.placements())
              .put("rawBytes", counts.bytes())
              .put("storedBytes", totals.storedBytes())
              .put("indexBytes", index)
              .put("ratio", ratio)
              .put("encrypted", encrypted)
              .put("heads", rooms.catalog().heads().stream().map(StatsCommand::json).toList()));
      return 0;
    }
    Table table = new Table("", ">");
    table.row("messages", Units.count(counts.messages()));
    table.row("in folders now", Units.count(counts.placements()));
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
    for (Head head : rooms.catalog().heads()) {
      table.row(
          head.account().name(),
          Units.count(head.segment()),
          Units.time(head.at(), rooms.zone()),
          head.hash());
    }
    session.print("");
    session.print(table);
  }

  private static Json json(Head head) {
    return new Json()
        .put("account", head.account())
        .put("segment", head.segment())
        .put("hash", head.hash())
        .put("time", head.at());
  }
}
