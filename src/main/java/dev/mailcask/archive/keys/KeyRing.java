package dev.mailcask.archive.keys;

import dev.mailcask.archive.keys.WrongSeal.Kind;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.archive.storage.FileHeader;
import dev.mailcask.base.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys of one archive: its slots in `keys.json`, and the data key while the archive is open.
/// Thread-safe.
///
/// Whether an archive is encrypted is settled before its first file. So [#create(Supplier)] and
/// [#open(Source)] exclude each other, and no archive is opened in the clear while keys are made
/// for it.
public final class KeyRing implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

  private final ArchiveStorage storage;

  private boolean opened;
  private @Nullable ArchiveKey key;
  private byte[] known = {};
  private int openedBy;

  /// @param storage the archive's
  public KeyRing(ArchiveStorage storage) {
    this.storage = storage;
  }

  /// Where keys come from.
  public interface Source {

    /// The key that the configuration names.
    Optional<Credential> configured();

    /// The key that somebody gives when asked; empty where there is nobody.
    Optional<Credential> ask();
  }

  /// A slot, without what is in it.
  ///
  /// @param kind `passphrase` or `keyFile`
  public record Slot(int number, String kind) {}

  /// Whether the archive is encrypted.
  public boolean exists() {
    return storage.size(KeysJson.FILE).isPresent();
  }

  /// The slots, in order of their numbers; none where the archive is not encrypted.
  ///
  /// @throws Failure.Corrupt if `keys.json` is damaged
  public List<Slot> slots() {
    return exists()
        ? KeysJson.read(load()).stream()
            .map(slot -> new Slot(slot.number(), slot.kind().word()))
            .toList()
        : List.of();
  }

  /// Checks the slots of an archive that is open.
  ///
  /// @throws Failure.Corrupt if `keys.json` is damaged, or missing although the archive is
  ///     encrypted
  public synchronized void check() {
    if (openedBy != 0 && !exists()) {
      throw lost();
    }
    int slots = slots().size();
    if (openedBy != 0 && slots == 0) {
      throw lost();
    }
    if (openedBy != 0 && !Arrays.equals(load(), known)) {
      throw new Failure.Corrupt(
          "archive/" + KeysJson.FILE,
          "it is another one than the one that opened the archive",
          "put back the right one from a copy; without it the archive cannot be opened again",
          null);
    }
  }

  /// The number of the slot by which the archive was opened.
  public synchronized OptionalInt openedBy() {
    return openedBy == 0 ? OptionalInt.empty() : OptionalInt.of(openedBy);
  }

  /// Makes an archive that has nothing in it an encrypted one.
  ///
  /// @param first asked for once it is clear that the archive can be encrypted
  /// @throws Failure.Refused if there are keys already, or something was archived
  /// @throws Failure.Locked if the archive is open in this process
  public synchronized void create(Supplier<? extends Credential> first) {
    if (exists()) {
      throw new Failure.Refused(
          "archive/" + KeysJson.FILE,
          "the archive is encrypted already",
          "see its slots with 'mailcask keys list', add one with 'mailcask keys add'",
          null);
    }
    if (!storage.list("packs/").isEmpty() || !storage.list("journal/").isEmpty()) {
      throw new Failure.Refused(
          "the archive",
          "something was archived in it already, and that stays as it is",
          "begin an encrypted archive in a new data directory ('mailcask --data DIR keys create'),"
              + " add the accounts there and back them up",
          null);
    }
    if (opened) {
      throw new Failure.Locked(
          "the archive",
          "it is in use",
          "stop the appliance, create the keys, name them in the configuration, and start it again");
    }
    try (ArchiveKey made = ArchiveKey.random()) {
      write(List.of(KeySlot.wrap(1, checked(first), made)));
    }
  }

  /// Opens the archive's data key; empty where the archive is not encrypted. The key is this ring's
  /// and good until [#close()].
  ///
  /// @throws Failure.Refused if no key is given, or a wrong one
  /// @throws Failure.Misconfigured if a key is configured for an archive that is not encrypted
  /// @throws Failure.Corrupt if `keys.json` is damaged or lost
  public synchronized Optional<ArchiveKey> open(Source source) {
    if (key == null) {
      Optional<Credential> configured = source.configured();
      if (exists()) {
        key = unlock(configured.or(source::ask).orElseThrow(KeyRing::noKey));
      } else if (configured.isPresent()) {
        throw notEncrypted();
      }
      opened = true;
    }
    return Optional.ofNullable(key);
  }

  private ArchiveKey unlock(Credential credential) {
    byte[] file = load();
    List<KeySlot> slots = KeysJson.read(file);
    for (KeySlot slot : slots) {
      ArchiveKey found = slot.unwrap(credential);
      if (found != null) {
        known = file;
        openedBy = slot.number();
        return found;
      }
    }
    boolean ofThatKind = slots.stream().anyMatch(s -> s.kind() == KeySlot.Kind.of(credential));
    throw new Failure.Refused(
        "the archive's key",
        ofThatKind
            ? "the " + credential.name() + " is a wrong one"
            : "the archive has no slot for a " + credential.name(),
        ofThatKind
            ? "give one that 'mailcask keys' was given"
                + (credential instanceof Credential.KeyFile
                    ? ": the same file, byte for byte"
                    : "; upper and lower case matter")
            : "give a " + (credential instanceof Credential.KeyFile ? "passphrase" : "key file"),
        null);
  }

  /// Adds a slot for another passphrase or key file; returns its number. The archive is open.
  ///
  /// @param credential asked for once it is clear that there can be another slot
  public synchronized int add(Supplier<? extends Credential> credential) {
    List<KeySlot> slots = new ArrayList<>(current());
    if (slots.size() == KeysJson.MAX_SLOTS) {
      throw new Failure.Misconfigured(
          "the archive's keys", "there are " + slots.size() + " slots already", "remove one first");
    }
    int number = slots.stream().mapToInt(KeySlot::number).max().orElse(0) + 1;
    Credential added = checked(credential);
    requireNew(slots, added);
    slots.add(KeySlot.wrap(number, added, openKey()));
    write(slots);
    return number;
  }

  /// Gives a slot another passphrase or key file; what opened it before does not any more. The
  /// archive is open.
  ///
  /// @throws Failure.Misconfigured if there is no such slot
  public synchronized void change(int number, Supplier<? extends Credential> credential) {
    List<KeySlot> slots = new ArrayList<>(current());
    require(slots, number);
    Credential other = checked(credential);
    requireNew(slots, other);
    KeySlot changed = KeySlot.wrap(number, other, openKey());
    slots.replaceAll(slot -> slot.number() == number ? changed : slot);
    write(slots);
  }

  /// Removes a slot. The archive is open.
  ///
  /// @throws Failure.Misconfigured if there is no such slot
  /// @throws Failure.Refused if it is the last one
  public synchronized void remove(int number) {
    List<KeySlot> slots = new ArrayList<>(current());
    require(slots, number);
    if (slots.size() == 1) {
      throw new Failure.Refused(
          "slot " + number,
          "it is the last one, and without a slot nobody can open the archive",
          "add another first with 'mailcask keys add'",
          null);
    }
    slots.removeIf(slot -> slot.number() == number);
    write(slots);
  }

  /// Two slots for one key pass for two keys, of which one may be lost.
  private static void requireNew(List<KeySlot> slots, Credential credential) {
    for (KeySlot slot : slots) {
      try (ArchiveKey found = slot.unwrap(credential)) {
        if (found != null) {
          throw new Failure.Refused(
              "slot " + slot.number(),
              "it opens with this " + credential.name() + " already",
              "give another one",
              null);
        }
      }
    }
  }

  /// Puts the slots back that opened the archive, where their file is missing or damaged.
  ///
  /// @return whether that was so; false as well where the archive is not open
  public synchronized boolean putBack() {
    if (openedBy == 0) {
      return false;
    }
    try {
      if (exists() && !slots().isEmpty()) {
        return false; // a sound one, though perhaps not ours: its owner knows
      }
    } catch (Failure.Corrupt e) {
      LOG.warn("{}; it is put back as it was when the archive was opened", e.getMessage());
    }
    storage.replace(KeysJson.FILE, known);
    return true;
  }

  private static void require(List<KeySlot> slots, int number) {
    if (slots.stream().noneMatch(slot -> slot.number() == number)) {
      throw new Failure.Misconfigured(
          "slot " + number, "there is none", "see the slots with 'mailcask keys list'");
    }
  }

  private static Credential checked(Supplier<? extends Credential> asked) {
    Credential credential = asked.get();
    if (credential instanceof Credential.Passphrase passphrase) {
      passphrase.check();
    }
    return credential;
  }

  /// The slots as they are, which must be those that were opened: a slot for this data key among
  /// slots of another would lose an archive.
  private List<KeySlot> current() {
    if (key == null) {
      throw new Failure.Misconfigured(
          "the archive",
          "it is not encrypted and has no keys",
          "encrypt a new one with 'mailcask keys create', before anything is archived in it");
    }
    byte[] file = load();
    if (!Arrays.equals(file, known)) {
      throw new Failure.Locked(
          "archive/" + KeysJson.FILE,
          "another program changed it while the archive was open",
          "stop Mailcask, see that it is the right file, and start again");
    }
    return KeysJson.read(file);
  }

  private ArchiveKey openKey() {
    if (key == null) {
      throw new IllegalStateException("the archive is not open");
    }
    return key;
  }

  private byte[] load() {
    OptionalLong size = storage.size(KeysJson.FILE);
    if (size.orElse(0) > KeysJson.MAX_BYTES) {
      throw KeysJson.damaged(null);
    }
    return storage.read(KeysJson.FILE, 0, (int) size.orElse(0));
  }

  private void write(List<KeySlot> slots) {
    List<KeySlot> sorted = slots.stream().sorted(Comparator.comparingInt(KeySlot::number)).toList();
    byte[] file = KeysJson.write(sorted);
    storage.replace(KeysJson.FILE, file);
    known = file;
  }

  private static Failure noKey() {
    return new Failure.Refused(
        "the archive",
        "it is encrypted, and no key was given",
        "set archive.key-file or archive.passphrase-file in the configuration, or the variable"
            + " MAILCASK_ARCHIVE_PASSPHRASE",
        null);
  }

  /// Where a key was configured for it. Before an owner is told that the archive is not encrypted,
  /// its files are asked.
  private Failure notEncrypted() {
    for (String prefix : List.of("packs/", "journal/")) {
      for (Stored file : storage.list(prefix)) {
        if (file.size() >= FileHeader.BYTES
            && FileHeader.saysEncrypted(storage.read(file.name(), 0, FileHeader.BYTES))) {
          return lost();
        }
      }
    }
    return new Failure.Misconfigured(
        "the archive",
        "it is not encrypted, although a key was given for it",
        "take archive.key-file, archive.passphrase-file and MAILCASK_ARCHIVE_PASSPHRASE away; or"
            + " run 'mailcask keys create' first, if nothing is archived yet");
  }

  /// What is said where sealed files lie and no `keys.json`.
  public static Failure.Corrupt lost() {
    return new Failure.Corrupt(
        "archive/" + KeysJson.FILE,
        "the file is missing, and the archive is encrypted",
        "put archive/keys.json of the second copy in its place, or let 'mailcask verify --repair' do"
            + " so while the archive is open; without it nobody can open the archive",
        new WrongSeal(Kind.NO_KEY));
  }

  /// What is said of a file that does not open although it is whole.
  ///
  /// @param name the path below `archive/`
  public static Failure.Corrupt otherKey(String name) {
    return FileHeader.corrupt(
        name, "it is sealed with the key of another archive", new WrongSeal(Kind.OTHER_KEY));
  }

  /// What is said of a file in the clear in an encrypted archive.
  ///
  /// @param name the path below `archive/`
  public static Failure.Corrupt notSealed(String name) {
    return FileHeader.corrupt(
        name, "it is not encrypted, although the archive is", new WrongSeal(Kind.NOT_SEALED));
  }

  /// What is said where that is so for every file.
  public static Failure.Corrupt foreign(Kind kind) {
    return new Failure.Corrupt(
        "archive/" + KeysJson.FILE,
        kind == Kind.NOT_SEALED
            ? "the archive has key slots, and its files are not encrypted"
            : "it is the one of another archive: no file opens with its key",
        kind == Kind.NOT_SEALED
            ? "if the file was put there by mistake, take it away"
            : "bring this archive's own one back from a copy",
        new WrongSeal(kind));
  }

  /// Overwrites the data key.
  @Override
  public synchronized void close() {
    if (key != null) {
      key.close();
      key = null;
    }
  }
}
