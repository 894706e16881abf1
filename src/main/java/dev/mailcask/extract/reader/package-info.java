/// What runs in a reader process, and nowhere else: Apache Tika.
///
/// Mailcask starts it by the name of [ReaderMain]; no other class of Mailcask uses this package.
@NullMarked
package dev.mailcask.extract.reader;

import org.jspecify.annotations.NullMarked;
