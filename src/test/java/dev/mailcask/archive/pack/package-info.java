@NullMarked
package dev.mailcask.archive.pack;

import org.jspecify.annotations.NullMarked;
