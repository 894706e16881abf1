package dev.mailcask.replica;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailcask.archive.storage.ArchiveFile;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.AtomicFile;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Progress.Step;
import dev.mailcask.replica.FileReading.Unreadable;
import dev.mailcask.replica.Replica.Problem;
import dev.mailcask.secrets.SealedPasswords;
import dev.mailcask.secrets.SealedSecretStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Takes a copy back, file by file, in the same order as a copy is made.
///
/// A file in the data directory says that this has begun and has not ended. Until it is gone nobody
/// may write there: an archive that lacks its last segments would grow others in their place, and
/// never fit to its copy again.
public final class CopyReturn implements ArchiveRestore {

  private final ArchiveStorage archive;
  private final SealedPasswords passwords;
  private final Path marker;
  private final BooleanSupplier fresh;
  private final InstantSource clock;

  /// @param archive where it goes
  /// @param passwords where they go
  /// @param marker the file that is there while this is not done
  /// @param fresh whether the data directory holds nothing yet
  public CopyReturn(
      ArchiveStorage archive,
      SealedPasswords passwords,
      Path marker,
      BooleanSupplier fresh,
      InstantSource clock) {
    this.archive = archive;
    this.passwords = passwords;
    this.marker = marker;
    this.fresh = fresh;
    this.clock = clock;
  }

  @Override
  public Report run(Path from, byte @Nullable [] masterKey, Progress progress) {
    Instant begun = clock.instant();
    try (CopyDirectory copy = CopyDirectory.reading(from)) {
      SortedMap<AccountId, byte[]> sealed = copy.passwords().sealed();
      check(masterKey, sealed);
      Inventory inCopy = Inventory.of(copy.archive());
      Inventory here = Inventory.of(archive);
      if (!Files.exists(marker) && !fresh.getAsBoolean()) {
        if (inCopy.isEmpty() || !isAllOf(inCopy, here)) {
          throw notEmpty();
        }
        takePasswords(masterKey, sealed); // killed behind its last file, or the key comes later
        return report(0, 0, List.of(), begun);
      }
      checkSameCopy(inCopy, here);
      new Chains(copy.archive(), archive, "data directory", progress).compare(inCopy, here);
      AtomicFile.write(marker, (from + "\n").getBytes(UTF_8));
      archive.sweep();
      List<Problem> problems = new ArrayList<>();
      Run run = new Run(copy, inCopy.files(), progress, problems);
      KeySlots.copy(copy.archive(), archive, problems::add);
      run.take(inCopy, here);
      takePasswords(masterKey, sealed);
      checkWhole(from, copy);
      AtomicFile.delete(marker);
      return report(run.taken, run.files.bytes(), problems, begun);
    }
  }

  /// A file of the copy that is damaged stops nothing; a disk that went away, or keys that did not
  /// come along, must not pass for the end.
  private void checkWhole(Path from, CopyDirectory copy) {
    if (!Replica.isCopy(from)) {
      throw new Failure.Unreachable(
          "copy in " + from,
          "its disk went away before everything was brought back",
          "mount it and give the command again; it goes on where it stopped",
          null);
    }
    if (copy.archive().size(ArchiveFile.KEYS).isPresent()
        && archive.size(ArchiveFile.KEYS).isEmpty()) {
      throw new Failure.Corrupt(
          "copy in " + from + ", " + ArchiveFile.KEYS,
          "it is damaged, and nothing can be read without it",
          "put a sound copy of it in its place and give the command again",
          null);
    }
  }

  /// Whether what is here is this copy and nothing else. Packs that the archive had replaced go
  /// when it is first opened.
  private static boolean isAllOf(Inventory inCopy, Inventory here) {
    return here.journals().equals(inCopy.journals())
        && inCopy.packs().keySet().containsAll(here.packs().keySet());
  }

  private static Failure notEmpty() {
    return new Failure.Refused(
        "data directory",
        "it is not empty",
        "give a directory that is empty or does not exist, with --data DIR",
        null);
  }

