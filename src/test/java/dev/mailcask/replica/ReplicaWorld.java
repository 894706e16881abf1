package dev.mailcask.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.ArchiveEvent.PacksReplaced;
import dev.mailcask.archive.ArchiveEvent.Reason;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.Sample;
import dev.mailcask.archive.journal.StoredArchiveJournal;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.archive.storage.ArchiveFile;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Secret;
import dev.mailcask.message.Envelope;
import dev.mailcask.secrets.SealedPasswords;
import dev.mailcask.secrets.SealedSecretStore;
import dev.mailcask.testing.ArchiveFiller;
import dev.mailcask.testing.MemoryStorage;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An archive in memory with mail in it, and a place for its copy.
final class ReplicaWorld {

  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T04:50:43Z"));
  static final ArchiveSettings SMALL = new ArchiveSettings(1, 1024, 512, 4096, 4);
  static final AccountId WORK = ArchiveFiller.ACCOUNTS.getFirst();
  static final AccountId HOME = ArchiveFiller.ACCOUNTS.getLast();

  final MemoryStorage disk = new MemoryStorage();
  final MemoryStorage copy = new MemoryStorage();
  final SealedSecretStore passwords;
  final SealedSecretStore copiedPasswords;
  final List<ArchiveFiller.Message> committed = new ArrayList<>();
  private final Path dir;
  private final long seed;
  private long more;

  ReplicaWorld(Path dir, long seed) {
    this.dir = dir;
    this.seed = seed;
    passwords = new SealedSecretStore(dir.resolve("secrets"));
    copiedPasswords = new SealedSecretStore(dir.resolve("copied"));
    fill();
    passwords.put(WORK, new Secret("swordfish"));
    passwords.put(HOME, new Secret("open sesame"));
  }

  static PackedArchive open(ArchiveStorage storage) {
    return PackedArchive.open(storage, SMALL, CLOCK);
  }

  /// More mail for both accounts.
  void fill() {
    ArchiveFiller filler = new ArchiveFiller(seed + more++);
    try (PackedArchive archive = open(disk)) {
      filler.fill(archive);
    }
    committed.addAll(filler.committed());
  }

  /// One message for one account.
  void add(AccountId account, String text) {
    try (PackedArchive archive = open(disk);
        ArchiveWriter writer = archive.writer(account)) {
      byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      ContentId id = writer.store(Content.of(bytes));
      JournalEvent.Placed placed =
          new JournalEvent.Placed(
              1,
              1,
              ++more + 1000,
              id,
              bytes.length,
              "",
              List.of(),
              new Envelope(null, "", "", "", ""));
      writer.record(placed);
      writer.commit();
      committed.add(new ArchiveFiller.Message(account, "INBOX", placed, bytes));
    }
  }

  void record(AccountId account, JournalEvent event) {
    try (PackedArchive archive = open(disk);
        ArchiveWriter writer = archive.writer(account)) {
      writer.record(event);
      writer.commit();
    }
  }

  /// Other packs with everything that was committed, as a compaction would write them; new ones at
  /// each call.
  List<String> twins() {
    MemoryStorage other = new MemoryStorage();
    ArchiveSettings settings = new ArchiveSettings(1, 1024 + (int) ++more, 512, 16384, 4);
    try (PackedArchive archive = PackedArchive.open(other, settings, CLOCK);
        ArchiveWriter writer = archive.writer(WORK)) {
      committed.forEach(message -> writer.store(Content.of(message.bytes())));
      writer.record(new JournalEvent.FolderGone(1));
      writer.commit();
    }
    List<String> packs = packs(other);
    for (String pack : packs) {
      String name = new ArchiveFile.Pack(pack).name();
      disk.put(name, other.bytes(name));
    }
    return packs;
  }

  /// Says in the archive's journal that packs were replaced, and removes them.
  void replaced(List<String> removed, List<String> by, List<ContentId> lost) {
    new StoredArchiveJournal(disk, null, disk.list("journal/_archive/"))
        .append(List.of(new PacksReplaced(removed, by, Reason.COMPACT, 0, lost)), CLOCK);
    removed.forEach(pack -> disk.delete(new ArchiveFile.Pack(pack).name()));
  }

  Replica.Report copy() {
    return copy(copy, false, Progress.NONE);
  }

  Replica.Report check() {
    return copy(copy, true, Progress.NONE);
  }

  Replica.Report copy(ArchiveStorage target, boolean check, Progress progress) {
    return copy(disk, target, copiedPasswords, check, progress);
  }

  Replica.Report copy(
      ArchiveStorage source,
      ArchiveStorage target,
      SealedPasswords sealed,
      boolean check,
      Progress progress) {
    try (PackedArchive archive = open(disk)) {
      return replica(archive, source, null)
          .copy(target, sealed, dir.resolve("copy"), check, progress);
    }
  }

  ArchiveReplica replica(PackedArchive archive, ArchiveStorage source, @Nullable Path configured) {
    return new ArchiveReplica(
        archive,
        source,
        () -> new StoredArchiveJournal(disk, null, disk.list("journal/_archive/")),
        archive.maintenance()::hasAllOf,
        passwords,
        dir.resolve("data"),
        configured,
        CLOCK);
  }

  /// All files of a storage and what is in them.
  static Map<String, ContentId> files(MemoryStorage storage) {
    Map<String, ContentId> files = new TreeMap<>();
    for (String name : storage.names()) {
      files.put(name, ContentId.of(storage.bytes(name)));
    }
    return files;
  }

  List<String> packs() {
    return packs(disk);
  }

  private static List<String> packs(MemoryStorage storage) {
    return storage.names().stream()
        .filter(name -> name.startsWith("packs/"))
        .map(name -> name.substring(9, 73))
        .toList();
  }

  /// Opens the copy as an archive and reads every message of every segment that is there. Packs of
  /// which no segment speaks yet may lack parts that lie in packs still to come.
  static void checkWhole(ArchiveStorage storage, String trial) {
    try (PackedArchive archive = open(storage)) {
      Set<ContentId> placed = new HashSet<>();
      for (AccountId account : archive.accounts()) {
        archive
            .journal(account)
            .readAfter(
                0,
                segment ->
                    segment.events().stream()
                        .filter(JournalEvent.Placed.class::isInstance)
                        .forEach(event -> placed.add(((JournalEvent.Placed) event).id())));
      }
      List<Damage> damage = new ArrayList<>();
      archive.check(Sample.ALL, damage::add, _ -> {});
      assertThat(damage)
          .as(trial)
          .noneMatch(d -> d.touched().isEmpty() || d.touched().stream().anyMatch(placed::contains));
      for (ContentId id : placed) {
        assertThat(archive.read(id)).as(trial).isPresent();
      }
    }
  }

  /// Whether every message that was committed can be read in the copy.
  void checkAll(ArchiveStorage storage) {
    try (PackedArchive archive = open(storage)) {
      for (ArchiveFiller.Message message : committed) {
        assertThat(archive.read(message.placed().id()).orElseThrow().toByteArray())
            .isEqualTo(message.bytes());
      }
    }
  }
}
