/// Whole stories, told with the real program: its processes, a real Dovecot, a real browser.
@NullMarked
package dev.mailcask.story;

import org.jspecify.annotations.NullMarked;
