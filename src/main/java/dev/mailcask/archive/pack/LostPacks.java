package dev.mailcask.archive.pack;

import dev.mailcask.archive.ArchiveEvent.JournalsSeen;
import dev.mailcask.archive.ArchiveEvent.PacksReplaced;
import dev.mailcask.archive.storage.ArchiveFile;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.archive.storage.ArchiveStorage.Draft;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Progress.Step;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Packs whose files are gone although nothing took their place, and that a second copy still has.
///
/// Since a pack is named by the SHA-256 of its file, one that is whole in the copy is exactly what
/// was lost, and takes its old place; nothing is stored anew, and archive and copy agree again. A
/// pack that the archive's journal names as removed never comes back, so where that journal cannot
/// be read to its end, none does. Not thread-safe.
final class LostPacks {

  private static final Logger LOG = LoggerFactory.getLogger(LostPacks.class);
  private static final int PIECE = 1 << 20;

  private final PackedArchive archive;
  private final ArchiveStorage copy;

  LostPacks(PackedArchive archive, ArchiveStorage copy) {
    this.archive = archive;
    this.copy = copy;
  }

  /// Brings back each pack that holds something that is nowhere else.
  ///
  /// @return their paths
  List<String> bringBack(Progress progress) {
    List<String> back = new ArrayList<>();
    Set<String> removed = removed();
    if (removed == null) {
      return back;
    }
    for (Stored file : copy.list(PackFormat.PREFIX)) {
      progress.checkCancelled("verify");
      if (isLost(file, removed) && bringBack(file, progress)) {
        LOG.info("brought archive/{} back from the second copy", file.name());
        back.add(file.name());
      }
    }
    return back;
  }

  /// Whether each message and part of a pack of the copy lies in the archive as well.
  ///
  /// @throws Failure.Corrupt if the copy's file is damaged
  boolean isElsewhere(Stored file) {
    PackFile theirs = archive.open(copy, file);
    return IntStream.range(0, theirs.blobs()).allMatch(blob -> isHere(theirs, blob));
  }

  private boolean isHere(PackFile theirs, int blob) {
    ContentId id = theirs.id(blob);
    return theirs.kind(blob) == PackFormat.PART
        ? archive.table().part(id) != null
        : archive.blobs().isComplete(id, _ -> true);
  }

  /// What the archive's journal names as removed; null where it cannot be read to its end.
  private @Nullable Set<String> removed() {
    Set<String> removed = new HashSet<>();
    try {
      archive
          .ownJournal()
          .readAfter(
              0,
              segment ->
                  segment
                      .events()
                      .forEach(
                          event -> {
                            switch (event) {
                              case PacksReplaced e -> removed.addAll(e.removed());
                              case JournalsSeen _ -> {}
                            }
                          }));
      return removed;
    } catch (Failure.Corrupt e) {
      LOG.warn("{}; nobody can say which packs were lost", e.getMessage());
      return null;
    }
  }

  private boolean isLost(Stored file, Set<String> removed) {
    if (!(ArchiveFile.of(file.name()).orElse(null) instanceof ArchiveFile.Pack)
        || removed.contains(PackFormat.idOf(file.name()))
        || archive.storage().size(file.name()).isPresent()) {
      return false;
    }
    try {
      return archive.table().holds(file.name()) || !isElsewhere(file);
    } catch (Failure.Corrupt | Failure.Unreachable e) {
      LOG.warn("the second copy is damaged too: {}", e.getMessage());
      return false;
    }
  }

  private boolean bringBack(Stored file, Progress progress) {
    progress.at(new Step("bringing packs back from the copy", file.name(), 0, -1, file.size()));
    MessageDigest digest = ContentId.digest();
    try (Draft draft = archive.storage().draft()) {
      for (long at = 0; at < file.size(); at += PIECE) {
        progress.checkCancelled("verify");
        byte[] piece = copy.read(file.name(), at, (int) Math.min(PIECE, file.size() - at));
        digest.update(piece);
        draft.write(ByteBuffer.wrap(piece));
      }
      ContentId hash = ContentId.ofDigest(digest.digest());
      if (!PackFormat.nameOf(hash.toString()).equals(file.name()) || !draft.publish(file.name())) {
        LOG.warn("{} is damaged in the second copy too", file.name());
        return false;
      }
    } catch (Failure.Corrupt | Failure.Unreachable e) {
      LOG.warn("the second copy is damaged too: {}", e.getMessage());
      return false;
    }
    if (!archive.table().holds(file.name())) {
      archive.table().add(archive.open(archive.storage(), file));
    }
    return true;
  }
}
