@NullMarked
package dev.mailcask.mailbox.pop3;

import org.jspecify.annotations.NullMarked;
