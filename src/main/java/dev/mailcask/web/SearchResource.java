package dev.mailcask.web;

import dev.mailcask.base.ContentId;
import dev.mailcask.index.Indexer.Coverage;
import dev.mailcask.search.NotUnderstood;
import dev.mailcask.search.QueryProblem;
import dev.mailcask.search.Search;
import dev.mailcask.search.Search.Answer;
import dev.mailcask.search.Search.Bar;
import dev.mailcask.search.Search.Excerpt;
import dev.mailcask.search.Search.Facets;
import dev.mailcask.search.Search.Group;
import dev.mailcask.search.Search.Hit;
import dev.mailcask.search.Search.InFile;
import dev.mailcask.search.Search.Sort;
import dev.mailcask.search.Search.Suggestion;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finding messages: hits at once; words around the matches, counts and suggestions by requests of
/// their own, so that they never keep the hits waiting.
final class SearchResource {

  /// Hits that are counted before the first ones are shown; the counts that come afterwards say how
  /// many there are.
  private static final int COUNTED = 1000;

  private final Search search;
  private final MessageLookup messages;

  SearchResource(Search search, MessageLookup messages) {
    this.search = search;
    this.messages = messages;
  }

  record AnswerView(
      long total,
      boolean exact,
      String understoodAs,
      List<QueryProblem> notes,
      CoverageView coverage,
      double seconds,
      int offset,
      List<HitView> hits) {}

  record CoverageView(long indexed, long archived, long defective, long waiting) {
    static CoverageView of(Coverage c) {
      return new CoverageView(c.indexed(), c.archived(), c.defective(), c.waiting());
    }
  }

  record HitView(
      String id,
      Instant date,
      String from,
      String to,
      String subject,
      long size,
      List<PlaceView> places) {

    static HitView of(Hit hit) {
      return new HitView(
          hit.id().toString(),
          hit.message().received(),
          hit.message().envelope().from(),
          hit.message().envelope().to(),
          hit.message().envelope().subject(),
          hit.message().size(),
          PlaceView.of(hit.message()));
    }
  }

  record ExcerptsView(List<ExcerptView> excerpts) {}

  record ExcerptView(
      String id,
      List<Mark> subject,
      List<Mark> from,
      String snippet,
      List<Mark> marks,
      @Nullable InFileView file,
      List<String> attachments) {
    static ExcerptView of(Excerpt excerpt) {
      InFile file = excerpt.file();
      return new ExcerptView(
          excerpt.id().toString(),
          Mark.of(excerpt.subject()),
          Mark.of(excerpt.from()),
          excerpt.snippet(),
          Mark.of(excerpt.marks()),
          file == null ? null : new InFileView(file.name(), Mark.of(file.marks())),
          excerpt.attachments());
    }
  }

  record InFileView(String name, List<Mark> marks) {}

  record FacetsView(long total, boolean exact, List<GroupView> groups, List<BarView> timeline) {
    static FacetsView of(Facets facets) {
      return new FacetsView(
          facets.total(),
          facets.exact(),
          facets.groups().stream().map(GroupView::of).toList(),
          facets.timeline().stream().map(BarView::of).toList());
    }
  }

  record GroupView(String facet, List<Search.Value> values, boolean more) {
    static GroupView of(Group group) {
      return new GroupView(lower(group.facet()), group.values(), group.more());
    }
  }

  record BarView(LocalDate from, LocalDate before, long count) {
    static BarView of(Bar bar) {
      return new BarView(bar.from(), bar.before(), bar.count());
    }
  }

  record Operators(List<Search.Named> operators) {}

  record SuggestionsView(List<SuggestionView> suggestions) {}

  record SuggestionView(String kind, String text, int from, int to, String replacement) {
    static SuggestionView of(Suggestion s) {
      return new SuggestionView(lower(s.kind()), s.text(), s.from(), s.to(), s.replacement());
    }
  }

  void install(RoutesConfig routes) {
    routes.get("/api/v1/search", this::search);
    routes.get("/api/v1/search/excerpts", this::excerpts);
    routes.get("/api/v1/search/facets", this::facets);
    routes.get("/api/v1/search/suggestions", this::suggestions);
    routes.get("/api/v1/search/operators", ctx -> ctx.json(new Operators(Search.operators())));
  }

  /// A query that is still being typed is often not finished: then what is wrong with it is the
  /// answer, rather than an error of the request.
  private void search(Context ctx) {
    try {
      find(ctx);
    } catch (NotUnderstood e) {
      if (!Query.flag(ctx, "typing")) {
        throw e;
      }
      ctx.json(Problems.of(e));
    }
  }

  private void find(Context ctx) {
    int offset = Query.offset(ctx);
    Answer answer =
        search.find(new Search.Request(query(ctx), offset, Query.limit(ctx), sort(ctx), COUNTED));
    ctx.json(
        new AnswerView(
            answer.total(),
            answer.exact(),
            answer.understoodAs(),
            answer.notes(),
            CoverageView.of(answer.coverage()),
            answer.seconds(),
            offset,
            answer.hits().stream().map(HitView::of).toList()));
  }

  private void excerpts(Context ctx) {
    List<String> given = Query.list(ctx, "ids");
    if (given.size() > Search.EXCERPTS) {
      throw HttpProblem.badRequest(
          "parameter ids", "there are too many", "ask for at most " + Search.EXCERPTS + " at once");
    }
    List<ContentId> ids = given.stream().map(messages::id).toList();
    ctx.json(
        new ExcerptsView(search.excerpts(query(ctx), ids).stream().map(ExcerptView::of).toList()));
  }

  private void facets(Context ctx) {
    ctx.json(FacetsView.of(search.facets(query(ctx))));
  }

  private void suggestions(Context ctx) {
    String query = query(ctx);
    int cursor = Query.number(ctx, "cursor", query.length(), 0, query.length());
    ctx.json(
        new SuggestionsView(
            search.suggest(query, cursor).stream().map(SuggestionView::of).toList()));
  }

  private static String query(Context ctx) {
    return Objects.requireNonNullElse(ctx.queryParam("q"), "");
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
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
