@NullMarked
package dev.mailcask.mailbox.providers;

import org.jspecify.annotations.NullMarked;
