@NullMarked
package dev.mailcask.extract;

import org.jspecify.annotations.NullMarked;
