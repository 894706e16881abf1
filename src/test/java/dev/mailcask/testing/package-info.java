/// Doubles that several rooms' tests share; one file a double, written by hand.
@NullMarked
package dev.mailcask.testing;

import org.jspecify.annotations.NullMarked;
