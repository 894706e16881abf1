@NullMarked
package dev.mailcask.catalog;

import org.jspecify.annotations.NullMarked;
