/// The encryption of an archive: the data key and the slots that hold it, sealed frames. See
/// section 6 of `src/docs/archive-format.md`. Start reading at [KeyRing], then [FileKey].
@NullMarked
package dev.mailcask.archive.keys;

import org.jspecify.annotations.NullMarked;
