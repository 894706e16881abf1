package dev.mailcask.replica;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveJournal;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.base.RealPath;
import dev.mailcask.secrets.SealedPasswords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Copies the files of an archive, and takes from the archive only what its journals mean.
public final class ArchiveReplica implements Replica {

  private final Archive archive;
  private final ArchiveStorage storage;
  private final Supplier<ArchiveJournal> events;
  private final BiPredicate<ArchiveStorage, String> hasAllOf;
  private final SealedPasswords passwords;
  private final Path data;
  private final @Nullable Path configured;
  private final InstantSource clock;

  /// @param storage in which the archive lies
  /// @param events the archive's own journal
  /// @param hasAllOf whether all that is in a pack of a copy lies in the archive as well
  /// @param data the data directory, in which no copy must lie
  /// @param configured where the copy is, null for nowhere
  public ArchiveReplica(
      Archive archive,
      ArchiveStorage storage,
      Supplier<ArchiveJournal> events,
      BiPredicate<ArchiveStorage, String> hasAllOf,
      SealedPasswords passwords,
      Path data,
      @Nullable Path configured,
      InstantSource clock) {
    this.archive = archive;
    this.storage = storage;
    this.events = events;
    this.hasAllOf = hasAllOf;
    this.passwords = passwords;
    this.data = data.toAbsolutePath().normalize();
    this.configured = configured;
    this.clock = clock;
  }

  @Override
  public Report copy(Request request, Progress progress) {
    boolean begin = request.to() != null;
    Path to = place(begin ? request.to() : configured);
    try (CopyDirectory copy = CopyDirectory.open(to, begin, clock)) {
      return copy(copy.archive(), copy.passwords(), to, request.check(), progress);
    }
  }

  /// Brings the copy in a storage up to date.
  Report copy(
      ArchiveStorage target, SealedPasswords sealed, Path to, boolean check, Progress progress) {
    Instant begun = clock.instant();
    String place = CopyDirectory.subject(to);
    Inventory ours = Inventory.of(storage);
    Inventory theirs = Inventory.of(target);
    new Chains(storage, target, place, progress).compare(ours, theirs);
    CopyRun run = new CopyRun(storage, target, place, progress);
    run.run(ours, theirs);
    Tidying tidying = new Tidying(archive, events.get(), hasAllOf, target, run.problems()::add);
    tidying.passwords(passwords, sealed);
    long removed = tidying.packs(Inventory.of(storage), Inventory.of(target));
    CopyCheck checking = new CopyCheck(storage, target, run.files(), progress, run.problems()::add);
    if (check) {
      checking.run(Inventory.of(storage), Inventory.of(target));
    }
    Inventory end = Inventory.of(target);
    return new Report(
        to.toString(),
        run.copied(),
        run.files().bytes(),
        removed,
        checking.checked(),
        checking.mended(),
        end.files(),
        end.bytes(),
        run.problems(),
        Duration.between(begun, clock.instant()).toMillis() / 1000.0);
  }

  private Path place(@Nullable Path wanted) {
    if (wanted == null) {
      throw new Failure.Misconfigured(
          "copy.to",
          "no place for a second copy is configured",
          "name a directory on another disk in the configuration, or with --to");
    }
    Path to = wanted.toAbsolutePath().normalize();
    if (RealPath.overlap(to, data)) {
      throw new Failure.Misconfigured(
          "copy in " + to,
          "it lies in the data directory, or around it",
          "name a directory on another disk");
    }
    return to;
  }
}
