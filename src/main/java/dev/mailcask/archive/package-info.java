/// The truth: every message byte for byte in packs, everything that was seen in journals. Knows
/// nothing of IMAP or SQL.
///
/// `archive.pack` holds the blobs, `archive.journal` the log of each account, `archive.storage` the
/// files beneath. The format is specified in `src/docs/archive-format.md`. Start reading at
/// [Archive].
@NullMarked
package dev.mailcask.archive;

import org.jspecify.annotations.NullMarked;
