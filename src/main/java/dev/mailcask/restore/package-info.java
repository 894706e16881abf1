/// Putting mail back on a server: plan, append, read back, compare, report. Start reading at
/// [Restore].
@NullMarked
package dev.mailcask.restore;

import org.jspecify.annotations.NullMarked;
