/// The second copy of the archive in another place, and the way back from it. Start reading at
/// [Replica].
@NullMarked
package dev.mailcask.replica;

import org.jspecify.annotations.NullMarked;
