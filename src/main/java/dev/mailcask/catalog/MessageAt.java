package dev.mailcask.catalog;

import dev.mailcask.base.ContentId;
import dev.mailcask.message.Envelope;
import java.util.List;

/// A message in a folder as of a time, with the flags of that time.
///
/// @param internalDate as the server sent it, empty where it sent none
public record MessageAt(
    ContentId id,
    long uidValidity,
    long uid,
    long size,
    String internalDate,
    List<String> flags,
    Envelope envelope) {
  public MessageAt {
    flags = List.copyOf(flags);
  }

  /// The INTERNALDATE to restore it with: the server's, else the Date of its header, else empty.
  public String dateToRestore() {
    return InternalDate.orSent(internalDate, envelope.date());
  }
}
