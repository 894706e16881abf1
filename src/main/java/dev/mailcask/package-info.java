/// Mailcask: `main`, and the one place where the rooms are put together. Start reading at
/// [Mailcask] and [House].
@NullMarked
package dev.mailcask;

import org.jspecify.annotations.NullMarked;
