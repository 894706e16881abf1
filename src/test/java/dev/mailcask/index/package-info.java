@NullMarked
package dev.mailcask.index;

import org.jspecify.annotations.NullMarked;
