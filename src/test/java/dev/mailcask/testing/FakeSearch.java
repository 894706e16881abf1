package dev.mailcask.testing;

import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.index.Indexer.Coverage;
import dev.mailcask.search.NotUnderstood;
import dev.mailcask.search.QueryProblem;
import dev.mailcask.search.Search;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the messages of the catalog that it was told of, whatever is asked, and remembers what was
/// asked last.
public final class FakeSearch implements Search {

  private final Catalog catalog;
  private final Coverage coverage;
  public final Map<ContentId, Excerpt> excerpts = new HashMap<>();
  public volatile List<ContentId> found = List.of();
  public volatile String understoodAs = "everything";
  public volatile List<QueryProblem> notes = List.of();
  public volatile Facets facets = new Facets(0, true, List.of(), List.of());
  public volatile List<Suggestion> suggestions = List.of();
  public volatile Conversation conversation = new Conversation(List.of(), true);
  public volatile List<Integer> marks = List.of();
  public volatile @Nullable Request last;

  public FakeSearch(Catalog catalog, Coverage coverage) {
    this.catalog = catalog;
    this.coverage = coverage;
  }

  @Override
  public Answer find(Request request) {
    last = request;
    refuseNonsense(request.query());
    List<Hit> hits =
        found.stream().map(id -> new Hit(id, catalog.message(id).orElseThrow())).toList();
    return new Answer(hits.size(), true, understoodAs, notes, coverage, hits, 0.004);
  }

  private static void refuseNonsense(String query) {
    if (query.contains("before:nonsense")) {
      int at = query.indexOf("nonsense");
      throw new NotUnderstood(
          new QueryProblem(
              at, 8, "'nonsense' is no date", "write before:2026-11-23", "2026-11-23"));
    }
  }

  @Override
  public List<Excerpt> excerpts(String query, List<ContentId> ids) {
    refuseNonsense(query);
    return ids.stream().filter(excerpts::containsKey).map(excerpts::get).toList();
  }

  @Override
  public Facets facets(String query) {
    refuseNonsense(query);
    return facets;
  }

  @Override
  public List<Suggestion> suggest(String query, int cursor) {
    return suggestions;
  }

  @Override
  public Conversation conversation(ContentId id) {
    return conversation;
  }

  @Override
  public List<Integer> marks(String query, String text) {
    refuseNonsense(query);
    return marks;
  }
}
