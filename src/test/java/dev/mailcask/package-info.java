@NullMarked
package dev.mailcask;

import org.jspecify.annotations.NullMarked;
