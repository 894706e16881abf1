package dev.mailcask.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.search.Search.Answer;
import dev.mailcask.search.Search.Request;
import dev.mailcask.search.Search.Sort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is archived and not indexed is found by its headers.
class WaitingTest extends SearchWorld {

  private ContentId place(String name, int day) {
    return mail.place(
        "work",
        "Inbox",
        "From: Änne Müller <anne@example.com>\nDate: %d Mar 2024 10:00:00 +0000\nSubject: plums %s\n\nred\n"
            .formatted(day, name));
  }

  private List<String> found(String query) {
    return search.find(new Request(query, 0, 50, Sort.DATE)).hits().stream()
        .map(hit -> hit.message().envelope().subject())
        .toList();
  }

  @Test
  void beforeThereIsAnIndexAllIsFoundByHeaders() {
    place("one", 1);
    place("two", 2);
    assertThat(found("plums")).containsExactly("plums two", "plums one");
    assertThat(found("from:muller -subject:\"two\"")).containsExactly("plums one");
    assertThat(found("\"plums one\" OR subject:tw*")).hasSize(2);
    assertThat(found("in:inbox before:2024-03-02")).containsExactly("plums one");
    assertThat(found("is:unread account:work larger:1")).hasSize(2);
    assertThat(found("")).hasSize(2);
    assertThat(found("pears")).isEmpty();
  }

  @Test
  void whatHeadersDoNotTellIsNotClaimed() {
    place("one", 1);
    assertThat(found("body:red")).isEmpty();
    assertThat(found("-body:red")).isEmpty();
    assertThat(found("-pears")).isEmpty();
    assertThat(found("has:attachment")).isEmpty();
    assertThat(found("plums OR has:attachment")).hasSize(1);
    assertThat(found("-subject:\"pears\"")).hasSize(1);
    assertThat(found("-subject:plum")).as("the index finds plums for it").isEmpty();
    assertThat(found("-from:mueller")).as("and the same name").isEmpty();
  }

  @Test
  void whatWasMovedIsNotGone() {
    ContentId moved = place("one", 1);
    mail.place("work", "Zeta", mail.archive.read(moved).orElseThrow().toByteArray());
    mail.gone("work", "Inbox", moved);
    mail.flags("work", "Zeta", moved, List.of("\\Seen"));
    assertThat(found("is:gone OR is:flagged")).isEmpty();
    assertThat(found("is:gone is:read")).isEmpty();
    assertThat(found("is:unread")).isEmpty();
    assertThat(found("is:read")).hasSize(1);
    assertThat(found("is:gone in:inbox")).hasSize(1);
    mail.gone("work", "Zeta", moved);
    assertThat(found("is:gone is:unread")).hasSize(1);
  }

  @Test
  void standsAmongWhatIsIndexedInTheOrderOfTime() {
    place("one", 1);
    place("three", 3);
    indexer.catchUp(Progress.NONE);
    place("two", 2);
    ContentId late = place("four", 4);
    Answer answer = search.find(new Request("plums", 1, 2, Sort.DATE));
    assertThat(answer.total()).isEqualTo(4);
    assertThat(answer.coverage().indexed()).isEqualTo(2);
    assertThat(answer.hits())
        .extracting(hit -> hit.message().envelope().subject())
        .containsExactly("plums three", "plums two");

    indexer.catchUp(Progress.NONE);
    assertThat(found("red")).hasSize(4);
    mail.gone("work", "Inbox", late);
    assertThat(found("plums")).hasSize(4); // moved, and still counted once
    assertThat(search.find(new Request("plums", 0, 9, Sort.DATE)).total()).isEqualTo(4);
  }

  @Test
  void anotherLifeOfTheCatalogIsReadAnew() {
    place("one", 1);
    assertThat(found("plums")).hasSize(1);
    mail.rebuildCatalog();
    assertThat(found("plums")).hasSize(1);
    indexer.catchUp(Progress.NONE);
    mail.rebuildCatalog();
    assertThat(found("plums")).hasSize(1);
  }

  @Test
  void anIndexThatBeginsAnewHidesNothing() throws IOException {
    place("one", 1);
    place("two", 2);
    indexer.catchUp(Progress.NONE);
    assertThat(found("plums")).hasSize(2);
    place("three", 3);
    assertThat(found("plums")).hasSize(3);
    indexer.close();
    search.close();
    Files.delete(dir.resolve("index/current"));
    reopen();
    assertThat(found("plums")).hasSize(3);
  }

  @Test
  void aPositionThatGoesBackIsReadAnew() throws IOException {
    place("one", 1);
    place("two", 2);
    place("three", 3);
    Waiting waiting = new Waiting(mail.catalog);
    HeaderMatch all = new HeaderMatch(new Expression.Everything(), ZoneOffset.UTC);
    assertThat(waiting.find(mail.catalog.standing(), 1, ids -> Set.of(), all)).hasSize(2);
    assertThat(waiting.find(mail.catalog.standing(), 2, ids -> Set.of(), all)).hasSize(1);
    assertThat(waiting.find(mail.catalog.standing(), 1, ids -> Set.of(), all))
        .as("a search that began before")
        .hasSize(2);
    assertThat(waiting.find(mail.catalog.standing(), 3, ids -> Set.of(), all)).isEmpty();
    assertThat(waiting.find(mail.catalog.standing(), 0, ids -> Set.of(), all))
        .as("an index that began anew")
        .hasSize(3);
  }

  @Test
  void anOlderStateOfTheIndexLosesNothing() throws IOException {
    place("one", 1);
    Waiting waiting = new Waiting(mail.catalog);
    HeaderMatch all = new HeaderMatch(new Expression.Everything(), ZoneOffset.UTC);
    assertThat(waiting.find(mail.catalog.standing(), 1, Set::copyOf, all)).isEmpty();
    place("two", 2);
    assertThat(waiting.find(mail.catalog.standing(), 2, Set::copyOf, all)).isEmpty();
    assertThat(waiting.isAhead(mail.catalog.generation(), 1)).isTrue();
    assertThat(waiting.find(mail.catalog.standing(), 1, ids -> Set.of(), all)).hasSize(1);
  }

  @Test
  void whatIsMovedWhileItIsIndexedIsFoundOnce() throws IOException {
    ContentId one = place("one", 1);
    Waiting waiting = new Waiting(mail.catalog);
    HeaderMatch all = new HeaderMatch(new Expression.Everything(), ZoneOffset.UTC);
    assertThat(waiting.find(mail.catalog.standing(), 0, ids -> Set.of(), all)).hasSize(1);
    mail.flags("work", "Inbox", one, List.of("\\Seen"));
    assertThat(waiting.find(mail.catalog.standing(), 0, ids -> Set.of(), all)).hasSize(1);
    assertThat(waiting.find(mail.catalog.standing(), 1, ids -> Set.of(one), all)).isEmpty();
  }

  @Test
  void manyThatTheIndexHasNowLeaveRoomForWhatIsNew() {
    List<byte[]> many = new ArrayList<>();
    for (int i = 0; i < Waiting.MOST + 500; i++) {
      many.add(
          ("From: a@example.com\nSubject: pear " + i + "\n\nx\n").getBytes(StandardCharsets.UTF_8));
    }
    mail.place("work", "Inbox", many);
    assertThat(found("plums")).isEmpty();
    indexer.catchUp(Progress.NONE);
    assertThat(found("plums")).isEmpty();
    place("one", 1);
    assertThat(found("plums")).containsExactly("plums one");
  }
}
