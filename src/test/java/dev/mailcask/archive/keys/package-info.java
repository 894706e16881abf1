@NullMarked
package dev.mailcask.archive.keys;

import org.jspecify.annotations.NullMarked;
