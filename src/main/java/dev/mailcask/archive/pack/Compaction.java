package dev.mailcask.archive.pack;

import dev.mailcask.archive.ArchiveEvent.Reason;
import dev.mailcask.archive.Maintenance.Compacted;
import dev.mailcask.archive.Maintenance.Figures;
import dev.mailcask.base.Progress;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// One run of a compaction: group after group, each on its own durable before the next begins. Why
/// it may run beside everything else is said in [PackMaintenance]. Not thread-safe.
final class Compaction {

  private final PackMaintenance maintenance;
  private final PackedArchive archive;
  private final CompactPlan plan;
  private final Counter counter;
  private final Set<String> damaged = new TreeSet<>();
  private long replaced;
  private long written;

  Compaction(PackMaintenance maintenance, PackedArchive archive, Progress progress) {
    this.maintenance = maintenance;
    this.archive = archive;
    List<PackFile> packs = archive.table().packs();
    this.plan = new CompactPlan(packs, archive.settings().packBytes());
    this.counter = new Counter("compacting", plan.blobs(packs), progress);
  }

  Compacted run() {
    Figures before = maintenance.figures();
    try (Press press = new Press(archive)) {
      for (List<PackFile> group = plan.next(archive.table().packs());
          !group.isEmpty();
          group = plan.next(archive.table().packs())) {
        compact(group, press);
      }
    }
    return new Compacted(before, maintenance.figures(), replaced, written, List.copyOf(damaged));
  }

  private void compact(List<PackFile> group, Press press) {
    Rewrite rewrite =
        new Rewrite(archive, archive.bulkReader(), press, group, _ -> true, counter::next);
    maintenance.write(rewrite);
    rewrite.losing().forEach(this::leave);
    List<PackFile> old = group.stream().filter(pack -> !rewrite.losing().contains(pack)).toList();
    if (!old.isEmpty()) {
      maintenance.replace(old, rewrite, Reason.COMPACT, 0);
    }
    replaced += old.size();
    written += rewrite.written().size();
  }

  private void leave(PackFile pack) {
    plan.leave(pack);
    damaged.add(pack.name());
  }
}
