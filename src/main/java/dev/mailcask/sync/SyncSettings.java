package dev.mailcask.sync;

import dev.mailcask.base.Failure;
import java.time.Duration;

/// How backups are run.
///
/// @param connections to one account at a time, 1 or 2
/// @param commitBytes raw bytes after which what was fetched is made durable; a kill costs no more
/// @param commitEvery time after which it is made durable although it is less
/// @param bytesPerDay of an account to fetch within 24 hours, 0 for as much as its provider allows
public record SyncSettings(
    int connections, long commitBytes, Duration commitEvery, long bytesPerDay) {

  /// What suits everybody.
  public static final SyncSettings DEFAULT = new SyncSettings(2, 32L << 20, Duration.ofSeconds(10));

  /// As much a day as providers allow.
  public SyncSettings(int connections, long commitBytes, Duration commitEvery) {
    this(connections, commitBytes, commitEvery, 0);
  }

  /// @throws Failure.Misconfigured if a value makes no sense
  public SyncSettings {
    if (connections < 1 || connections > 2) {
      throw new Failure.Misconfigured(
          "setting sync.connections", "it is " + connections, "use 1 or 2");
    }
    if (commitBytes < 1 << 20) {
      throw new Failure.Misconfigured(
          "setting sync.commitBytes", "it is " + commitBytes, "use 1 MiB or more");
    }
    if (commitEvery.toMillis() < 1000) {
      throw new Failure.Misconfigured(
          "setting sync.commitEvery", "it is " + commitEvery, "use one second or more");
    }
  }
}
