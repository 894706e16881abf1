/// The accounts themselves: adding one with a test of the connection, changing it, removing it; the
/// way from an account's name to an open connection. Start reading at [Accounts].
@NullMarked
package dev.mailcask.accounts;

import org.jspecify.annotations.NullMarked;
