package dev.mailcask.catalog;

import java.time.Instant;

/// A message that the server lists and that could not be fetched.
///
/// @param attempts runs that tried
/// @param last when it was last tried
public record FailedMessage(
    int folder,
    String path,
    long uidValidity,
    long uid,
    String reason,
    int attempts,
    Instant last) {}
