package dev.mailcask.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Content;
import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.FolderState;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.testing.FakeMailbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ObjLongConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ListingTest {

  private final FakeMailbox server = new FakeMailbox();

  private Listing list(SortedMap<Long, List<String>> known, boolean split) {
    try (Mailbox mailbox = server.connect()) {
      return Listing.of(
          mailbox.examine(new FolderName("INBOX")), known, new TreeSet<>(), split, () -> {});
    }
  }

  private long ranges() {
    return server.operations().stream().filter(it -> it.startsWith("flags")).count();
  }

  private void add(int messages) {
    for (int i = 0; i < messages; i++) {
      server.add("INBOX", new byte[] {(byte) i}, "");
    }
  }

  private static SortedMap<Long, List<String>> known(long... uids) {
    SortedMap<Long, List<String>> known = new TreeMap<>();
    LongStream.of(uids).forEach(uid -> known.put(uid, List.of()));
    return known;
  }

  @Test
  void aFolderOfUsualSizeIsListedAtOnce() {
    server.uidNext("INBOX", 4_294_967_200L);
    add(10);
    Listing listing = list(known(5), false);
    assertThat(listing.plan().fetch()).hasSize(10);
    assertThat(listing.plan().gone()).containsExactly(5L);
    assertThat(listing.whole()).isTrue();
    assertThat(ranges()).isEqualTo(1);
  }

  @Test
  void anEmptyFolderIsNotAsked() {
    Listing listing = list(known(5), false);
    assertThat(listing.plan().gone()).containsExactly(5L);
    assertThat(listing.whole()).isTrue();
    assertThat(ranges()).isZero();
  }

  @Test
  void aHugeFolderIsListedInRangesAndNothingAboveItsLastMessageIsAskedFor() {
    add(30_000);
    server.uidNext("INBOX", 3_000_000);
    add(30_000);
    Listing listing = list(known(1, 40_000, 3_029_999, 4_000_000_000L), false);
    assertThat(listing.plan().listed()).isEqualTo(60_000);
    assertThat(listing.plan().known()).isEqualTo(2);
    assertThat(listing.plan().gone()).containsExactly(40_000L, 4_000_000_000L);
    assertThat(listing.plan().fetch()).isSorted().doesNotHaveDuplicates().hasSize(59_998);
    assertThat(listing.whole()).isTrue();
    assertThat(ranges()).isBetween(2L, 10L);
    assertThat(server.operations())
        .filteredOn(it -> it.startsWith("flags"))
        .allMatch(it -> Long.parseLong(it.substring(it.indexOf(':') + 1)) < 3_030_000);
  }

  @Test
  void aServerThatListsAPartFailsAsAWholeAndGivesThePartInRanges() {
    add(10);
    server.hide("INBOX", 3);
    assertThatThrownBy(() -> list(known(3), false)).isInstanceOf(Failure.Unreachable.class);
    Listing listing = list(known(3), true);
    assertThat(listing.whole()).isFalse();
    assertThat(listing.plan().fetch()).hasSize(9);
  }

  @Test
  void aMessageThatCameSinceDoesNotStandInForOneThatIsLeftOut() {
    OpenFolder folder =
        new Shown(new FolderState(1, 4, 3, 0, Set.of()), known(1, 3, 4), 4_294_967_295L);
    Listing listing = Listing.of(folder, known(1, 2, 3), new TreeSet<>(), false, () -> {});
    assertThat(listing.whole()).isFalse();
    assertThat(listing.plan().fetch()).containsExactly(4L);
  }

  @Test
  void aMailboxOfLargeNumbersIsListedToTheLast() {
    long largest = (1L << 52) - 1;
    SortedMap<Long, List<String>> all = known(1, largest);
    SplittableRandom random = new SplittableRandom(7);
    while (all.size() < 50_000) {
      all.put(random.nextLong(1, largest), List.of());
    }
    FolderState state = new FolderState(1, largest + 1, all.size(), 0, Set.of());
    long gone = LongStream.range(2, 100).filter(uid -> !all.containsKey(uid)).findFirst().orElse(0);
    for (boolean split : new boolean[] {false, true}) {
      Listing listing =
          Listing.of(
              new Shown(state, all, largest),
              known(gone, largest),
              new TreeSet<>(),
              split,
              () -> {});
      assertThat(listing.whole()).isTrue();
      assertThat(listing.plan().listed()).isEqualTo(50_000);
      assertThat(listing.plan().gone()).containsExactly(gone);
      assertThat(listing.plan().fetch()).hasSize(49_999).contains(1L).doesNotContain(largest);
    }
  }

  /// A folder that shows these messages.
  private record Shown(FolderState state, SortedMap<Long, List<String>> messages, long largestUid)
      implements OpenFolder {

    @Override
    public SortedMap<Long, List<String>> flags(long first, long last) {
      return new TreeMap<>(messages.subMap(first, last + 1));
    }

    @Override
    public boolean await(Duration most) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Changes> changes(long modSeq, SortedSet<Long> known) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SortedMap<Long, Metadata> metadata(List<Long> uids) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<Long, String> bodies(SortedMap<Long, Long> wanted, ObjLongConsumer<Content> sink) {
      throw new UnsupportedOperationException();
    }
  }
}
