package dev.mailcask.cli;

import dev.mailcask.catalog.Catalog.Counts;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Result;
import dev.mailcask.jobs.Jobs.Work;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Builds catalog and index anew from the archive.
@Command(
    name = "rebuild",
    description = "Build the catalog, the index, or both anew from the archive.",
    sortOptions = false)
final class RebuildCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--catalog", description = "The catalog only.")
  boolean catalog;

  @Option(names = "--index", description = "The index only.")
  boolean index;

  RebuildCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Rooms rooms = session.rooms();
    boolean both = catalog == index;
    Figures before = figures(rooms);
    Job job = JobRun.run(session, rooms.jobs(), new Work.Rebuild(both || catalog, both || index));
    if (job.result() instanceof Result.Rebuilt rebuilt) {
      Figures after = figures(rooms);
      if (session.json()) {
        session.print(
            new Json()
                .put("before", before.json())
                .put("after", after.json())
                .put("indexed", rebuilt.coverage().indexed())
                .put("defective", rebuilt.coverage().defective())
                .put("seconds", rebuilt.seconds()));
      } else {
        Table table = new Table("", ">MESSAGES", ">IN FOLDERS", ">INDEX");
        table.row("before", before.messages(), before.placements(), before.size());
        table.row("after", after.messages(), after.placements(), after.size());
        session.print(table);
        session.print("Rebuilt in %s.".formatted(Units.seconds(rebuilt.seconds())));
      }
    }
    return JobRun.exitCode(job);
  }

  private static Figures figures(Rooms rooms) {
    return new Figures(rooms.catalog().counts(), rooms.indexBytes());
  }

  private record Figures(Counts counts, long indexBytes) {
    String messages() {
      return Units.count(counts.messages());
    }

    String placements() {
      return Units.count(counts.placements());
    }

    String size() {
      return Units.bytes(indexBytes);
    }

    Json json() {
      return new Json()
          .put("messages", counts.messages())
          .put("placements", counts.placements())
          .put("bytes", counts.bytes())
          .put("indexBytes", indexBytes);
    }
  }
}
