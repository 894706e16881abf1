package dev.mailcask.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FolderFilterTest {

  private static boolean accepts(List<String> include, List<String> exclude, String path) {
    return new FolderFilter(include, exclude).accepts(path);
  }

  @Test
  void withoutPatternsEverythingIsIn() {
    assertThat(accepts(List.of(), List.of(), "Any/Folder")).isTrue();
  }

  @Test
  void includeNamesWholePaths() {
    List<String> include = List.of("Archive", "Lists/*", "*/Drafts", "200?");
    assertThat(List.of("Archive", "Lists/a", "Lists/a/b", "x/Drafts", "x/y/Drafts", "2009"))
        .allMatch(path -> accepts(include, List.of(), path));
    assertThat(List.of("Archive/2009", "archive", "Lists", "Drafts", "200", "20099", "Archive2"))
        .noneMatch(path -> accepts(include, List.of(), path));
  }

  @Test
  void excludeHasTheLastWord() {
    assertThat(accepts(List.of(), List.of("Trash", "*/Junk"), "Trash")).isFalse();
    assertThat(accepts(List.of(), List.of("Trash", "*/Junk"), "a/Junk")).isFalse();
    assertThat(accepts(List.of(), List.of("Trash", "*/Junk"), "Junk")).isTrue();
    assertThat(accepts(List.of("*"), List.of("*"), "Junk")).isFalse();
  }

  @Test
  void inboxIsTheSameInAnySpelling() {
    assertThat(accepts(List.of("inbox"), List.of(), "INBOX")).isTrue();
    assertThat(accepts(List.of("INBOX/*"), List.of(), "Inbox/sub")).isTrue();
    assertThat(accepts(List.of("INBOX/SUB"), List.of(), "INBOX/sub")).isFalse();
    assertThat(accepts(List.of("inbox2"), List.of(), "INBOX2")).isFalse();
    assertThat(accepts(List.of("a/inbox"), List.of(), "a/INBOX")).isFalse();
  }

  @Test
  void lettersThatMeanSomethingElsewhereMeanThemselves() {
    assertThat(accepts(List.of("a.b[c](d)+\\E$"), List.of(), "a.b[c](d)+\\E$")).isTrue();
    assertThat(accepts(List.of("a.b"), List.of(), "axb")).isFalse();
  }

  @Test
  void isWhatARegularExpressionWouldSay() {
    long seed = new Random().nextLong();
    System.out.println("folder patterns: seed " + seed);
    Random random = new Random(seed);
    int matched = 0;
    for (int i = 0; i < 20_000; i++) {
      String pattern = text(random, "ab/?**", 8);
      String path = text(random, "ab/", 10);
      String regex = pattern.replace("?", ".").replace("*", ".*");
      boolean expected = path.matches(regex);
      assertThat(accepts(List.of(pattern), List.of(), path))
          .as("%s on %s", pattern, path)
          .isEqualTo(expected);
      matched += expected ? 1 : 0;
    }
    assertThat(matched).isBetween(1_000, 19_000);
  }

  private static String text(Random random, String letters, int most) {
    StringBuilder text = new StringBuilder();
    int length = 1 + random.nextInt(most);
    for (int i = 0; i < length; i++) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}
