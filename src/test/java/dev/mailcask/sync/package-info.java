@NullMarked
package dev.mailcask.sync;

import org.jspecify.annotations.NullMarked;
