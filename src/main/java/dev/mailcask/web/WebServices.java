package dev.mailcask.web;

import dev.mailcask.access.Access;
import dev.mailcask.access.SavedSearches;
import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveJournal;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.index.Attachments;
import dev.mailcask.index.Indexer;
import dev.mailcask.jobs.Jobs;
import dev.mailcask.mailbox.providers.Discovery;
import dev.mailcask.oauth.SignIns;
import dev.mailcask.restore.Restore;
import dev.mailcask.search.Search;
import java.time.ZoneId;
import java.util.function.BooleanSupplier;

/// What the web asks for its answers.
///
/// @param ownJournal the archive's own journal
/// @param zone in which schedules run and in which a date without a time is a day
/// @param ready whether everything can be answered: catalog and index have caught up
public record WebServices(
    Access access,
    SavedSearches searches,
    Accounts accounts,
    SignIns signIns,
    Discovery discovery,
    Archive archive,
    ArchiveJournal ownJournal,
    Catalog catalog,
    Indexer indexer,
    Search search,
    Attachments attachments,
    Restore restore,
    Jobs jobs,
    UpkeepPlan upkeep,
    ZoneId zone,
    BooleanSupplier ready) {}
