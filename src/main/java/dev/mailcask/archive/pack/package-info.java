/// Packs of compressed blobs, and the archive made of them and of the journals. Start reading at
/// [PackedArchive], then [PackWriter] and [PackFile].
@NullMarked
package dev.mailcask.archive.pack;

import org.jspecify.annotations.NullMarked;
