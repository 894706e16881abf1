package dev.mailcask.catalog;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A folder as of a time.
///
/// @param messages in it then; for a folder gone by then, when it was last seen
/// @param gone since when it is not on the server any more, null if it was there then
public record FolderAt(
    int number,
    String path,
    List<String> attributes,
    long messages,
    long bytes,
    @Nullable Instant gone) {
  public FolderAt {
    attributes = List.copyOf(attributes);
  }
}
