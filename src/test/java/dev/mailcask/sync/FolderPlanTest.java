package dev.mailcask.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderPlanTest {

  /// Messages are written as `uid` or `uid:flag+flag`, separated by blanks.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          # case,                     listed,          known,          failed, fetch, retry, gone, flags
          nothing anywhere,           '',              '',             '',     '',    '',    '',   ''
          first backup,               1 2 3,           '',             '',     1 2 3, '',    '',   ''
          nothing new,                1 2,             1 2,            '',     '',    '',    '',   ''
          new at the end,             1 2 9,           1 2,            '',     9,     '',    '',   ''
          new below the highest,      1 2 9,           1 9,            '',     2,     '',    '',   ''
          gone,                       2,               1 2 3,          '',     '',    '',    1 3,  ''
          emptied,                    '',              1 2,            '',     '',    '',    1 2,  ''
          failed before,              1 2,             1,              2,      '',    2,     '',   ''
          failed before and gone,     1,               1,              2,      '',    '',    2,    ''
          failed beside new and gone, 2 4,             1,              2 3,    4,     2,     1 3,  ''
          flag added,                 1:\\Seen 2,      1 2,            '',     '',    '',    '',   1
          flag taken away,            1 2,             1 2:\\Seen,     '',     '',    '',    '',   2
          other order of flags,       1:a+b,           1:b+a,          '',     '',    '',    '',   ''
          recent is no flag,          1:\\Recent,      1,              '',     '',    '',    '',   ''
          recent beside a change,     1:\\Recent+x,    1,              '',     '',    '',    '',   1
          flags of a new message,     1:x,             '',             '',     1,     '',    '',   ''
          uids of more than 31 bits,  4294967295,      2147483648,     '', 4294967295, '', 2147483648, ''
          """)
  void plans(
      String name,
      String listed,
      String known,
      String failed,
      String fetch,
      String retry,
      String gone,
      String flags) {
    FolderPlan plan = FolderPlan.of(messages(listed), messages(known), uids(failed));

    assertThat(plan.fetch()).containsExactlyElementsOf(uids(fetch));
    assertThat(plan.retry()).containsExactlyElementsOf(uids(retry));
    assertThat(plan.gone()).containsExactlyElementsOf(uids(gone));
    assertThat(plan.flagsChanged().keySet()).containsExactlyElementsOf(uids(flags));
    assertThat(plan.listed()).isEqualTo(messages(listed).size());
    assertThat(plan.known() + plan.fetch().size() + plan.retry().size())
        .as("every listed message is known or to be fetched")
        .isEqualTo(plan.listed());
  }

  @Test
  void theNewFlagsAreInThePlanWithoutRecent() {
    FolderPlan plan =
        FolderPlan.of(messages("1:\\Seen+\\Recent+$Work"), messages("1"), new TreeSet<>());
    assertThat(plan.flagsChanged()).containsEntry(1L, List.of("\\Seen", "$Work"));
  }

  @Test
  void rangesAddUpToTheWhole() {
    SortedMap<Long, List<String>> listed = messages("1 3:x 5 7");
    SortedMap<Long, List<String>> known = messages("2 3 7 8");
    NavigableSet<Long> failed = uids("4 5");
    FolderPlan whole = FolderPlan.of(listed, known, failed);
    FolderPlan parts =
        FolderPlan.of(listed.headMap(5L), known.headMap(5L), failed.headSet(5L, false))
            .plus(FolderPlan.of(listed.tailMap(5L), known.tailMap(5L), failed.tailSet(5L, true)));
    assertThat(parts).isEqualTo(whole);
    assertThat(whole.gone()).containsExactly(2L, 4L, 8L);
  }

  @Test
  void aListingThatIsNotWholeMakesNothingGone() {
    FolderPlan plan =
        FolderPlan.of(messages("1 4"), messages("1 2 3"), new TreeSet<>()).withoutGone();
    assertThat(plan.gone()).isEmpty();
    assertThat(plan.fetch()).containsExactly(4L);
  }

  private static SortedMap<Long, List<String>> messages(String text) {
    SortedMap<Long, List<String>> messages = new TreeMap<>();
    for (String word : words(text)) {
      String[] parts = word.split(":", 2);
      List<String> flags = parts.length == 1 ? List.of() : List.of(parts[1].split("\\+"));
      messages.put(Long.parseLong(parts[0]), flags);
    }
    return messages;
  }

  private static NavigableSet<Long> uids(String text) {
    return words(text).stream().map(Long::parseLong).collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList();
  }
}
