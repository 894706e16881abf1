@NullMarked
package dev.mailcask.demo;

import org.jspecify.annotations.NullMarked;
