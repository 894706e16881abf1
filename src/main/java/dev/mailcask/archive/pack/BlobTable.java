package dev.mailcask.archive.pack;

import dev.mailcask.base.ContentId;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Finds a blob among all packs: a hash table outside of the heap, filled from the packs'
/// directories.
///
/// A night's run makes a small pack for each account, so there may be thousands of packs, and a
/// binary search in each would cost milliseconds a message. Since ids are random, any bits of them
/// are a hash. A slot is 8 bytes: 24 bits of the id and the blob's number, counted over all packs
/// in the order in which they were added; linear probing, at most two thirds full. So a million
/// messages take 16 to 32 MB beside the heap, and a look-up costs one or two cache misses and the
/// comparison in the mapped directory.
///
/// The slots of a pack that was removed stay, passed over, until the table is full; then it is
/// filled anew from the packs that are there. Thread-safe.
final class BlobTable {

  private static final int TAG_SHIFT = 40;
  private static final long NUMBER_MASK = (1L << TAG_SHIFT) - 1;
  private static final long FIRST_SLOTS = 1 << 12;

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final List<PackFile> packs = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /// The number of each pack's first blob.
  private long[] bases = new long[16];

  /// How many numbers were given out, removed packs with them.
  private long count;

  private long slots = FIRST_SLOTS;
  private MemorySegment table = allocate(slots);

  private static MemorySegment allocate(long slots) {
    return Arena.ofAuto().allocate(ValueLayout.JAVA_LONG, slots);
  }

  /// Adds all blobs of a pack, unless the pack is there.
  void add(PackFile pack) {
    lock.writeLock().lock();
    try {
      if (!names.add(pack.name())) {
        return;
      }
      append(pack);
      if (count * 3 > slots * 2) {
        refill();
      } else {
        insert(packs.size() - 1);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void append(PackFile pack) {
    if (packs.size() == bases.length) {
      bases = Arrays.copyOf(bases, 2 * bases.length);
    }
    bases[packs.size()] = count;
    packs.add(pack);
    count += pack.blobs();
  }

  /// Takes packs out, before their files go. A reader that holds one of them meets a missing file,
  /// sees [PackFile#removed()] and looks again.
  void remove(Collection<PackFile> gone) {
    lock.writeLock().lock();
    try {
      for (PackFile pack : gone) {
        names.remove(pack.name());
        pack.remove();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Fills the table from the packs that are there; at most half full, so that this does not come
  /// again soon.
  private void refill() {
    List<PackFile> there = packs.stream().filter(pack -> !pack.removed()).toList();
    packs.clear();
    count = 0;
    there.forEach(this::append);
    while (count * 2 > slots) {
      slots *= 2;
    }
    table = allocate(slots);
    for (int p = 0; p < packs.size(); p++) {
      insert(p);
    }
  }

  private void insert(int p) {
    PackFile pack = packs.get(p);
    for (int i = 0; i < pack.blobs(); i++) {
      ContentId id = pack.id(i);
      long slot = first(id);
      while (get(slot) != 0) {
        slot = next(slot);
      }
      table.setAtIndex(ValueLayout.JAVA_LONG, slot, tag(id) | (bases[p] + i + 1));
    }
  }

  /// Where a message lies, whole or as a recipe, or null if it is not here.
  @Nullable Place message(ContentId id) {
    return find(id, BlobTable::isMessage, 0);
  }

  /// Where a part lies, or null if it is not here.
  @Nullable Place part(ContentId id) {
    return find(id, BlobTable::isPart, 0);
  }

  /// All copies of a message, in the order in which their packs were added.
  List<Place> messages(ContentId id) {
    return copies(id, BlobTable::isMessage);
  }

  /// All copies of a part, likewise.
  List<Place> parts(ContentId id) {
    return copies(id, BlobTable::isPart);
  }

  /// All copies of the blob that lies here, this one with them.
  List<Place> copies(Place place) {
    byte kind = place.kind();
    return copies(place.id(), other -> other == kind);
  }

  private static boolean isMessage(int kind) {
    return kind != PackFormat.PART;
  }

  private static boolean isPart(int kind) {
    return kind == PackFormat.PART;
  }

  private List<Place> copies(ContentId id, IntPredicate kind) {
    lock.readLock().lock();
    try {
      List<Place> copies = new ArrayList<>(1);
      for (Place next = find(id, kind, 0); next != null; next = find(id, kind, copies.size())) {
        copies.add(next);
      }
      return copies;
    } finally {
      lock.readLock().unlock();
    }
  }

  private @Nullable Place find(ContentId id, IntPredicate kind, int skip) {
    lock.readLock().lock();
    try {
      int left = skip;
      for (long slot = first(id); get(slot) != 0; slot = next(slot)) {
        long entry = get(slot);
        if ((entry & ~NUMBER_MASK) == tag(id)) {
          Place place = place((entry & NUMBER_MASK) - 1);
          if (place.is(id) && kind.test(place.kind()) && left-- == 0) {
            return place;
          }
        }
      }
      return null;
    } finally {
      lock.readLock().unlock();
    }
  }

  private Place place(long number) {
    int found = Arrays.binarySearch(bases, 0, packs.size(), number);
    int p = found >= 0 ? found : -found - 2;
    return new Place(packs.get(p), (int) (number - bases[p]));
  }

  /// Whether a pack of this name is there.
  boolean holds(String name) {
    lock.readLock().lock();
    try {
      return names.contains(name);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// The blobs of a pack; none if it is not here.
  List<BlobKey> blobs(String name) {
    for (PackFile pack : packs()) {
      if (pack.name().equals(name)) {
        return IntStream.range(0, pack.blobs())
            .mapToObj(blob -> new BlobKey(pack.id(blob), pack.kind(blob)))
            .toList();
      }
    }
    return List.of();
  }

  List<PackFile> packs() {
    lock.readLock().lock();
    try {
      return packs.stream().filter(pack -> !pack.removed()).toList();
    } finally {
      lock.readLock().unlock();
    }
  }

  private long get(long slot) {
    return table.getAtIndex(ValueLayout.JAVA_LONG, slot);
  }

  private long first(ContentId id) {
    return id.a() & (slots - 1);
  }

  private long next(long slot) {
    return (slot + 1) & (slots - 1);
  }

  private static long tag(ContentId id) {
    return id.b() << TAG_SHIFT;
  }

  /// Where a blob lies.
  record Place(PackFile pack, int blob) {

    ContentId id() {
      return pack.id(blob);
    }

    byte kind() {
      return pack.kind(blob);
    }

    /// The length of the blob, which for a recipe is not that of its message.
    long length() {
      return pack.length(blob);
    }

    private boolean is(ContentId id) {
      return !pack.removed() && pack.is(blob, id);
    }
  }
}
