package dev.mailcask.web;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.index.Indexer.Coverage;
import dev.mailcask.search.Search;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the messages of the catalog that it was told of, whatever is asked.
final class FakeSearch implements Search {

  private final Catalog catalog;
  private final Coverage coverage;
  volatile List<ContentId> found = List.of();
  volatile @Nullable Request last;

  FakeSearch(Catalog catalog, Coverage coverage) {
    this.catalog = catalog;
    this.coverage = coverage;
  }

  @Override
  public Answer find(Request request) {
    last = request;
    if (request.query().contains("before:nonsense")) {
      throw new Failure.Misconfigured(
          "query", "'nonsense' at position 8 is no date", "write before:2026-11-23");
    }
    List<Hit> hits =
        found.stream()
            .map(id -> catalog.message(id).orElseThrow())
            .map(m -> new Hit(m.id(), m, "the quarterly report", List.of(4, 13), List.of("q3.pdf")))
            .toList();
    return new Answer(hits.size(), true, "everything", coverage, hits, 0.004);
  }
}
