@NullMarked
package dev.mailcask.archive.journal;

import org.jspecify.annotations.NullMarked;
