package dev.mailcask.archive.pack;

import dev.mailcask.archive.Journal;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.journal.StoredJournal;
import dev.mailcask.archive.pack.BlobTable.Place;
import dev.mailcask.archive.pack.Recipe.OfPart;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Progress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// What the journals refer to: every copy of every message that was ever placed, whether it is gone
/// or not, and every copy of the parts that their recipes name. Not thread-safe.
final class References {

  private final BlobTable table;
  private final Blobs blobs;
  private final JournalHeads heads;
  private final BlobMarks found = new BlobMarks();

  /// Recipes whose parts were marked.
  private final BlobMarks followed = new BlobMarks();

  private final Map<AccountId, Long> read = new HashMap<>();
  private long messages;

  References(PackedArchive archive) {
    this.table = archive.table();
    this.blobs = archive.bulkReader();
    this.heads = new JournalHeads(archive.ownJournal());
  }

  /// Reads what the journals have got since the last time, all of them at first.
  ///
  /// @throws dev.mailcask.base.Failure.Corrupt if a journal or a recipe is damaged, or a journal is
  ///     shorter than it was
  void count(Collection<StoredJournal> journals, Progress progress) {
    heads.checkEnds(journals);
    for (Journal journal : journals) {
      journal.readAfter(
          read.getOrDefault(journal.account(), 0L),
          segment -> {
            progress.checkCancelled("pruning");
            heads.check(segment);
            segment.events().stream()
                .filter(Placed.class::isInstance)
                .forEach(event -> mark(((Placed) event)));
            read.put(journal.account(), segment.number());
            progress.at(
                new Progress.Step("reading journals", journal.account().name(), messages, -1, 0));
          });
    }
    for (PackFile pack : table.packs()) {
      progress.checkCancelled("pruning");
      followRecipes(pack);
    }
  }

  private void mark(Placed placed) {
    messages++;
    for (Place place : table.messages(placed.id())) {
      boolean _ = found.add(place);
    }
  }

  private void followRecipes(PackFile pack) {
    for (int blob : pack.inRawOrder()) {
      Place place = new Place(pack, blob);
      if (place.kind() == PackFormat.RECIPE && found.has(place) && followed.add(place)) {
        for (OfPart piece : blobs.recipe(place).parts()) {
          for (Place part : table.parts(piece.part())) {
            boolean _ = found.add(part);
          }
        }
      }
    }
  }

  boolean has(Place place) {
    return found.has(place);
  }
}
