package dev.mailcask.archive.pack;

import dev.mailcask.archive.pack.BlobTable.Place;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One pack from its first byte to its last, as a part of [PackCheck]; or a sample of its blocks,
/// each with the blobs that begin in it. Not thread-safe.
final class PackPass {

  private final PackCheck check;
  private final PackFile pack;
  private final MessageDigest file = ContentId.digest();

  /// The blobs in the order in which they lie, and which of them is being read.
  private final int[] order;

  private int next;
  private long done;
  private boolean broken;

  /// Whether something was found that explains that the file was altered.
  private boolean reported;

  private MessageDigest digest = ContentId.digest();
  private final ByteArrayOutputStream recipe = new ByteArrayOutputStream();

  PackPass(PackCheck check, PackFile pack) {
    this.check = check;
    this.pack = pack;
    this.order =
        IntStream.range(0, pack.blobs())
            .boxed()
            .sorted(Comparator.<Integer>comparingLong(pack::rawAt).thenComparingLong(pack::length))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int i = 1; i < order.length; i++) {
      if (pack.rawAt(order[i]) < pack.rawAt(order[i - 1]) + pack.length(order[i - 1])) {
        throw pack.corrupt("its table of blobs has two of them in one place");
      }
    }
  }

  void run() {
    update(0, pack.header().bytes().length);
    long at = 0;
    for (int block = 0; block < pack.blocks(); block++) {
      at = done > 0 || check.choice().takes(pack, block) ? block(block, at) : passOver(block, at);
      check.advance();
    }
    finishEmpty(at);
    if (check.isOfEverything()) {
      checkName();
    }
  }

  private void checkName() {
    update(pack.directoryAt(), (int) (pack.size() - pack.directoryAt()));
    String name = PackFormat.nameOf(HexFormat.of().formatHex(file.digest()));
    if (!name.equals(pack.name()) && !reported) {
      report("the file's SHA-256 is not its name: it was altered", List.of());
    }
  }

  private void update(long at, int length) {
    file.update(check.storage().read(pack.name(), at, length));
    check.countStored(length);
  }

  private void report(String problem, List<BlobKey> blobs) {
    reported = true;
    check.findings().add(pack.name(), problem, blobs);
  }

  /// Leaves a block to another sample, with the blobs that begin in it.
  private long passOver(int block, long at) {
    long end = at + pack.rawLength(block);
    while (next < order.length && pack.rawAt(order[next]) < end) {
      next++;
    }
    return end;
  }

  private long block(int block, long at) {
    byte[] frame = check.storage().read(pack.name(), pack.frameAt(block), pack.frameLength(block));
    file.update(frame);
    check.countStored(frame.length);
    long end = at + pack.rawLength(block);
    byte[] raw = decode(block, frame);
    if (raw == null) {
      report(
          "block " + block + " is damaged",
          Arrays.stream(order)
              .filter(i -> pack.rawAt(i) < end && pack.rawAt(i) + pack.length(i) > at)
              .mapToObj(this::key)
              .toList());
      skip(end);
    } else {
      check.reader().keep(pack, block, raw);
      feed(raw, at, end);
    }
    return end;
  }

  private byte @Nullable [] decode(int block, byte[] frame) {
    try {
      return check.reader().decode(pack, block, frame);
    } catch (Failure.Corrupt e) {
      return null; // the caller says so
    }
  }

  private BlobKey key(int blob) {
    return new BlobKey(pack.id(blob), pack.kind(blob));
  }

  /// Reads the blobs that lie in the raw stream from `at` to `end`.
  private void feed(byte[] raw, long at, long end) {
    while (next < order.length) {
      int blob = order[next];
      long from = pack.rawAt(blob) + done;
      if (from >= end) {
        return;
      }
      int length = (int) Math.min(end - from, pack.length(blob) - done);
      take(blob, raw, (int) (from - at), length);
      done += length;
      if (done < pack.length(blob)) {
        return;
      }
      finish(blob);
    }
  }

  private void take(int blob, byte[] raw, int offset, int length) {
    if (pack.kind(blob) != PackFormat.RECIPE) {
      digest.update(raw, offset, length);
    } else if (pack.length(blob) <= Recipe.MAX_BYTES) {
      recipe.write(raw, offset, length);
    }
  }

  /// Leaves out what lies before `end`, whose damage is reported already.
  private void skip(long end) {
    while (next < order.length && pack.rawAt(order[next]) < end) {
      int blob = order[next];
      broken = true;
      done = Math.min(pack.length(blob), end - pack.rawAt(blob));
      if (done < pack.length(blob)) {
        return;
      }
      finish(blob);
    }
  }

  private void finishEmpty(long at) {
    while (next < order.length && pack.length(order[next]) == done) {
      finish(order[next]);
    }
    if (next < order.length) {
      throw new IllegalStateException("blobs left behind the raw stream's end at " + at);
    }
  }

  private void finish(int blob) {
    byte[] hash = digest.digest();
    if (!broken) {
      check.countBlob(pack.length(blob));
      if (pack.kind(blob) == PackFormat.RECIPE) {
        finishRecipe(new Place(pack, blob));
      } else if (!ContentId.ofDigest(hash).equals(pack.id(blob))) {
        String what = pack.kind(blob) == PackFormat.PART ? "part " : "message ";
        report(what + pack.id(blob) + " is not what was stored", List.of(key(blob)));
      } else if (pack.kind(blob) == PackFormat.WHOLE) {
        check.countMessage(pack.id(blob), pack.length(blob));
      }
    }
    recipe.reset();
    broken = false;
    done = 0;
    next++;
  }

  private void finishRecipe(Place place) {
    Recipe parsed = Recipe.parse(recipe.toByteArray());
    if (parsed == null) {
      report("the recipe of message " + place.id() + " is damaged", List.of(key(place.blob())));
      return;
    }
    try {
      check.parts().check(place, parsed);
      check.countMessage(place.id(), parsed.length());
    } catch (Failure.Corrupt e) {
      check.findings().unreadable(place, parsed, e);
    } catch (PackRemoved e) {
      check.findings().recheck(place.id());
    }
  }
}
