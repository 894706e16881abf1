package dev.mailcask.archive.pack;

import dev.mailcask.archive.pack.BlobTable.Place;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads blobs, in whatever packs they lie, and checks them.
///
/// Where a copy is damaged, another one will do. Where its pack was removed while it was read,
/// other packs hold it by now: the table is asked again, and the reader never hears of it.
/// Thread-safe.
final class Blobs {

  private static final Logger LOG = LoggerFactory.getLogger(Blobs.class);

  /// Messages up to this size are handed out in memory.
  private static final long MAX_IN_MEMORY = 8L << 20;

  private final BlobTable table;
  private final BlockReader reader;

  Blobs(BlobTable table, BlockReader reader) {
    this.table = table;
    this.reader = reader;
  }

  /// The bytes of a blob, or empty if there is none of this id.
  ///
  /// @throws Failure.Corrupt if every copy of it is damaged
  Optional<Content> read(ContentId id) {
    while (true) {
      try {
        return readAnyCopy(id);
      } catch (PackRemoved e) {
        LOG.debug("looking again for what lay in {}", e.getMessage());
      }
    }
  }

  private Optional<Content> readAnyCopy(ContentId id) {
    Failure.Corrupt damage = null;
    for (Place place : table.copies(id)) {
      try {
        return Optional.of(read(place));
      } catch (Failure.Corrupt e) {
        LOG.error("{}; looking for another copy", e.getMessage());
        damage = damage == null ? e : damage;
      }
    }
    if (damage != null) {
      throw damage;
    }
    return Optional.empty();
  }

  private Content read(Place place) {
    PackFile pack = place.pack();
    int blob = place.blob();
    if (pack.length(blob) > MAX_IN_MEMORY) {
      drain(new BlobStream(this, reader, place));
      return new StoredContent(this, reader, place);
    }
    byte[] bytes = new byte[(int) pack.length(blob)];
    int block = pack.firstBlock(blob);
    int from = pack.offset(blob);
    for (int done = 0; done < bytes.length; from = 0) {
      byte[] raw = reader.cached(pack, block++);
      int part = Math.min(raw.length - from, bytes.length - done);
      System.arraycopy(raw, from, bytes, done, part);
      done += part;
    }
    ContentId id = pack.id(blob);
    if (!ContentId.of(bytes).equals(id)) {
      throw pack.corrupt("message " + id + " is not what was stored");
    }
    return Content.of(bytes);
  }

  /// Where a large blob lies now whose pack was removed: a copy that was read to its end.
  ///
  /// @throws Failure.Corrupt if there is no sound one
  Place again(PackFile removed, ContentId id) {
    return switch (read(id).orElse(null)) {
      case StoredContent(_, _, Place place) -> place;
      case null -> throw removed.corrupt("the file is missing, and message " + id + " with it");
      case Content _ -> throw new IllegalStateException("another size than before: " + id);
    };
  }

  /// Reads to the end, where the stream compares the hash.
  private static void drain(InputStream in) {
    try (in) {
      byte[] buffer = new byte[1 << 16];
      while (in.read(buffer) >= 0) {
        // reading is checking
      }
    } catch (IOException e) {
      throw new IllegalStateException("the stream does no input of its own", e);
    }
  }
}
