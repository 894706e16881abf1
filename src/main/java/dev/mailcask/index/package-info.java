/// The write side of the Lucene index. A cache; follows the catalog's change log by a number kept
/// in the Lucene commit itself. Start reading at [Indexer].
@NullMarked
package dev.mailcask.index;

import org.jspecify.annotations.NullMarked;
