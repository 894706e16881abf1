/// IMAP (RFC 3501) for reading and restoring mail, on the protocol layer of Eclipse Angus Mail.
///
/// Angus connects, speaks TLS, logs in and writes commands; what comes back is read and parsed
/// here, because its own way loses messages that it cannot parse, keeps whole batches in memory and
/// does not keep bytes (decision 0010). Start reading at [ImapConnector]; [WireReader] is the hot
/// path.
@NullMarked
package dev.mailcask.mailbox.imap;

import org.jspecify.annotations.NullMarked;
