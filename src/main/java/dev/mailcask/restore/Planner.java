package dev.mailcask.restore;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.RemoteFolder;
import dev.mailcask.restore.Restore.FolderPlan;
import dev.mailcask.restore.Selection.Target;
import java.util.List;
import java.util.Optional;

/// Compares what is wanted with what the server holds; changes nothing.
final class Planner {

  private final Catalog catalog;
  private final AccountId to;
  private final Connection connection;
  private final List<RemoteFolder> there;

  /// A target folder and what it lacks.
  ///
  /// @param name its name on the server
  record Job(FolderName name, FolderPlan plan, List<Wanted> missing) {}

  Planner(Catalog catalog, AccountId to, Connection connection) {
    this.catalog = catalog;
    this.to = to;
    this.connection = connection;
    this.there = connection.repeating(Mailbox::folders);
  }

  /// @throws Failure.Refused if the server does not let the target be read
  Job plan(Selection selection, Target target) {
    List<Wanted> wanted = selection.wanted(target);
    Optional<RemoteFolder> folder = find(target.path());
    List<Wanted> missing =
        folder.isEmpty()
            ? wanted
            : connection.repeating(mailbox -> missing(mailbox, folder.get(), wanted));
    FolderName name =
        folder.map(RemoteFolder::name).orElseGet(() -> connection.mailbox().nameFor(target.path()));
    return new Job(
        name,
        new FolderPlan(
            target.source(),
            folder.map(RemoteFolder::path).orElse(target.path()),
            folder.isPresent(),
            wanted.size(),
            (long) wanted.size() - missing.size(),
            missing.size(),
            missing.stream().mapToLong(Wanted::size).sum()),
        missing);
  }

  private List<Wanted> missing(Mailbox mailbox, RemoteFolder folder, List<Wanted> wanted) {
    return new Presence(catalog, to, folder.path()).missing(mailbox.examine(folder.name()), wanted);
  }

  /// By path, else by the name that the path has on this server; a folder that cannot be selected
  /// holds nothing and is still to be made.
  private Optional<RemoteFolder> find(String path) {
    FolderName name = connection.mailbox().nameFor(path);
    return there.stream()
        .filter(RemoteFolder::selectable)
        .filter(folder -> same(folder.path(), path) || folder.name().equals(name))
        .findFirst();
  }

  private static boolean same(String a, String b) {
    return a.equals(b) || (a.equalsIgnoreCase("INBOX") && b.equalsIgnoreCase("INBOX"));
  }
}
