package dev.mailcask.mailbox.imap;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How patient and how greedy the connections are.
///
/// @param connectTimeout how long to wait for a connection
/// @param readTimeout how long to wait for the next byte
/// @param writeTimeout how long a write may take
/// @param trustedCertificates a PEM file of certificates to trust beside the system's, such as a
///     private authority's
/// @param spool the directory for messages too large to be held in memory
/// @param inMemory the largest message in bytes that is held in memory
/// @param batchMessages the most messages asked for at once
/// @param batchBytes the most bytes asked for at once, by the sizes the server announced; a larger
///     message is asked for alone
public record ImapSettings(
    Duration connectTimeout,
    Duration readTimeout,
    Duration writeTimeout,
    @Nullable Path trustedCertificates,
    Path spool,
    int inMemory,
    int batchMessages,
    long batchBytes) {

  /// What fits most servers.
  ///
  /// @param spool the directory for messages too large to be held in memory
  public static ImapSettings defaults(Path spool) {
    return new ImapSettings(
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        null,
        spool,
        16 << 20,
        500,
        8 << 20);
  }

  /// The same with certificates to trust beside the system's.
  public ImapSettings trusting(@Nullable Path certificates) {
    return new ImapSettings(
        connectTimeout,
        readTimeout,
        writeTimeout,
        certificates,
        spool,
        inMemory,
        batchMessages,
        batchBytes);
  }
}
