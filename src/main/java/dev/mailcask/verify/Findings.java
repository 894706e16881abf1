package dev.mailcask.verify;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.Message;
import dev.mailcask.verify.Verify.Finding;
import dev.mailcask.verify.Verify.Kind;
import dev.mailcask.verify.Verify.Place;
import dev.mailcask.verify.Verify.Touched;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a verification found, within bounds: a disk that dies can damage everything. The first
/// findings are kept with the places of the messages that they touch, the rest is counted. For a
/// repair the identities of what is to be brought back are kept, up to a number; what is beyond
/// that is brought back by the next repair. Thread-safe.
final class Findings {

  /// Findings that are kept.
  static final int KEPT = 1000;

  /// Messages that are kept of all findings together, and the places of each.
  private static final int TOUCHED = 10_000;

  private static final int PLACES = 10;

  /// Messages that one repair brings back.
  private static final int REPAIRED_AT_ONCE = 200_000;

  private static final Logger LOG = LoggerFactory.getLogger(Findings.class);

  private final Catalog catalog;
  private final List<Finding> kept = new ArrayList<>();
  private long count;
  private int touchedLeft = TOUCHED;

  private final Map<String, Set<ContentId>> packs = new HashMap<>();
  private final Set<ContentId> blobs = new HashSet<>();
  private final Set<ContentId> messages = new LinkedHashSet<>();
  private boolean beyond;

  /// @param catalog tells where messages were seen
  Findings(Catalog catalog) {
    this.catalog = catalog;
  }

  synchronized void add(Kind kind, String file, String problem) {
    add(kind, file, problem, List.of(), List.of(), 0);
  }

  /// @param named the first messages that cannot be read for it
  /// @param touched how many they are
  synchronized void add(
      Kind kind,
      String file,
      String problem,
      Collection<ContentId> damaged,
      Collection<ContentId> named,
      long touched) {
    LOG.error("archive/{}: {}", file, problem);
    count++;
    remember(kind, file, damaged, named);
    if (kept.size() < KEPT) {
      List<Touched> places = named.stream().limit(touchedLeft).map(this::touched).toList();
      touchedLeft -= places.size();
      kept.add(
          new Finding(
              kind,
              file,
              problem,
              damaged.stream().limit(KEPT).toList(),
              places,
              touched,
              false,
              remedy(kind)));
    }
  }

  private void remember(
      Kind kind, String file, Collection<ContentId> damaged, Collection<ContentId> named) {
    if (kind != Kind.PACK && kind != Kind.MISSING) {
      return;
    }
    if (messages.size() + named.size() > REPAIRED_AT_ONCE) {
      beyond = true;
      return;
    }
    messages.addAll(named);
    blobs.addAll(damaged);
    if (kind == Kind.PACK) {
      packs.computeIfAbsent(file, _ -> new HashSet<>()).addAll(named);
    }
  }

  private Touched touched(ContentId id) {
    List<Place> places = List.of();
    try {
      places =
          catalog.message(id).map(Message::places).orElse(List.of()).stream()
              .limit(PLACES)
              .map(place -> new Place(place.account(), place.path(), place.uid()))
              .toList();
    } catch (Failure e) {
      LOG.debug("the catalog cannot tell where a message was", e);
    }
    return new Touched(id, places);
  }

  private static String remedy(Kind kind) {
    return switch (kind) {
      case PACK, MISSING ->
          "'mailcask verify --repair' brings the messages back from the second copy or the account";
      case JOURNAL -> "'mailcask verify --repair' brings the segment back from the second copy";
      case HEAD -> "somebody or something altered the archive: compare it with a copy";
      case KEYS ->
          "'mailcask verify --repair' puts the slots back that opened the archive, as long as it is"
              + " open; else take keys.json from the second copy";
      case CATALOG, INDEX -> "nothing is lost: 'mailcask verify --repair' builds it anew";
    };
  }

  synchronized long count() {
    return count;
  }

  synchronized List<Finding> kept() {
    return List.copyOf(kept);
  }

  /// The paths of damaged packs, each with the messages that cannot be read for it.
  synchronized Map<String, Set<ContentId>> packs() {
    return Map.copyOf(packs);
  }

  /// Damaged blobs in them.
  synchronized Set<ContentId> blobs() {
    return Set.copyOf(blobs);
  }

  /// Messages that cannot be read.
  synchronized Set<ContentId> messages() {
    return new LinkedHashSet<>(messages);
  }

  /// Whether there are more than one repair takes.
  synchronized boolean beyond() {
    return beyond;
  }

  synchronized boolean has(Kind kind) {
    return kept.stream().anyMatch(finding -> finding.kind() == kind);
  }
}
