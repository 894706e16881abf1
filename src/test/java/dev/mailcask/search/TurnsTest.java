package dev.mailcask.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.Message;
import dev.mailcask.message.Envelope;
import dev.mailcask.search.Search.Turn;
import dev.mailcask.search.Turns.Related;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private static final Instant START = Instant.parse("2024-03-01T10:00:00Z");
  private final List<Related> all = new ArrayList<>();

  private void message(
      String name, int hours, String subject, String person, String... references) {
    Instant at = START.plusSeconds(3600L * hours);
    ContentId id = ContentId.of((name + hours).getBytes(StandardCharsets.UTF_8));
    Message message =
        new Message(id, 1, new Envelope(at, person, "", subject, name), at, List.of());
    boolean reply = subject.startsWith("Re: ");
    String topic = reply ? subject.substring(4) : subject;
    all.add(new Related(message, name, List.of(references), topic, reply, Set.of(person)));
  }

  private List<String> turns() {
    List<Related> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(1));
    return Turns.of(shuffled).stream().map(TurnsTest::line).toList();
  }

  private static String line(Turn turn) {
    return " ".repeat(turn.depth()) + turn.message().envelope().messageId();
  }

  @Test
  void answersStandBehindWhatTheyAnswer() {
    message("a", 0, "plums", "anna");
    message("b", 1, "Re: plums", "bert", "a");
    message("c", 2, "Re: plums", "cem", "a");
    message("d", 3, "Re: plums", "dora", "a", "b");
    assertThat(turns()).containsExactly("a", " b", "  d", " c");
  }

  @Test
  void whatIsMissingInBetweenIsPassedOver() {
    message("a", 0, "plums", "anna");
    message("d", 3, "Re: plums", "dora", "a", "lost", "lost-too");
    message("e", 4, "Re: plums", "emil", "nobody-has-this");
    assertThat(turns()).containsExactly("a", " d", "e");
  }

  @Test
  void repliesWithoutReferencesAnswerWhatIsCalledAlikeIfTheyKnowEachOther() {
    message("a", 0, "plums", "anna");
    message("b", 1, "Re: plums", "anna");
    message("c", 2, "Re: plums", "stranger");
    message("d", 3, "plums", "anna");
    message("e", 24 * 100, "Re: plums", "anna");
    assertThat(turns()).containsExactly("a", " b", "c", "d", "e");
  }

  @Test
  void circlesAreCut() {
    message("a", 0, "plums", "anna", "c");
    message("b", 1, "plums", "anna", "a");
    message("c", 2, "plums", "anna", "b");
    message("self", 3, "plums", "anna", "self");
    assertThat(turns()).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void twoMessagesOfOneIdAreBothThere() {
    message("a", 0, "plums", "anna");
    message("a", 5, "plums, changed by a list", "anna");
    message("b", 6, "Re: plums", "bert", "a");
    assertThat(turns()).containsExactly("a", " b", "a");
  }

  @Test
  void aChainOfThousandsNeedsNoStack() {
    message("0", 0, "plums", "anna");
    for (int i = 1; i < 3000; i++) {
      message("" + i, i, "Re: plums", "anna", "" + (i - 1));
    }
    assertThat(turns()).hasSize(3000).last().isEqualTo(" ".repeat(2999) + "2999");
  }
}
