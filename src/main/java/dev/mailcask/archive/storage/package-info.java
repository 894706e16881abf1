/// The files beneath the archive: named bytes that are written once, and the header that they begin
/// with. Knows nothing of what is in them. Start reading at [ArchiveStorage].
@NullMarked
package dev.mailcask.archive.storage;

import org.jspecify.annotations.NullMarked;
