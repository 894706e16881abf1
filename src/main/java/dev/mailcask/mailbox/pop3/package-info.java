/// POP3 (RFC 1939) for reading mail and nothing else, on a client of our own: the protocol is a
/// dozen commands, and what matters is what is never sent, DELE and QUIT. Start reading at
/// [Pop3Connector], then [Maildrop] for how messages are numbered.
@NullMarked
package dev.mailcask.mailbox.pop3;

import org.jspecify.annotations.NullMarked;
