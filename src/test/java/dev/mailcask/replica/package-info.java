@NullMarked
package dev.mailcask.replica;

import org.jspecify.annotations.NullMarked;
