package dev.mailcask.archive.pack;

import dev.mailcask.archive.pack.BlobTable.Place;
import dev.mailcask.archive.pack.Recipe.OfPart;
import dev.mailcask.archive.pack.RecipeStream.Opened;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads messages, whole or by their recipes, from whichever copies are sound. Thread-safe.
///
/// A message that is put together is compared with its id, so its parts need not be. Only where
/// that fails are the copies of each part tried one after another. Where a pack was removed while
/// it was read, other packs hold what it had: the table is asked again, and the reader never hears
/// of it.
final class Blobs {

  private static final Logger LOG = LoggerFactory.getLogger(Blobs.class);

  /// Messages up to this size are handed out in memory.
  private static final long MAX_IN_MEMORY = 8L << 20;

  /// Parts up to this size are read through the cache of blocks.
  private static final long MAX_CACHED = 1L << 20;

  private final BlobTable table;
  private final BlockReader blocks;

  Blobs(BlobTable table, BlockReader blocks) {
    this.table = table;
    this.blocks = blocks;
  }

  /// The exact bytes of a message, or empty if there is none.
  ///
  /// @throws Failure.Corrupt if no copy of it is sound
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
    for (Place place : table.messages(id)) {
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
    try {
      return content(place, false);
    } catch (Failure.Corrupt e) {
      if (place.kind() == PackFormat.RECIPE) {
        return content(place, true);
      }
      throw e;
    }
  }

  private Content content(Place place, boolean careful) {
    try (Checked message = checked(place, careful)) {
      if (message.size > MAX_IN_MEMORY) {
        message.in.drain();
        return new StoredContent(this, place.id(), message.size, careful);
      }
      byte[] bytes = new byte[(int) message.size];
      int _ = message.in.readNBytes(bytes, 0, bytes.length);
      message.in.drain(); // an empty message is compared too
      return Content.of(bytes);
    } catch (IOException e) {
      throw noInput(e);
    }
  }

  /// Whether there is a copy of the message of which no part is missing, as far as copies are
  /// trusted. Parts are looked up and not read.
  boolean isComplete(ContentId id, Predicate<Place> trusted) {
    while (true) {
      try {
        return table.messages(id).stream().anyMatch(place -> isComplete(place, trusted));
      } catch (PackRemoved e) {
        LOG.debug("looking again for what lay in {}", e.getMessage());
      }
    }
  }

  private boolean isComplete(Place place, Predicate<Place> trusted) {
    if (!trusted.test(place)) {
      return false;
    }
    if (place.kind() != PackFormat.RECIPE) {
      return true;
    }
    try {
      return recipe(place).parts().stream()
          .allMatch(piece -> table.parts(piece.part()).stream().anyMatch(trusted));
    } catch (Failure.Corrupt e) {
      LOG.error("{}; the message is stored again", e.getMessage());
      return false;
    }
  }

  /// Opens a message that was read once already, or a copy of it that is sound.
  ///
  /// @throws PackRemoved if other packs took the place of its pack, then or later
  /// @throws Failure.Corrupt if its pack was taken away since, or no copy of it is sound
  InputStream open(ContentId id, boolean careful) {
    List<Place> places = table.messages(id);
    if (places.isEmpty()) {
      throw new Failure.Corrupt(
          "message " + id,
          "the pack that it was read from is gone",
          "run 'mailcask verify --repair' to bring it back from a second copy or its server",
          null);
    }
    return checked(places.size() == 1 ? places.getFirst() : sound(places), careful).in;
  }

  /// The first sound one of several copies of a message.
  private Place sound(List<Place> places) {
    Failure.Corrupt damage = null;
    for (Place place : places) {
      try {
        var _ = content(place, true);
        return place;
      } catch (Failure.Corrupt e) {
        damage = damage == null ? e : damage;
      }
    }
    throw Objects.requireNonNull(damage);
  }

  /// A message on its way, and its size.
  private record Checked(CheckedStream in, long size) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private Checked checked(Place place, boolean careful) {
    if (place.kind() == PackFormat.RECIPE) {
      return checked(place, recipe(place), careful);
    }
    return checked(place, stream(place), place.length());
  }

  private Checked checked(Place place, Recipe recipe, boolean careful) {
    return checked(
        place, new RecipeStream(recipe, piece -> open(place, piece, careful)), recipe.length());
  }

  private static Checked checked(Place place, InputStream in, long size) {
    ContentId id = place.id();
    return new Checked(
        new CheckedStream(
            in, id, size, () -> place.pack().corrupt("message " + id + " is not what was stored")),
        size);
  }

  /// Puts a message together and compares it.
  ///
  /// @throws Failure.Corrupt if that fails with the first copies of its parts
  void check(Place place, Recipe recipe) {
    try (Checked message = checked(place, recipe, false)) {
      message.in.drain();
    } catch (IOException e) {
      throw noInput(e);
    }
  }

