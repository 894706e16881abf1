@NullMarked
package dev.mailcask.search;

import org.jspecify.annotations.NullMarked;
