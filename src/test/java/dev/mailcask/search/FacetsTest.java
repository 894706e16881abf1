package dev.mailcask.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.Progress;
import dev.mailcask.search.Search.Bar;
import dev.mailcask.search.Search.Facet;
import dev.mailcask.search.Search.Facets;
import dev.mailcask.search.Search.Group;
import dev.mailcask.search.Search.Value;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FacetsTest extends SearchWorld {

  private void place(String account, String folder, String date, String from, String file) {
    mail.place(
        account,
        folder,
        """
        Date: %s
        From: %s
        Subject: plums
        Content-Type: application/octet-stream; name="%s"
        Content-Disposition: %s

        x
        """
            .formatted(date, from, file, file.isEmpty() ? "inline" : "attachment"));
  }

  private static Map<String, Long> counts(Facets facets, Facet facet) {
    Map<String, Long> counts = new TreeMap<>();
    for (Group group : facets.groups()) {
      if (group.facet() == facet) {
        group.values().forEach(value -> counts.put(value.label(), value.count()));
      }
    }
    return counts;
  }

  @Test
  void countsBySenderAccountFolderYearAndKind() {
    place("work", "Inbox", "Fri, 1 Mar 2024 10:00:00 +0000", "Anna <anna@example.com>", "a.pdf");
    place("work", "Old", "Fri, 1 Mar 2023 10:00:00 +0000", "ANNA@example.com", "b.xlsx");
    place("home", "Inbox", "Sun, 3 Mar 2024 10:00:00 +0000", "Bert <bert@example.com>", "c.pdf");
    indexer.catchUp(Progress.NONE);
    Facets facets = search.facets("plums");

    assertThat(facets.total()).isEqualTo(3);
    assertThat(facets.exact()).isTrue();
    assertThat(counts(facets, Facet.SENDER).values()).containsExactlyInAnyOrder(2L, 1L);
    assertThat(counts(facets, Facet.ACCOUNT)).isEqualTo(Map.of("work", 2L, "home", 1L));
    assertThat(counts(facets, Facet.FOLDER)).isEqualTo(Map.of("Inbox", 2L, "Old", 1L));
    assertThat(counts(facets, Facet.YEAR)).isEqualTo(Map.of("2024", 2L, "2023", 1L));
    assertThat(counts(facets, Facet.KIND)).isEqualTo(Map.of("pdf", 2L, "spreadsheet", 1L));
    assertThat(search.facets("pears").groups()).isEmpty();
  }

  @Test
  void whatAValueAddsToTheQueryFindsAsManyAsItSays() {
    for (int i = 0; i < 60; i++) {
      place(
          i % 3 == 0 ? "work" : "home",
          i % 5 == 0 ? "In \"box\" " + i % 2 : "Projects/2024",
          "%d Mar %d 10:00:00 +0000".formatted(1 + i % 28, 2020 + i % 4),
          "Person %d <p%d@example.com>".formatted(i % 7, i % 7),
          i % 2 == 0 ? "a" + i + ".pdf" : "b" + i + ".odt");
    }
    indexer.catchUp(Progress.NONE);
    List<Value> values = new ArrayList<>();
    search.facets("plums").groups().forEach(group -> values.addAll(group.values()));
    assertThat(values).hasSizeGreaterThan(15);
    for (Value value : values) {
      assertThat(search.facets("plums " + value.query()).total())
          .as(value.query())
          .isEqualTo(value.count());
    }
  }

  @Test
  void aMessageInTwoFoldersCountsOnceInEach() {
    place("work", "Inbox", "Fri, 1 Mar 2024 10:00:00 +0000", "a@example.com", "a.pdf");
    place("work", "Old", "Fri, 1 Mar 2024 10:00:00 +0000", "a@example.com", "a.pdf");
    place("work", "Old", "Fri, 1 Mar 2024 10:00:00 +0000", "a@example.com", "a.pdf");
    indexer.catchUp(Progress.NONE);
    Facets facets = search.facets("");
    assertThat(counts(facets, Facet.FOLDER)).isEqualTo(Map.of("Inbox", 1L, "Old", 1L));
    assertThat(counts(facets, Facet.ACCOUNT)).isEqualTo(Map.of("work", 1L));
  }

  @Test
  void theTimelineHasBarsOfDaysMonthsOrYearsWithoutGaps() {
    place("work", "Inbox", "Fri, 1 Mar 2024 23:30:00 +0000", "a@example.com", "a.pdf");
    place("work", "Inbox", "Mon, 4 Mar 2024 10:00:00 +0000", "a@example.com", "b.pdf");
    indexer.catchUp(Progress.NONE);
    assertThat(search.facets("").timeline()).extracting(Bar::count).containsExactly(1L, 0L, 0L, 1L);
    try (LuceneSearch berlin = search(ZoneId.of("Europe/Berlin"))) {
      assertThat(berlin.facets("").timeline()).extracting(Bar::count).containsExactly(1L, 0L, 1L);
    }
    place("work", "Inbox", "Mon, 1 Jan 2024 10:00:00 +0000", "a@example.com", "c.pdf");
    indexer.catchUp(Progress.NONE);
    assertThat(search.facets("").timeline())
        .containsExactly(
            new Bar(LocalDate.of(2024, 1, 1), LocalDate.of(2024, 2, 1), 1),
            new Bar(LocalDate.of(2024, 2, 1), LocalDate.of(2024, 3, 1), 0),
            new Bar(LocalDate.of(2024, 3, 1), LocalDate.of(2024, 4, 1), 2));
    place("work", "Inbox", "Sat, 1 Jan 2000 10:00:00 +0000", "a@example.com", "d.pdf");
    indexer.catchUp(Progress.NONE);
    assertThat(search.facets("").timeline()).hasSize(25);
  }
}
