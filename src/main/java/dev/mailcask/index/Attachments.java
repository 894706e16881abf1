package dev.mailcask.index;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.extract.Reason;
import java.time.Instant;
import java.util.List;

/// Brings the text of attachments into the index, after the messages themselves. Thread-safe.
public interface Attachments extends AutoCloseable {

  /// Reads the attachments that wait, of the newest messages first, until none is left or the owner
  /// stops it; the next call goes on. An attachment is read once, in however many messages it is,
  /// and not again when the index is built anew. What was refused is read again when something that
  /// decides has changed: Tika's version, a limit, the languages of OCR.
  ///
  /// @return messages whose attachments were read
  long read(Progress progress);

  /// Lets the next [#read] try again what was refused.
  void retry();

  /// Forgets the texts of messages that were dropped from the archive.
  void forgetDropped();

  /// How many messages wait, and how many attachments were refused.
  Backlog backlog();

  /// Attachments that have given no text, newest first.
  List<Unread> unread(int offset, int limit);

  @Override
  void close();

  /// @param waiting messages whose attachments are still to be read
  /// @param refused attachments that have given no text
  record Backlog(long waiting, long refused) {}

  /// An attachment that has given no text.
  ///
  /// @param name as its sender wrote it, or empty
  /// @param type the media type
  /// @param since when it was last refused
  record Unread(ContentId message, String name, String type, Reason reason, Instant since) {}
}
