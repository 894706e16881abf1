package dev.mailcask.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.Progress;
import dev.mailcask.search.Search.Suggestion;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SuggestionsTest extends SearchWorld {

  @BeforeEach
  void fill() {
    for (int i = 0; i < 3; i++) {
      mail.place("work", "INBOX", mail(i, "Anna Müller <anna@example.com>", "Re: Harbour plan"));
    }
    mail.place("work", "Projects/2024", mail(9, "annette@example.org", "Harmony"));
    indexer.catchUp(Progress.NONE);
  }

  @Test
  void operatorsAndTheirValues() {
    assertThat(completed("has:att")).contains("has:attachment");
    assertThat(completed("ist:unr")).contains("ist:unread");
    assertThat(completed("bet")).contains("betreff:");
    assertThat(completed("x -fro")).contains("x -from:");
    assertThat(completed("account:w")).containsExactly("account:work");
    assertThat(completed("in:proj")).containsExactly("in:\"Projects/2024\"");
  }

  @Test
  void addressesAndSubjectsOfTheMailThatThereIs() {
    assertThat(completed("from:ann"))
        .containsExactly("from:\"anna@example.com\"", "from:\"annette@example.org\"");
    assertThat(completed("har")).contains("subject:\"Harbour plan\"", "subject:\"Harmony\"");
  }

  @Test
  void germanOperatorsComeAfterAllElse() {
    List<String> an = completed("an");
    assertThat(an).contains("from:\"anna@example.com\"").endsWith("an:");
    assertThat(completed("fr")).startsWith("from:");
  }

  @Test
  void whatIsAroundTheWordStays() {
    Suggestion first = search.suggest("(in:proj OR x)", 8).getFirst();
    assertThat(first.from()).isEqualTo(1);
    assertThat(first.to()).isEqualTo(8);
  }

  @Test
  void anyQueryIsTaken() {
    for (String query :
        List.of("", "(((", "form:x*y", "from:*", "\"", "a OR", "-", "from:\uD83D")) {
      assertThat(search.suggest(query, query.length())).isNotNull();
    }
  }

  private List<String> completed(String query) {
    return search.suggest(query, query.length()).stream()
        .map(s -> query.substring(0, s.from()) + s.replacement() + query.substring(s.to()))
        .toList();
  }

  private static String mail(int number, String from, String subject) {
    return "Date: Tue, 5 Mar 2024 10:00:0%d +0000\nFrom: %s\nSubject: %s\n\ntext %d\n"
        .formatted(number, from, subject, number);
  }
}
