/// What an e-mail is: its header, its parts, its text, and its defects as data.
///
/// Owns the MIME parser; jsoup, for the names of HTML entities; ICU, to guess charsets. Parses
/// liberally and never fails on input: what is wrong with a message is part of the answer. Start
/// reading at [Envelope], then [MessageParser] and [Passage].
@NullMarked
package dev.mailcask.message;

import org.jspecify.annotations.NullMarked;
