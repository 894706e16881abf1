package dev.mailcask.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.Content;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Folder names, UID sets and the comparison of messages.
class NamesAndSetsTest {

  @Test
  void decodesTheNamesOfTheRfc() {
    assertThat(ModifiedUtf7.decode("~peter/mail/&U,BTFw-/&ZeVnLIqe-"))
        .isEqualTo("~peter/mail/台北/日本語");
    assertThat(ModifiedUtf7.encode("~peter/mail/台北/日本語"))
        .isEqualTo("~peter/mail/&U,BTFw-/&ZeVnLIqe-");
    assertThat(ModifiedUtf7.decode("A &- B")).isEqualTo("A & B");
    assertThat(ModifiedUtf7.encode("A & B")).isEqualTo("A &- B");
  }

  @Test
  void leavesNamesAsTheyAreThatAreNotValid() {
    for (String raw : List.of("a & b", "&", "&&&", "&!!-", "&2AA-", "&AA-", "x&AGE")) {
      assertThat(ModifiedUtf7.decode(raw)).isEqualTo(raw);
    }
    assertThat(ModifiedUtf7.decode("Gr\u00fc\u00dfe"))
        .as("ISO 8859-1")
        .isEqualTo("Gr\u00fc\u00dfe");
    assertThat(ModifiedUtf7.decode("Gr\u00c3\u00bc")).as("UTF-8").isEqualTo("Grü");
  }

  @Test
  void findsEveryNameAgain() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Hierarchy[] hierarchies = {
      new Hierarchy("", "/", List.of()),
      new Hierarchy("INBOX.", ".", List.of("user.")),
      new Hierarchy("", "\\", List.of()),
    };
    String letters = "ab&-%25fF/.\\ äß日😀\"*INBOX";
    for (int i = 0; i < 2_000; i++) {
      Hierarchy hierarchy = hierarchies[i % hierarchies.length];
      StringBuilder level = new StringBuilder();
      for (int j = 0; j <= random.nextInt(8); j++) {
        int at = letters.offsetByCodePoints(0, random.nextInt(letters.codePointCount(0, 21)));
        level.appendCodePoint(letters.codePointAt(at));
      }
      String text = level.toString().replace(hierarchy.delimiter(), "");
      String raw = hierarchy.prefix() + ModifiedUtf7.encode("x" + text);
      raw += hierarchy.delimiter() + ModifiedUtf7.encode("y" + text);
      assertThat(hierarchy.nameOf(hierarchy.pathOf(raw, hierarchy.delimiter())).raw())
          .as("seed %d", seed)
          .isEqualTo(raw);
    }
  }

  @Test
  void writesUidSetsAsRangesAndStopsInTime() {
    assertThat(UidSet.of(List.of(1L))).isEqualTo("1");
    assertThat(UidSet.of(List.of(1L, 2L, 3L, 5L, 7L, 8L))).isEqualTo("1:3,5,7:8");
    assertThat(UidSet.of(List.of(4294967294L, 4294967295L))).isEqualTo("4294967294:4294967295");
    assertThat(UidSet.of(LongStream.rangeClosed(1, 500).boxed().toList())).isEqualTo("1:500");
    UidSet set = new UidSet();
    for (long uid = 4_000_000_000L; !set.full(); uid += 2) {
      set.add(uid);
    }
    assertThat(set.toString()).hasSizeLessThanOrEqualTo(UidSet.MOST_OCTETS);
    assertThat(set.count()).isGreaterThan(70);
  }

  @Test
  void comparesMessagesAsServersKeepThem() {
    assertThat(SameMessage.is(content("a\nb\n"), content("a\r\nb\r\n"))).isTrue();
    assertThat(SameMessage.is(content("a\nb"), content("a\r\nb\r\n"))).isTrue();
    assertThat(SameMessage.is(content("a\0b"), content("a\u0080b"))).isTrue();
    assertThat(SameMessage.is(content("a\nb"), content("a\nc"))).isFalse();
    assertThat(SameMessage.is(content("a\nb"), content("a\nbc"))).isFalse();
    assertThat(SameMessage.is(content("a\n\nb"), content("a\nb"))).isFalse();
    assertThat(SameMessage.is(content(""), content("\r\n"))).isTrue();
  }

  private static Content content(String text) {
    return Content.of(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
