package dev.mailcask.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A message that the server lists and that could not be fetched.
///
/// @param attempts runs that tried
/// @param first when it was first tried
/// @param last when it was last tried
/// @param next before when it is not tried again by itself, null for the next run
public record FailedMessage(
    int folder,
    String path,
    long uidValidity,
    long uid,
    String reason,
    int attempts,
    Instant first,
    Instant last,
    @Nullable Instant next) {}
