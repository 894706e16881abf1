/// The text of attachments, read by Apache Tika in processes of their own.
///
/// Formats of documents are where a mail archive meets its enemies: a file that takes all memory,
/// never ends, or brings its reader down arrives by mail. So nothing of this runs in Mailcask's own
/// process, which never even loads Tika: [ReaderProcesses] keeps a few small ones, hands them
/// bytes, and kills them when they take too long; [dev.mailcask.extract.reader] is what runs there.
/// What a file costs is its own text, with a [Reason] that is told. Uses `base` alone. Start
/// reading at [Extractor].
@NullMarked
package dev.mailcask.extract;

import org.jspecify.annotations.NullMarked;
