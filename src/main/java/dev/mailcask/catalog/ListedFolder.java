package dev.mailcask.catalog;

import dev.mailcask.archive.JournalEvent.FolderListed;

/// A folder as it was when all that was in it was in the archive.
///
/// @param listing what the server told of it then
/// @param archived how many messages the archive holds of that generation and has not seen go
/// @param failed how many more are noted as failed
public record ListedFolder(FolderListed listing, long archived, long failed) {}
