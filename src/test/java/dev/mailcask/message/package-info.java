@NullMarked
package dev.mailcask.message;

import org.jspecify.annotations.NullMarked;
