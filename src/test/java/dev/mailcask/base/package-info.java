@NullMarked
package dev.mailcask.base;

import org.jspecify.annotations.NullMarked;
