/// Measures what tests do not: run by `scripts/bench`, never by the build.
@NullMarked
package dev.mailcask.bench;

import org.jspecify.annotations.NullMarked;
