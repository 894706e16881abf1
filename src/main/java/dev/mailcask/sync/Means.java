package dev.mailcask.sync;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.Archive;
import dev.mailcask.base.Content;
import dev.mailcask.base.Sleeper;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.message.Envelope;
import java.time.InstantSource;
import java.util.function.Function;

/// What every run works with.
///
/// @param envelopes reads the header of a message
record Means(
    Archive archive,
    Catalog catalog,
    Accounts accounts,
    SyncSettings settings,
    InstantSource clock,
    Sleeper sleeper,
    Function<Content, Envelope> envelopes) {}
