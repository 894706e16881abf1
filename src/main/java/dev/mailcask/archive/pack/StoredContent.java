package dev.mailcask.archive.pack;

import dev.mailcask.archive.pack.BlobTable.Place;
import dev.mailcask.base.Content;
import java.io.InputStream;

/// A message too large to be held in memory, read block by block each time it is opened.
///
/// @param place a sound copy, for as long as its pack is there
record StoredContent(Blobs blobs, BlockReader reader, Place place) implements Content {

  @Override
  public long size() {
    return place.pack().length(place.blob());
  }

  @Override
  public InputStream open() {
    return new BlobStream(blobs, reader, place);
  }
}
