/// The log of each account: hash-chained segments of JSON lines. A segment's file is the commit.
/// Start reading at [SegmentFile].
@NullMarked
package dev.mailcask.archive.journal;

import org.jspecify.annotations.NullMarked;
