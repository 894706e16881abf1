package dev.mailcask.catalog;

import dev.mailcask.archive.JournalEvent.Alarm;
import java.time.Instant;

/// An alarm that the owner has not seen yet.
///
/// @param run the backup that raised it
/// @param at when that ended
/// @param path of the folder it is about, empty where it is about the account
public record RaisedAlarm(long run, Instant at, String path, Alarm alarm) {}
