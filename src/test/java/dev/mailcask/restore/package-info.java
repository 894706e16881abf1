@NullMarked
package dev.mailcask.restore;

import org.jspecify.annotations.NullMarked;
