@NullMarked
package dev.mailcask.secrets;

import org.jspecify.annotations.NullMarked;
