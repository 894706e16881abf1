package dev.mailcask.jobs;

import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.replica.Replica;
import dev.mailcask.verify.Verify;
import java.util.LinkedHashMap;
import java.util.Map;

/// When the appliance looks after the archive by itself: Quartz cron expressions, empty for never.
///
/// @param verify when a share of the archive is read back
/// @param sample how much of it each time, in percent
/// @param compact when packs are merged and compressed anew
/// @param copy when the second copy is brought up to date
public record UpkeepSettings(String verify, int sample, String compact, String copy) {

  /// Nothing.
  public static final UpkeepSettings NONE = new UpkeepSettings("", 100, "", "");

  /// @throws dev.mailcask.base.Failure.Misconfigured if an expression makes no sense
  public UpkeepSettings {
    Schedules.check(verify);
    Schedules.check(compact);
    Schedules.check(copy);
  }

  /// What is planned, with its expression.
  public Map<Work, String> works() {
    Map<Work, String> works = new LinkedHashMap<>();
    works.put(new Work.VerifyArchive(Verify.Request.share(sample)), verify);
    works.put(new Work.CompactArchive(), compact);
    works.put(new Work.CopyArchive(new Replica.Request(null, false)), copy);
    works.values().removeIf(String::isEmpty);
    return works;
  }
}
