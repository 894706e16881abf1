package dev.mailcask.archive.pack;

import dev.mailcask.archive.pack.BlobTable.Place;
import dev.mailcask.archive.pack.Recipe.OfPart;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.message.Envelope;
import dev.mailcask.message.EnvelopeParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what is to be kept of some packs to new ones, which are durable and in the table when it
/// is done. The old ones are still there, and no journal speaks of either. Not thread-safe.
///
/// A first pass takes subject and date of every message, for [ThreadOrder]. The second moves the
/// blobs: a message, then the parts that it names, then parts that no message here names. Nothing
/// is written that was not compared with its SHA-256 just before; a recipe, which has none of its
/// own, by the message that it makes. What cannot be read is left where it is, and its pack is
/// named.
///
/// A blob that another pack has is not written again, but only after that copy was read: the one
/// that is about to go may be the one that is sound.
final class Rewrite {

  private static final Logger LOG = LoggerFactory.getLogger(Rewrite.class);
  private static final int HEADER = 1 << 16;

  /// How much of a large part is looked at before it is put into a lane.
  private static final int DENSITY_SAMPLE = 1 << 17;

  private final PackedArchive archive;
  private final BlobTable table;
  private final Blobs blobs;
  private final Press press;
  private final List<PackFile> sources;
  private final Predicate<Place> kept;
  private final Consumer<Place> beforeEach;

  private final List<PackFile> written = new ArrayList<>();
  private final Set<PackFile> losing = new HashSet<>();
  private final BlobMarks seen = new BlobMarks();
  private @Nullable PackWriter pack;
  private long inPack;
  private long moved;

  /// @param blobs reads past the cache of the archive's readers
  /// @param kept which blobs are not dropped
  /// @param beforeEach is told of each blob before it is looked at, and may throw to end the work
  Rewrite(
      PackedArchive archive,
      Blobs blobs,
      Press press,
      List<PackFile> sources,
      Predicate<Place> kept,
      Consumer<Place> beforeEach) {
    this.archive = archive;
    this.table = archive.table();
    this.blobs = blobs;
    this.press = press;
    this.sources = sources.stream().sorted(Comparator.comparing(PackFile::name)).toList();
    this.kept = kept;
    this.beforeEach = beforeEach;
  }

  /// The packs that were written, even where the work was ended early.
  List<PackFile> written() {
    return written;
  }

  /// How many blobs were moved.
  long moved() {
    return moved;
  }

  /// The sources that hold something that could be read nowhere.
  Set<PackFile> losing() {
    return losing;
  }

  void run() {
    try {
      for (Place message : messages()) {
        moveWithParts(message);
      }
      for (PackFile source : sources) {
        for (int blob : source.inRawOrder()) {
          move(new Place(source, blob));
        }
      }
      finishPack();
    } catch (IOException e) {
      throw noInput(e);
    } finally {
      if (pack != null) {
        pack.close();
      }
    }
  }

  private static IllegalStateException noInput(IOException e) {
    return new IllegalStateException("packs are not read by streams that fail", e);
  }

  /// The messages of all sources in the order in which they are going to lie.
  private List<Place> messages() throws IOException {
    ThreadOrder order = new ThreadOrder();
    for (PackFile source : sources) {
      for (int blob : source.inRawOrder()) {
        Place place = new Place(source, blob);
        if (place.kind() != PackFormat.PART && kept.test(place)) {
          beforeEach.accept(place);
          order.add(place, envelope(place));
        }
      }
    }
    return order.places();
  }

  private Envelope envelope(Place place) throws IOException {
    try {
      if (place.kind() == PackFormat.RECIPE) {
        return EnvelopeParser.parse(Content.of(blobs.recipe(place).literals()));
      }
      try (InputStream in = blobs.stream(place)) {
        return EnvelopeParser.parse(Content.of(in.readNBytes(HEADER)));
      }
    } catch (Failure.Corrupt e) {
      return Envelope.EMPTY; // that it is damaged is said when it cannot be moved
    }
  }

