@NullMarked
package dev.mailcask.archive.storage;

import org.jspecify.annotations.NullMarked;
