package dev.mailcask.jobs;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/// @param parallel jobs that run at the same time
/// @param zone the zone in which schedules are read
/// @param patience how long closing waits for running jobs to reach a safe point
/// @param upkeep what the appliance does by itself besides the accounts' backups
/// @param verifyRate bytes of mail that a verification by schedule reads in a second at most, 0 for
///     any number
/// @param watch folders in which the appliance waits for new mail, of each account that has them
///     and names no others
public record JobSettings(
    int parallel,
    ZoneId zone,
    Duration patience,
    UpkeepSettings upkeep,
    long verifyRate,
    List<String> watch) {
  public JobSettings {
    watch = List.copyOf(watch);
  }

  /// Three at a time, half a minute of patience, no upkeep.
  public static JobSettings defaults(ZoneId zone) {
    return new JobSettings(
        3, zone, Duration.ofSeconds(30), UpkeepSettings.NONE, 32L << 20, List.of());
  }
}