  private Report report(long files, long bytes, List<Problem> problems, Instant begun) {
    double seconds = Duration.between(begun, clock.instant()).toMillis() / 1000.0;
    return new Report(files, bytes, passwords.open(), problems, seconds);
  }

  /// Keeps passwords that are here already: they may have been entered since.
  private void takePasswords(byte @Nullable [] masterKey, SortedMap<AccountId, byte[]> sealed) {
    if (masterKey != null) {
      passwords.putMasterKey(masterKey);
    }
    Set<AccountId> open = passwords.open();
    sealed.forEach(
        (account, password) -> {
          if (!open.contains(account)) {
            passwords.putSealed(account, password);
          }
        });
  }

  /// What an earlier call brought must come from this copy, or one that has all of it: packs of two
  /// archives, or of two of its states, make none.
  private void checkSameCopy(Inventory inCopy, Inventory here) {
    if (!inCopy.packs().keySet().containsAll(here.packs().keySet())) {
      throw new Failure.Refused(
          "data directory",
          "what is in it already came from a copy of another archive, or from a newer one",
          "name the copy with which it was begun, or begin in an empty directory",
          null);
    }
  }

  private void check(byte @Nullable [] masterKey, SortedMap<AccountId, byte[]> sealed) {
    if (masterKey == null) {
      return;
    }
    if (passwords.hasOtherMasterKey(masterKey)) {
      throw new Failure.Refused(
          "--master-key",
          "passwords were entered in this data directory already, under another key",
          "leave the key out, and enter the passwords that are missing",
          null);
    }
    if (SealedSecretStore.opened(masterKey, sealed).isEmpty() && !sealed.isEmpty()) {
      throw new Failure.Misconfigured(
          "--master-key",
          "this key opens none of the passwords in the copy",
          "give the file secrets/master.key of the appliance that made the copy, or leave it out"
              + " and enter the passwords again");
    }
  }

  /// The files of one copy on their way.
  private final class Run {
    private final FileCopy files;
    private final Progress progress;
    private final List<Problem> problems;
    private final long total;
    private long at;
    private long taken;

    Run(CopyDirectory copy, long total, Progress progress, List<Problem> problems) {
      this.files = new FileCopy(copy.archive(), archive, "data directory", progress);
      this.total = total;
      this.progress = progress;
      this.problems = problems;
    }

    void take(Inventory inCopy, Inventory here) {
      inCopy
          .packs()
          .forEach(
              (sha256, size) -> {
                ArchiveFile.Pack pack = new ArchiveFile.Pack(sha256);
                take(pack.name(), pack, size, here.packs().get(sha256));
              });
      inCopy
          .journals()
          .forEach(
              (journal, segments) ->
                  segments.forEach(
                      (number, size) -> {
                        ArchiveFile.Segment segment = new ArchiveFile.Segment(journal, number);
                        take(segment.name(), segment, size, here.segments(journal).get(number));
                      }));
    }

    /// Whether what an earlier run left is what was written: it may have died with the power.
    private boolean isSound(String name, ArchiveFile file, long size) {
      try {
        return new FileReading(archive, progress).read(name, file, size, _ -> {}).sound();
      } catch (Unreadable e) {
        return false;
      }
    }

    private void take(String name, ArchiveFile file, long size, @Nullable Long there) {
      progress.checkCancelled("restore of the archive");
      progress.at(new Step("bringing back", name, at++, total, files.bytes()));
      if (there != null && there == size && isSound(name, file, size)) {
        return;
      }
      try {
        if (!files.copyAsItIs(name, file, size)) {
          problems.add(new Problem(name, "it is damaged in the copy, and was taken as it is"));
        }
        taken++;
      } catch (Unreadable e) {
        problems.add(new Problem(name, "it cannot be read in the copy: " + e.problem()));
      }
    }
  }
}
