package dev.mailcask.catalog;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.message.Envelope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message and every place where it was seen.
///
/// @param received the time to sort by: the earliest INTERNALDATE that makes sense, else the Date
///     field, else when it was archived
public record Message(
    ContentId id, long size, Envelope envelope, Instant received, List<Place> places) {
  public Message {
    places = List.copyOf(places);
  }

  /// The INTERNALDATE to restore it with as it was there: the server's, else the Date of its
  /// header, else empty.
  public String dateToRestore(Place place) {
    return InternalDate.orSent(place.internalDate(), envelope.date());
  }

  /// Where a message was seen.
  ///
  /// @param folder the folder's number within the account, which stays when it is renamed
  /// @param gone since when it is not there any more, null if it still is
  public record Place(
      AccountId account,
      int folder,
      String path,
      long uid,
      String internalDate,
      List<String> flags,
      @Nullable Instant gone) {
    public Place {
      flags = List.copyOf(flags);
    }
  }
}