  /// Whether any copy of the message can be read, from sound copies of its parts.
  boolean isReadable(ContentId id) {
    while (true) {
      try {
        return table.messages(id).stream().anyMatch(this::isReadable);
      } catch (PackRemoved e) {
        LOG.debug("looking again for what lay in {}", e.getMessage());
      }
    }
  }

  private boolean isReadable(Place place) {
    try {
      var _ = read(place);
      return true;
    } catch (Failure.Corrupt e) {
      return false; // that is the question
    }
  }

  /// Those of the copies of parts that are not what was stored, and what is wrong with them.
  Map<Place, Failure.Corrupt> damaged(List<Place> copies) {
    Map<Place, Failure.Corrupt> damaged = new LinkedHashMap<>();
    for (Place part : copies) {
      try {
        check(part);
      } catch (Failure.Corrupt e) {
        damaged.put(part, e);
      } catch (IOException e) {
        throw noInput(e);
      }
    }
    return damaged;
  }

  /// Reads the recipes of a pack, in the order in which they lie; those that cannot be read are
  /// left out.
  void eachRecipe(PackFile pack, BiConsumer<ContentId, Recipe> reader) {
    IntStream.range(0, pack.blobs())
        .filter(blob -> pack.kind(blob) == PackFormat.RECIPE)
        .boxed()
        .sorted(Comparator.comparingLong(pack::rawAt))
        .forEach(
            blob -> {
              try {
                reader.accept(pack.id(blob), recipe(new Place(pack, blob)));
              } catch (Failure.Corrupt | PackRemoved e) {
                LOG.debug("a recipe is left out: {}", e.getMessage());
              }
            });
  }

  /// Reads a recipe.
  ///
  /// @throws Failure.Corrupt if it is none
  Recipe recipe(Place place) {
    Recipe recipe = null;
    if (place.length() <= Recipe.MAX_BYTES) {
      try (InputStream in = stream(place)) {
        byte[] bytes = new byte[(int) place.length()];
        int _ = in.readNBytes(bytes, 0, bytes.length);
        recipe = Recipe.parse(bytes);
      } catch (IOException e) {
        throw noInput(e);
      }
    }
    if (recipe == null) {
      throw place.pack().corrupt("the recipe of message " + place.id() + " is damaged");
    }
    return recipe;
  }

  /// Opens the part of a piece.
  ///
  /// @param recipe where the recipe lies, for errors
  private Opened open(Place recipe, OfPart piece, boolean careful) throws IOException {
    Place part = careful ? soundPart(piece.part()) : table.part(piece.part());
    if (part == null) {
      throw recipe
          .pack()
          .corrupt("part " + piece.part() + " of message " + recipe.id() + " is in no pack");
    }
    if (piece.made(part.length()) != piece.length()) {
      throw recipe.pack().corrupt("the recipe of message " + recipe.id() + " is damaged");
    }
    return new Opened(stream(part), part.length());
  }

  /// The first sound copy of a part, or null if there is none at all.
  private @Nullable Place soundPart(ContentId id) throws IOException {
    Failure.Corrupt damage = null;
    for (Place part : table.parts(id)) {
      try {
        check(part);
        return part;
      } catch (Failure.Corrupt e) {
        damage = damage == null ? e : damage;
      }
    }
    if (damage != null) {
      throw damage;
    }
    return null;
  }

  /// Compares a blob with its id: a recipe by the message that it makes, unless a part of it is
  /// damaged, which is not the recipe's fault.
  ///
  /// @throws Failure.Corrupt if it is not what was stored
  void prove(Place place) {
    try {
      if (place.kind() == PackFormat.RECIPE) {
        proveRecipe(place);
      } else {
        check(place);
      }
    } catch (IOException e) {
      throw noInput(e);
    }
  }

  private void proveRecipe(Place place) throws IOException {
    Recipe recipe = recipe(place);
    try {
      var _ = content(place, true);
    } catch (Failure.Corrupt e) {
      for (OfPart piece : recipe.parts()) {
        if (!hasSoundPart(piece.part())) {
          return;
        }
      }
      throw e;
    }
  }

  private boolean hasSoundPart(ContentId id) throws IOException {
    try {
      return soundPart(id) != null;
    } catch (Failure.Corrupt e) {
      return false; // that is the question
    }
  }

  /// Compares a part with its id.
  ///
  /// @throws Failure.Corrupt if it is not what was stored
  void check(Place part) throws IOException {
    PackFile pack = part.pack();
    try (CheckedStream in =
        new CheckedStream(
            stream(part),
            part.id(),
            part.length(),
            () -> pack.corrupt("part " + part.id() + " is not what was stored"))) {
      in.drain();
    }
  }

  /// The bytes of a blob, compared with nothing.
  ///
  /// @throws PackRemoved if other packs took the place of its pack, then or later
  InputStream stream(Place place) {
    return new BlobStream(blocks, place, place.length() <= MAX_CACHED);
  }

  private static IllegalStateException noInput(IOException e) {
    return new IllegalStateException("packs are not read by streams that fail", e);
  }
}
