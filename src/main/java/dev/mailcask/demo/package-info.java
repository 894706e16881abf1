/// A sample mailbox and a small IMAP server for it, so that backup, search and restore can be tried
/// without an account of one's own.
///
/// The server keeps everything in memory, speaks the IMAP4rev1 that Mailcask and common mail
/// programs use, and listens on the loopback interface only. It is not a mail server for anything
/// else. Start reading at [DemoServer].
@NullMarked
package dev.mailcask.demo;

import org.jspecify.annotations.NullMarked;
