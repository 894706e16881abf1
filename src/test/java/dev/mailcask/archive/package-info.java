@NullMarked
package dev.mailcask.archive;

import org.jspecify.annotations.NullMarked;
