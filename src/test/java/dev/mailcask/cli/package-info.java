@NullMarked
package dev.mailcask.cli;

import org.jspecify.annotations.NullMarked;
