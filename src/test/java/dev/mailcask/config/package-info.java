@NullMarked
package dev.mailcask.config;

import org.jspecify.annotations.NullMarked;
