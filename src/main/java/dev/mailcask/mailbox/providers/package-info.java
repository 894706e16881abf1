/// What is known of mail providers, as data, and how the settings of an account are found from its
/// address. Start reading at [Discovery].
@NullMarked
package dev.mailcask.mailbox.providers;

import org.jspecify.annotations.NullMarked;
