package dev.mailcask.index;

import dev.mailcask.base.Failure;

/// How the index is written.
///
/// @param threads that read messages and index them
/// @param bufferMegabytes of memory in which new parts of the index grow
/// @param commitMillis after which what was indexed can be found, while a long backup runs
public record IndexSettings(int threads, int bufferMegabytes, int commitMillis) {

  /// For two cores and a heap of 512 MiB.
  public static final IndexSettings DEFAULT = new IndexSettings(2, 64, 1000);

  public IndexSettings {
    if (threads < 1 || bufferMegabytes < 1 || commitMillis < 1) {
      throw new Failure.Misconfigured(
          "index settings", "a number is not positive", "use numbers from 1 on");
    }
  }
}