  /// Parts lie behind the message that names them, since they are like it.
  private void moveWithParts(Place message) throws IOException {
    move(message);
    if (message.kind() == PackFormat.RECIPE) {
      for (OfPart piece : parts(message)) {
        for (Place part : table.parts(piece.part())) {
          if (sources.contains(part.pack())) {
            move(part);
          }
        }
      }
    }
  }

  /// None where the recipe is damaged: then they are moved like those that no message here names.
  private List<OfPart> parts(Place message) {
    try {
      return blobs.recipe(message).parts();
    } catch (Failure.Corrupt e) {
      LOG.debug("the parts of a damaged message are moved by themselves", e);
      return List.of();
    }
  }

  private void move(Place place) throws IOException {
    if (!seen.add(place) || !kept.test(place)) {
      return;
    }
    beforeEach.accept(place);
    if (isElsewhere(place)) {
      return;
    }
    for (Place copy : here(place)) {
      try {
        write(copy);
        inPack++;
        moved++;
        return;
      } catch (Failure.Corrupt e) {
        LOG.error("{}; it is left as it is", e.getMessage());
      }
    }
    losing.add(place.pack());
  }

  /// The copies of a blob in the sources, this one first.
  private List<Place> here(Place place) {
    List<Place> here = new ArrayList<>(List.of(place));
    for (Place copy : table.copies(place)) {
      if (sources.contains(copy.pack()) && !copy.equals(place)) {
        here.add(copy);
      }
    }
    return here;
  }

  /// Whether the blob is in a new pack, or a sound copy of it lies in one that stays.
  private boolean isElsewhere(Place place) {
    if (pack != null && pack.contains(place.id(), place.kind())) {
      return true;
    }
    for (Place copy : table.copies(place)) {
      if (written.contains(copy.pack()) || (!sources.contains(copy.pack()) && isSound(copy))) {
        return true;
      }
    }
    return false;
  }

  private boolean isSound(Place copy) {
    if (archive.doubts().about(copy)) {
      return false;
    }
    try {
      blobs.prove(copy);
      return true;
    } catch (Failure.Corrupt e) {
      LOG.error("{}; another copy takes its place", e.getMessage());
      return false;
    }
  }

  /// @throws Failure.Corrupt if it is damaged; then nothing of it counts
  private void write(Place place) throws IOException {
    PackWriter into = packToFill();
    ContentId id = place.id();
    if (place.kind() == PackFormat.RECIPE) {
      blobs.prove(place);
      into.add(id, place.kind(), read(place), false);
      return;
    }
    boolean isPart = place.kind() == PackFormat.PART;
    if (place.length() <= press.inMemory()) {
      byte[] bytes = read(place);
      if (!ContentId.of(bytes).equals(id)) {
        throw notWhatWasStored(place);
      }
      into.add(id, place.kind(), bytes, isPart && Density.of(bytes));
      return;
    }
    try (InputStream in = blobs.stream(place)) {
      byte[] begin = in.readNBytes(DENSITY_SAMPLE);
      boolean isDense = isPart && Density.of(begin);
      InputStream all = new SequenceInputStream(new ByteArrayInputStream(begin), in);
      if (!into.add(id, place.kind(), place.length(), all, isDense)) {
        throw notWhatWasStored(place);
      }
    }
  }

  private byte[] read(Place place) throws IOException {
    try (InputStream in = blobs.stream(place)) {
      return in.readNBytes((int) place.length());
    }
  }

  private static Failure.Corrupt notWhatWasStored(Place place) {
    return place.pack().corrupt("blob " + place.id() + " is not what was stored");
  }

  private PackWriter packToFill() {
    if (pack != null && pack.isFull()) {
      finishPack();
    }
    if (pack == null) {
      pack = press.newPack();
    }
    return pack;
  }

  private void finishPack() {
    PackWriter full = pack;
    if (full == null) {
      return;
    }
    try (full) {
      pack = null;
      if (inPack > 0) {
        inPack = 0;
        full.finish();
        written.add(archive.publishNow(full));
      }
    }
  }
}
