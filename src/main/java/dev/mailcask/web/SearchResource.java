package dev.mailcask.web;

import dev.mailcask.index.Indexer.Coverage;
import dev.mailcask.search.Search;
import dev.mailcask.search.Search.Answer;
import dev.mailcask.search.Search.Excerpt;
import dev.mailcask.search.Search.Hit;
import dev.mailcask.search.Search.Sort;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Finding messages.
final class SearchResource {

  private final Search search;

  SearchResource(Search search) {
    this.search = search;
  }

  record AnswerView(
      long total,
      boolean exact,
      String understoodAs,
      CoverageView coverage,
      double seconds,
      int offset,
      List<HitView> hits) {}

  record CoverageView(long indexed, long archived, long defective) {
    static CoverageView of(Coverage c) {
      return new CoverageView(c.indexed(), c.archived(), c.defective());
    }
  }

  record HitView(
      String id,
      Instant date,
      String from,
      String to,
      String subject,
      long size,
      String snippet,
      List<Mark> marks,
      List<String> attachments,
      List<PlaceView> places) {

    static HitView of(Hit hit, Excerpt excerpt) {
      return new HitView(
          hit.id().toString(),
          hit.message().received(),
          hit.message().envelope().from(),
          hit.message().envelope().to(),
          hit.message().envelope().subject(),
          hit.message().size(),
          excerpt.snippet(),
          Mark.of(excerpt.marks()),
          excerpt.attachments(),
          PlaceView.of(hit.message()));
    }
  }

  record Mark(int start, int end) {
    static List<Mark> of(List<Integer> offsets) {
      List<Mark> marks = new ArrayList<>();
      for (int i = 0; i + 1 < offsets.size(); i += 2) {
        marks.add(new Mark(offsets.get(i), offsets.get(i + 1)));
      }
      return marks;
    }
  }

  void install(RoutesConfig routes) {
    routes.get("/api/v1/search", this::search);
  }

  private void search(Context ctx) {
    String query = Objects.requireNonNullElse(ctx.queryParam("q"), "");
    int offset = Query.offset(ctx);
    Answer answer = search.find(new Search.Request(query, offset, Query.limit(ctx), sort(ctx)));
    ctx.json(
        new AnswerView(
            answer.total(),
            answer.exact(),
            answer.understoodAs(),
            CoverageView.of(answer.coverage()),
            answer.seconds(),
            offset,
            views(query, answer)));
  }

  private List<HitView> views(String query, Answer answer) {
    List<HitView> views = new ArrayList<>();
    for (Hit hit : answer.hits()) {
      for (Excerpt excerpt : search.excerpts(query, List.of(hit.id()))) {
        views.add(HitView.of(hit, excerpt));
      }
    }
    return views;
  }

  private static Sort sort(Context ctx) {
    return switch (Objects.requireNonNullElse(ctx.queryParam("sort"), "date")) {
      case "date" -> Sort.DATE;
      case "relevance" -> Sort.RELEVANCE;
      default ->
          throw HttpProblem.badRequest(
              "parameter sort", "there is no such order", "use date or relevance");
    };
  }
}
