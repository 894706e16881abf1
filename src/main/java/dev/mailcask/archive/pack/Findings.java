package dev.mailcask.archive.pack;

import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.pack.BlobTable.Place;
import dev.mailcask.archive.pack.Recipe.OfPart;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// What a check finds, and whom it touches. Thread-safe.
///
/// Damage to messages is handed over at once. Damage to parts waits for the end: which messages
/// need a part stands in their recipes only, and those are looked through once, for all damaged
/// parts together. So memory is taken for what is damaged, and none for what is sound.
final class Findings {

  private final BlobTable table;
  private final Blobs blobs;
  private final Consumer<Damage> found;
  private final Map<Where, What> waiting = new LinkedHashMap<>();

  private record Where(String file, String problem) {}

  /// Damaged blobs, and messages known to be touched.
  private static final class What {
    private final Set<ContentId> blobs = new LinkedHashSet<>();
    private final Set<ContentId> parts = new HashSet<>();
    private final Set<ContentId> messages = new LinkedHashSet<>();
  }

  Findings(BlobTable table, Blobs blobs, Consumer<Damage> found) {
    this.table = table;
    this.blobs = blobs;
    this.found = found;
  }

  /// Damage in a file.
  synchronized void add(String file, String problem, Collection<BlobKey> damaged) {
    if (damaged.stream().noneMatch(key -> key.kind() == PackFormat.PART)) {
      List<ContentId> ids = damaged.stream().map(BlobKey::id).toList();
      found.accept(new Damage(file, problem, ids, unreadable(ids)));
      return;
    }
    What what = waiting.computeIfAbsent(new Where(file, problem), _ -> new What());
    for (BlobKey key : damaged) {
      what.blobs.add(key.id());
      (key.kind() == PackFormat.PART ? what.parts : what.messages).add(key.id());
    }
  }

  /// A message whose recipe is sound and does not make it: the fault of its parts, or else its own.
  synchronized void unreadable(Place place, Recipe recipe, Failure.Corrupt failure) {
    boolean explained = false;
    for (OfPart piece : recipe.parts()) {
      List<Place> copies = table.parts(piece.part());
      Map<Place, Failure.Corrupt> damaged = blobs.damaged(copies);
      if (damaged.size() == copies.size()) {
        explained = true;
        damaged.forEach(
            (copy, damage) ->
                add(
                    copy.pack().name(),
                    damage.problem(),
                    List.of(new BlobKey(piece.part(), PackFormat.PART))));
      }
      if (copies.isEmpty()) {
        What what =
            waiting.computeIfAbsent(
                new Where(place.pack().name(), "parts of its messages are in no pack"),
                _ -> new What());
        what.blobs.add(piece.part());
        what.messages.add(place.id());
      }
    }
    if (!explained && !blobs.isReadable(place.id())) {
      add(
          place.pack().name(),
          failure.problem(),
          List.of(new BlobKey(place.id(), PackFormat.RECIPE)));
    }
  }

  /// Looks at a message again whose packs were removed while it was read.
  synchronized void recheck(ContentId message) {
    for (Place place : table.messages(message)) {
      if (!blobs.isReadable(message)) {
        add(
            place.pack().name(),
            "message " + message + " cannot be read",
            List.of(new BlobKey(message, place.kind())));
      }
    }
  }

  /// Hands over what has been waiting.
  synchronized void finish() {
    if (waiting.isEmpty()) {
      return;
    }
    Set<ContentId> parts = new HashSet<>();
    waiting.values().forEach(what -> parts.addAll(what.parts));
    Map<ContentId, List<ContentId>> users = users(parts);
    waiting.forEach(
        (where, what) -> {
          what.parts.forEach(part -> what.messages.addAll(users.getOrDefault(part, List.of())));
          found.accept(
              new Damage(
                  where.file, where.problem, List.copyOf(what.blobs), unreadable(what.messages)));
        });
    waiting.clear();
  }

  /// The messages whose recipes name any of these parts, by part.
  private Map<ContentId, List<ContentId>> users(Set<ContentId> parts) {
    Map<ContentId, List<ContentId>> users = new HashMap<>();
    for (PackFile pack : table.packs()) {
      blobs.eachRecipe(
          pack,
          (message, recipe) -> {
            for (OfPart piece : recipe.parts()) {
              if (parts.contains(piece.part())) {
                users.computeIfAbsent(piece.part(), _ -> new ArrayList<>(1)).add(message);
              }
            }
          });
    }
    return users;
  }

  /// Those of the messages of which there is no other copy that can be read.
  private List<ContentId> unreadable(Collection<ContentId> messages) {
    return messages.stream().filter(id -> !blobs.isReadable(id)).toList();
  }
}
