/// The read side of the index, and the query language. No Lucene type leaves this room. Start
/// reading at [Search].
@NullMarked
package dev.mailcask.search;

import org.jspecify.annotations.NullMarked;
