@NullMarked
package dev.mailcask.mailbox.net;

import org.jspecify.annotations.NullMarked;
