package dev.mailcask.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.Repaired;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.testing.ArchiveFiller;
import dev.mailcask.testing.FakeMailbox;
import dev.mailcask.testing.MemoryStorage;
import dev.mailcask.verify.Verify.Finding;
import dev.mailcask.verify.Verify.Kind;
import dev.mailcask.verify.Verify.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is damaged is brought back from wherever it is still to be had; what is not is told, and
/// hides nothing else.
class RepairTest {

  private static final AccountId WORK = ArchiveFiller.ACCOUNTS.getFirst();

  private static final long VALIDITY = 1234567890L;

  @TempDir Path directory;
  private final long seed = new Random().nextLong();
  private VerifyWorld world;

  @BeforeEach
  void fill() {
    System.out.println("repair: seed " + seed);
    world = new VerifyWorld(directory, seed, false);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /// Each account's server, with what was archived from it under the same UIDs.
  private List<FakeMailbox> servers() {
    List<FakeMailbox> servers = new ArrayList<>();
    for (AccountId account : ArchiveFiller.ACCOUNTS) {
      FakeMailbox server = new FakeMailbox();
      world.messages.stream()
          .filter(message -> message.account().equals(account))
          .sorted(Comparator.comparingLong(message -> message.placed().uid()))
          .forEach(
              message -> {
                server.folder(message.folder());
                server.uidNext(message.folder(), message.placed().uid());
                server.add(message.folder(), message.bytes(), "");
              });
      server.paths().forEach(path -> server.uidValidity(path, VALIDITY));
      world.accounts.with(account.name(), server::connect);
      servers.add(server);
    }
    return servers;
  }

  private String largestPack() {
    return world.storage.list("packs/").stream()
        .max(Comparator.comparingLong(Stored::size))
        .orElseThrow()
        .name();
  }

  private String damageLargestPack() {
    String pack = largestPack();
    world.storage.bytes(pack)[40] ^= 1;
    world.reopen();
    return pack;
  }

  private void allIsThereAgain() {
    for (boolean again : new boolean[] {false, true}) {
      if (again) {
        world.restart();
      }
      assertThat(world.verify().damaged()).as("seed %d", seed).isEmpty();
      assertThat(world.messages).allMatch(m -> VerifyWorld.reads(world.archive, m));
    }
  }

  private List<Repaired> repaired() {
    List<Repaired> events = new ArrayList<>();
    for (AccountId account : world.archive.accounts()) {
      world
          .archive
          .journal(account)
          .readAfter(
              0,
              segment -> {
                for (JournalEvent event : segment.events()) {
                  if (event instanceof Repaired one) {
                    events.add(one);
                  }
                }
              });
    }
    return events;
  }

  @Test
  void aDamagedPackIsMendedFromTheCopy() {
    world.makeCopy();
    String pack = damageLargestPack();
    Report report = world.repair();
    assertThat(report.found()).isPositive();
    assertThat(report.left()).as("%s", report).isZero();
    assertThat(report.broughtBack()).isPositive();
    assertThat(report.damaged()).allMatch(Finding::repaired);
    assertThat(repaired())
        .hasSize((int) report.broughtBack())
        .allMatch(event -> event.from().equals("copy"));
    assertThat(world.storage.names()).doesNotContain(pack);
    allIsThereAgain();
  }

  @Test
  void aLostPackComesBackFromTheCopyAsItWas() {
    world.makeCopy();
    String pack = largestPack();
    byte[] file = world.storage.bytes(pack);
    for (boolean noticed : new boolean[] {true, false}) {
      world.storage.delete(pack);
      if (noticed) {
        world.reopen();
      }
      Report report = world.repair();
      assertThat(report.found()).isPositive();
      assertThat(report.left()).as("%s", report.damaged()).isZero();
      assertThat(world.storage.bytes(pack)).isEqualTo(file);
      allIsThereAgain();
    }
    assertThat(repaired()).isNotEmpty().allMatch(event -> event.from().equals("copy"));
  }

  @Test
  void keySlotsThatWereLostArePutBackWhileTheArchiveIsOpen() {
    try (VerifyWorld sealed = new VerifyWorld(directory.resolve("sealed"), seed, true)) {
      byte[] slots = sealed.storage.bytes("keys.json").clone();
      sealed.storage.delete("keys.json");
      assertThat(sealed.verify().damaged()).extracting(Finding::kind).contains(Kind.KEYS);
      assertThat(sealed.repair().left()).isZero();
      assertThat(sealed.storage.bytes("keys.json")).isEqualTo(slots);
      sealed.storage.bytes("keys.json")[40] ^= 1;
      assertThat(sealed.repair().left()).isZero();
      assertThat(sealed.storage.bytes("keys.json")).isEqualTo(slots);
      assertThat(sealed.verify().damaged()).isEmpty();
    }
  }

  @Test
  void aLostPackThatTheCopyHasDamagedIsMendedOtherwise() {
    world.makeCopy();
    String pack = largestPack();
    Objects.requireNonNull(world.copy).bytes(pack)[40] ^= 1;
    servers();
    world.storage.delete(pack);
    world.reopen();
    Report report = world.repair();
    assertThat(report.left()).as("%s", report.damaged()).isZero();
    assertThat(world.storage.names()).doesNotContain(pack);
    allIsThereAgain();
  }

  @Test
  void whatNobodyMissesButTheCopyHasComesBackToo() {
    world.makeCopy();
    MemoryStorage other = new MemoryStorage();
    String orphan;
    try (PackedArchive archive = PackedArchive.open(other, VerifyWorld.SMALL, world.clock);
        ArchiveWriter writer = archive.writer(WORK)) {
      ContentId _ = writer.store(Content.of("Subject: cut off".getBytes(UTF_8)));
      writer.record(new JournalEvent.FolderGone(1));
      writer.commit();
      orphan = other.list("packs/").getFirst().name();
    }
    Objects.requireNonNull(world.copy).put(orphan, other.bytes(orphan));
    assertThat(world.repair().found()).isZero();
    assertThat(world.storage.names()).contains(orphan);
  }

  @Test
  void aDamagedPackIsMendedFromTheAccounts() {
    servers();
    damageLargestPack();
    Report report = world.repair();
    assertThat(report.left()).as("%s", report).isZero();
    assertThat(repaired()).isNotEmpty().allMatch(event -> event.from().equals("server"));
    allIsThereAgain();
  }

  @Test
  void aPackThatIsGoneOrWhoseDirectoryIsDamagedIsMended() {
    for (boolean gone : new boolean[] {false, true}) {
      world.makeCopy();
      String pack = largestPack();
      if (gone) {
        world.storage.delete(pack);
      } else {
        byte[] bytes = world.storage.bytes(pack);
        bytes[bytes.length - 1] ^= 1;
      }
      world.reopen();
      Report report = world.repair();
      assertThat(report.damaged()).extracting(Finding::kind).contains(Kind.MISSING);
      assertThat(report.left()).as("gone %s: %s", gone, report).isZero();
      allIsThereAgain();
      assertThat(world.storage.names().contains(pack.replaceFirst("packs/../", "damaged/")))
          .as("a pack that does not say what is in it is kept")
          .isEqualTo(!gone);
      world.storage.delete(pack.replaceFirst("packs/../", "damaged/"));
    }
  }

  @Test
  void whatTheServerHasNoMoreIsListedAndTheRestIsMended() {
    List<FakeMailbox> servers = servers();
    String pack = damageLargestPack();
    Set<ContentId> touched = touched();
    touched.forEach(id -> removeEverywhere(servers, id));
    String other =
        world.storage.list("packs/").stream()
            .map(Stored::name)
            .filter(name -> !name.equals(pack))
            .max(Comparator.comparingLong(name -> world.storage.bytes(name).length))
            .orElseThrow();
    world.storage.bytes(other)[40] ^= 1;
    world.reopen();
    long mended = touched().stream().filter(id -> !touched.contains(id)).count();
    Report report = world.repair();
    assertThat(report.left()).isPositive();
    assertThat(report.broughtBack()).isEqualTo(mended);
    assertThat(report.damaged())
        .filteredOn(finding -> !finding.repaired())
        .allMatch(finding -> finding.remedy().contains("neither a second copy nor a server"));
    assertThat(world.storage.names()).doesNotContain(pack);
    assertThat(world.storage.names()).anyMatch(name -> name.startsWith("damaged/"));
    assertThat(world.messages)
        .filteredOn(message -> !touched.contains(message.placed().id()))
        .allMatch(message -> VerifyWorld.reads(world.archive, message));
    touched.removeIf(this::isReadable); // for a part that came back with another message
    // it is known from now on, and no damage any more
    Report again = world.verify();
    assertThat(again.found()).as("%s", again.damaged()).isZero();
    assertThat(again.lost()).isEqualTo(touched.size());
  }

  private boolean isReadable(ContentId id) {
    try {
      return world.archive.read(id).isPresent();
    } catch (Failure.Corrupt e) {
      return false;
    }
  }

  private Set<ContentId> touched() {
    Set<ContentId> touched = new HashSet<>();
    for (Finding finding : world.verify().damaged()) {
      finding.touched().forEach(message -> touched.add(message.id()));
    }
    return touched;
  }

  private void removeEverywhere(List<FakeMailbox> servers, ContentId id) {
    for (ArchiveFiller.Message message : world.messages) {
      if (message.placed().id().equals(id)) {
        servers
            .get(ArchiveFiller.ACCOUNTS.indexOf(message.account()))
            .remove(message.folder(), message.placed().uid());
      }
    }
  }

  @Test
  void otherBytesAreNeverTakenForTheMessage() {
    List<FakeMailbox> servers = new ArrayList<>();
    for (AccountId account : ArchiveFiller.ACCOUNTS) {
      FakeMailbox server = new FakeMailbox();
      for (ArchiveFiller.Message message : world.messages) {
        if (message.account().equals(account)) {
          server.folder(message.folder());
          server.uidNext(message.folder(), message.placed().uid());
          server.add(message.folder(), new byte[] {'x', (byte) servers.size()}, "");
          server.uidValidity(message.folder(), message.placed().uidValidity());
        }
      }
      world.accounts.with(account.name(), server::connect);
      servers.add(server);
    }
    damageLargestPack();
    Report report = world.repair();
    assertThat(report.broughtBack()).isZero();
    assertThat(report.left()).isEqualTo(report.found());
    assertThat(report.damaged())
        .anyMatch(finding -> finding.remedy().contains("the server has other bytes now"));
  }

  @Test
  void aServerThatNumberedItsMessagesAnewIsNotAsked() {
    for (FakeMailbox server : servers()) {
      server.paths().forEach(server::renumber);
    }
    damageLargestPack();
    Report report = world.repair();
    assertThat(report.broughtBack()).isZero();
    assertThat(report.damaged())
        .anyMatch(finding -> finding.remedy().contains("has numbered its messages anew"));
  }

  /// Nothing is given up while somebody may still have it.
  @Test
  void aServerThatDoesNotAnswerIsAskedAgainLater() {
    List<FakeMailbox> servers = servers();
    String pack = damageLargestPack();
    servers.forEach(server -> server.unreachable(100));
    Report report = world.repair();
    assertThat(report.broughtBack()).isZero();
    assertThat(report.damaged()).anyMatch(finding -> finding.remedy().contains("again later"));
    assertThat(world.storage.names()).contains(pack);
    servers.forEach(server -> server.unreachable(0));
    assertThat(world.repair().left()).isZero();
    allIsThereAgain();
  }

  @Test
  void aCopyThatCannotBeHadNowIsAskedAgainLater() {
    world.makeCopy();
    String pack = damageLargestPack();
    world.copyFails = new Failure.Refused("copy", "its disk is not mounted", "mount it", null);
    Report report = world.repair();
    assertThat(report.left()).isPositive();
    assertThat(report.damaged())
        .anyMatch(finding -> finding.remedy().contains("its disk is not mounted"));
    assertThat(world.storage.names()).contains(pack);
    world.copyFails = null;
    assertThat(world.repair().left()).isZero();
    allIsThereAgain();
  }

  /// A copy that was mounted too late still helps.
  @Test
  void whatWasGivenUpIsAskedForAgain() {
    world.makeCopy();
    MemoryStorage disk = world.copy;
    world.copy = null;
    damageLargestPack();
    assertThat(world.repair().left()).isPositive();
    assertThat(world.verify().lost()).isPositive();
    world.copy = disk;
    Report report = world.repair();
    assertThat(report.left()).as("%s", report).isZero();
    assertThat(report.broughtBack()).isPositive();
    allIsThereAgain();
    assertThat(world.verify().lost()).isZero();
  }

  /// Its blocks may hold mail that only the damaged segment speaks of, and nobody misses.
  @Test
  void aPackThatDoesNotSayWhatIsInItStaysWhileAJournalIsDamaged() {
    servers();
    String pack = largestPack();
    byte[] bytes = world.storage.bytes(pack);
    bytes[bytes.length - 1] ^= 1;
    String segment = world.storage.list("journal/" + WORK + "/").getFirst().name();
    world.storage.bytes(segment)[60] ^= 1;
    world.reopen();
    assertThat(world.repair().left()).isPositive();
    assertThat(world.storage.names()).contains(pack);
    assertThat(world.storage.bytes(pack)).isEqualTo(bytes);
  }

  @Test
  void whatIsDamagedInTheCopyTooComesFromTheServer() {
    servers();
    world.makeCopy();
    MemoryStorage copy = world.copy;
    assertThat(copy).isNotNull();
    String pack = damageLargestPack();
    copy.bytes(pack)[40] ^= 1;
    assertThat(world.repair().left()).isZero();
    assertThat(repaired()).extracting(Repaired::from).contains("server");
    allIsThereAgain();
  }

  // journals

  private String segment(int number) {
    return world.storage.list("journal/work/").get(number - 1).name();
  }

  @Test
  void damagedSegmentsComeBackFromTheCopy() {
    world.makeCopy();
    int segments = world.storage.list("journal/work/").size();
    for (int number = 1; number <= segments; number++) {
      byte[] sound = world.storage.bytes(segment(number)).clone();
      world.storage.bytes(segment(number))[50] ^= 1;
      world.restart();
      Report report = world.repair();
      assertThat(report.found()).as("segment %d", number).isPositive();
      assertThat(report.left()).as("segment %d: %s", number, report).isZero();
      assertThat(world.storage.bytes(segment(number))).isEqualTo(sound);
      allIsThereAgain();
      assertThat(world.catalog.damage()).isEmpty();
    }
  }

  @Test
  void allSegmentsAtOnceComeBackFromTheCopy() {
    world.makeCopy();
    for (Stored file : world.storage.list("journal/")) {
      world.storage.put(file.name(), new byte[7]);
    }
    world.restart();
    assertThat(world.repair().left()).isZero();
    allIsThereAgain();
    assertThat(world.catalog.damage()).isEmpty();
  }

  @Test
  void deletedLastSegmentsComeBackFromTheCopy() {
    world.makeCopy();
    int last = world.storage.list("journal/work/").size();
    world.storage.delete(segment(last));
    world.storage.delete(segment(last - 1));
    world.restart();
    assertThat(world.catalog.damage()).isNotEmpty();
    Report report = world.repair();
    assertThat(report.left()).as("%s", report).isZero();
    allIsThereAgain();
    assertThat(world.catalog.damage()).isEmpty();
  }

  @Test
  void aSegmentThatWasAlteredWithCareComesBackFromTheCopy(@TempDir Path elsewhere) {
    world.makeCopy();
    try (VerifyWorld other = new VerifyWorld(elsewhere, seed + 1, false)) {
      world.storage.put(segment(2), other.storage.bytes(segment(2)));
    }
    world.restart();
    Report report = world.repair();
    assertThat(report.found()).isPositive();
    assertThat(report.left()).as("%s", report).isZero();
    allIsThereAgain();
  }

  @Test
  void withoutACopyADamagedSegmentIsToldAndMailStaysReadable() {
    world.storage.bytes(segment(2))[50] ^= 1;
    world.restart();
    Report report = world.repair();
    assertThat(report.left()).isEqualTo(1);
    assertThat(report.damaged().getFirst().remedy()).contains("there is no second copy");
    assertThat(world.messages).allMatch(m -> VerifyWorld.reads(world.archive, m));
  }

  @Test
  void aBusyAccountIsMendedLater() {
    servers();
    damageLargestPack();
    try (var writer = world.archive.writer(WORK);
        var other = world.archive.writer(ArchiveFiller.ACCOUNTS.get(1))) {
      assertThat(writer.pendingBytes() + other.pendingBytes()).isZero();
      assertThat(world.repair().left()).isPositive();
    }
    assertThat(world.repair().left()).isZero();
    allIsThereAgain();
  }
}
