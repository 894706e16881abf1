package dev.mailcask.archive.pack;

import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// A message too large to be held in memory, read block by block each time it is opened, from
/// wherever it lies by then.
///
/// @param careful whether the copies of its parts are tried until a sound one is found
record StoredContent(Blobs blobs, ContentId id, long size, boolean careful) implements Content {

  @Override
  public InputStream open() {
    return new Steady();
  }

  /// Goes on at the same byte of another copy where a pack is removed meanwhile.
  private final class Steady extends ChunkedStream {
    private final byte[] buffer = new byte[1 << 16];
    private @Nullable InputStream in;
    private long done;

    @Override
    boolean fill() throws IOException {
      while (true) {
        try {
          int read = opened().read(buffer);
          if (read < 0) {
            return false;
          }
          done += read;
          give(buffer, 0, read);
          return true;
        } catch (PackRemoved e) {
          close();
        }
      }
    }

    private InputStream opened() throws IOException {
      InputStream open = in;
      if (open == null) {
        open = blobs.open(id, careful);
        in = open;
        open.skipNBytes(done);
      }
      return open;
    }

    @Override
    public void close() throws IOException {
      if (in != null) {
        in.close();
        in = null;
      }
    }
  }
}
