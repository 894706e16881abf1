/// A remote account as Mailcask sees it: list folders, read messages by UID, append messages.
///
/// This room is the port. `mailbox.imap` speaks IMAP through Angus Mail and is the only place that
/// knows it; `mailbox.pop3` speaks POP3; `mailbox.net` is what both need. Every implementation
/// passes `MailboxContract`. Start reading at [Mailbox].
@NullMarked
package dev.mailcask.mailbox;

import org.jspecify.annotations.NullMarked;
