@NullMarked
package dev.mailcask.access;

import org.jspecify.annotations.NullMarked;
