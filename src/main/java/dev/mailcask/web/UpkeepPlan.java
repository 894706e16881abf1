package dev.mailcask.web;

import dev.mailcask.jobs.UpkeepSettings;
import org.jspecify.annotations.Nullable;

/// What the configuration says of the archive's upkeep.
///
/// @param copyTo the directory of the second copy, or null where none is kept
/// @param headsTo the file or address to which heads of journals are written, or null
public record UpkeepPlan(
    UpkeepSettings settings, @Nullable String copyTo, @Nullable String headsTo) {}
