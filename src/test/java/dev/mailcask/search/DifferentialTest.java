package dev.mailcask.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.search.Search.Answer;
import dev.mailcask.search.Search.Request;
import dev.mailcask.search.Search.Sort;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Whatever is asked of whatever mail, the index answers what [PlainMail] says; what it has not yet
/// is found by its header, or not at all. A failure tells the seed, and `-Dmailcask.seed` repeats
/// it.
class DifferentialTest extends SearchWorld {

  private static final ZoneId ZONE = ZoneId.of("Asia/Kathmandu");
  private static final int MESSAGES = 70;
  private static final int WAITING = 15;
  private static final int QUERIES = 300;

  private final long seed = Long.getLong("mailcask.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<ContentId, PlainMail> all = new LinkedHashMap<>();

  @Test
  void theIndexAnswersAsThePlainMailDoes() {
    RandomMail source = new RandomMail(random, mail);
    for (int i = 0; i < MESSAGES; i++) {
      source.add(i, all);
    }
    indexer.catchUp(Progress.NONE);
    try (LuceneSearch there = search(ZONE)) {
      for (int i = 0; i < QUERIES; i++) {
        Expression tree = source.tree(3);
        assertThat(found(there, tree)).as("%s, seed %d", tree, seed).isEqualTo(expected(tree));
      }
      Set<String> indexed =
          all.values().stream().map(PlainMail::id).collect(Collectors.toUnmodifiableSet());
      for (int i = 0; i < WAITING; i++) {
        source.add(MESSAGES + i, all);
      }
      for (int i = 0; i < QUERIES; i++) {
        Expression tree = source.tree(2);
        List<String> found = found(there, tree);
        List<String> expected = expected(tree);
        assertThat(expected).as("%s, seed %d", tree, seed).containsAll(found);
        expected.removeAll(found);
        assertThat(expected).as("%s, seed %d", tree, seed).doesNotContainAnyElementsOf(indexed);
      }
    }
  }

  private List<String> found(LuceneSearch there, Expression tree) {
    Answer answer = there.find(new Request(tree.toString(), 0, 1000, Sort.DATE));
    assertThat(answer.total()).as("%s, seed %d", tree, seed).isEqualTo(answer.hits().size());
    return answer.hits().stream().map(hit -> plain(hit.id()).id()).toList();
  }

  private PlainMail plain(ContentId id) {
    PlainMail found = all.get(id);
    if (found == null) {
      throw new IllegalStateException("nobody wrote that");
    }
    return found;
  }

  private List<String> expected(Expression tree) {
    return new ArrayList<>(
        all.values().stream()
            .filter(each -> each.answers(tree, ZONE))
            .sorted(Comparator.comparing(PlainMail::received).reversed())
            .map(PlainMail::id)
            .toList());
  }
}
