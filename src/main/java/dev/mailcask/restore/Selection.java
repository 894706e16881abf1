package dev.mailcask.restore;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.FolderAt;
import dev.mailcask.catalog.Message;
import dev.mailcask.catalog.Message.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a request asks for: which messages of the archive are to be in which folder of the target.
/// Knows nothing of the server.
final class Selection {

  private final Catalog catalog;
  private final Restore.Request request;
  private final AccountId from;
  private final @Nullable Instant at;
  private final Map<String, Target> targets = new LinkedHashMap<>();

  /// A target folder.
  static final class Target {
    private final String path;
    private final Set<String> folders = new LinkedHashSet<>();
    private final List<Wanted> singles = new ArrayList<>();

    Target(String path) {
      this.path = path;
    }

    String path() {
      return path;
    }

    /// The source's path, or paths.
    String source() {
      Set<String> all = new LinkedHashSet<>(folders);
      singles.forEach(single -> all.add(single.source()));
      return String.join(", ", all);
    }
  }

  private Selection(Catalog catalog, Restore.Request request) {
    this.catalog = catalog;
    this.request = request;
    this.from = request.from();
    this.at = request.at();
  }

  /// @throws Failure.Misconfigured if the archive has no such folder or message
  static Selection of(Catalog catalog, Restore.Request request) {
    Selection selection = new Selection(catalog, request);
    selection.folders();
    request.messages().forEach(selection::single);
    return selection;
  }

  List<Target> targets() {
    return List.copyOf(targets.values());
  }

  /// The messages that are to be in the target. A folder that held a message twice gets it twice; a
  /// message that was asked for by itself, and is in a folder asked for too, comes once.
  List<Wanted> wanted(Target target) {
    List<Wanted> all = new ArrayList<>();
    for (String folder : target.folders) {
      catalog.eachMessage(
          from,
          folder,
          at,
          message ->
              all.add(
                  new Wanted(
                      message.id(),
                      folder,
                      message.size(),
                      message.dateToRestore(),
                      message.flags())));
    }
    Set<ContentId> there = new HashSet<>();
    if (!target.singles.isEmpty()) {
      all.forEach(wanted -> there.add(wanted.id()));
      target.singles.stream().filter(single -> there.add(single.id())).forEach(all::add);
    }
    return all;
  }

  private void folders() {
    List<FolderAt> known = catalog.folders(from, at);
    List<String> paths = request.folders();
    if (paths.isEmpty() && request.messages().isEmpty()) {
      paths = known.stream().filter(f -> f.gone() == null).map(FolderAt::path).distinct().toList();
    }
    boolean several = paths.size() > 1 || request.folders().isEmpty();
    for (String path : new LinkedHashSet<>(paths)) {
      if (known.stream().noneMatch(folder -> folder.path().equals(path))) {
        throw new Failure.Misconfigured(
            "account " + from + ", folder " + path,
            "the archive has no such folder as of then",
            "choose one that 'mailcask folders " + from + "' shows");
      }
      String into = request.into();
      String to = into == null ? path : several ? into + "/" + path : into;
      target(to).folders.add(path);
    }
  }

  private void single(ContentId id) {
    Message message = catalog.message(id).orElseThrow(() -> unknown(id));
    Place place =
        message.places().stream()
            .filter(its -> its.account().equals(from))
            .max(Comparator.comparing(Selection::until))
            .orElseThrow(() -> unknown(id));
    Wanted wanted = asOfThen(message, place);
    String into = request.into();
    target(into == null ? place.path() : into).singles.add(wanted);
  }

  private static Instant until(Place place) {
    Instant gone = place.gone();
    return gone == null ? Instant.MAX : gone;
  }

  private Wanted asOfThen(Message message, Place place) {
    List<Wanted> then = new ArrayList<>();
    if (at != null) {
      catalog.eachMessage(
          from,
          place.path(),
          at,
          its -> {
            if (its.id().equals(message.id())) {
              then.add(wanted(message, place.path(), its.dateToRestore(), its.flags()));
            }
          });
    }
    return then.isEmpty()
        ? wanted(message, place.path(), message.dateToRestore(place), place.flags())
        : then.getFirst();
  }

  private static Wanted wanted(Message message, String path, String date, List<String> flags) {
    return new Wanted(message.id(), path, message.size(), date, flags);
  }

  private Target target(String path) {
    return targets.computeIfAbsent(path, Target::new);
  }

  private Failure unknown(ContentId id) {
    return new Failure.Misconfigured(
        "message " + id,
        "it is not in the archive of account " + from,
        "look it up with 'mailcask search'");
  }
}
