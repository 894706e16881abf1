@NullMarked
package dev.mailcask.verify;

import org.jspecify.annotations.NullMarked;
