package dev.mailcask.archive.pack;

import dev.mailcask.base.Content;
import java.io.InputStream;

/// A message too large to be held in memory, read block by block each time it is opened.
record StoredContent(BlockReader reader, PackFile pack, int blob) implements Content {

  @Override
  public long size() {
    return pack.length(blob);
  }

  @Override
  public InputStream open() {
    return new BlobStream(reader, pack, blob);
  }
}
