package dev.mailcask.cli;

import dev.mailcask.archive.Maintenance.Figures;

/// What the archive's packs come to, before and after work on them.
///
/// @param before when the work began
/// @param after when it ended
record PackFigures(Figures before, Figures after) {

  void addTo(Json json) {
    json.put("before", json(before)).put("after", json(after));
  }

  private static Json json(Figures figures) {
    return new Json()
        .put("packs", figures.packs())
        .put("blobs", figures.blobs())
        .put("rawBytes", figures.rawBytes())
        .put("storedBytes", figures.storedBytes());
  }

  Table table() {
    Table table = new Table("", ">PACKS", ">BLOBS", ">RAW", ">STORED");
    row(table, "before", before);
    row(table, "after", after);
    return table;
  }

  private static void row(Table table, String name, Figures figures) {
    table.row(
        name,
        Units.count(figures.packs()),
        Units.count(figures.blobs()),
        Units.bytes(figures.rawBytes()),
        Units.bytes(figures.storedBytes()));
  }
}
