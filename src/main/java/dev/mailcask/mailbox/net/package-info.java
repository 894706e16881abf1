/// What connections to mail servers have in common, whatever they speak: whom to believe about a
/// certificate, where large messages lie, how an access token is put, and what to tell the owner
/// when no connection comes about. Shared by `mailbox.imap` and `mailbox.pop3`.
@NullMarked
package dev.mailcask.mailbox.net;

import org.jspecify.annotations.NullMarked;
