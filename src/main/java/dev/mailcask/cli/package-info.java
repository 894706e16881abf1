/// The command line: one file a command, the terminal, and the control socket by which a running
/// appliance carries commands out. Start reading at [Commands].
@NullMarked
package dev.mailcask.cli;

import org.jspecify.annotations.NullMarked;
