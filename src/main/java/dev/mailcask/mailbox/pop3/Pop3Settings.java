package dev.mailcask.mailbox.pop3;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How patient and how greedy the connections are.
///
/// @param connectTimeout how long to wait for a connection
/// @param readTimeout how long to wait for the next byte
/// @param trustedCertificates a PEM file of certificates to trust beside the system's
/// @param spool the directory for messages too large to be held in memory
/// @param inMemory the largest message in bytes that is held in memory
public record Pop3Settings(
    Duration connectTimeout,
    Duration readTimeout,
    @Nullable Path trustedCertificates,
    Path spool,
    int inMemory) {}
