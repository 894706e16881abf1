package dev.mailcask.web;

import dev.mailcask.access.SavedSearches;
import dev.mailcask.access.SavedSearches.SavedSearch;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/// The searches that the user who is signed in keeps under a name.
final class SearchesResource {

  private final SavedSearches searches;

  SearchesResource(SavedSearches searches) {
    this.searches = searches;
  }

  record Kept(List<SavedSearch> searches) {}

  void install(RoutesConfig routes) {
    routes.get("/api/v1/searches", this::list);
    routes.put("/api/v1/searches", this::keep);
    routes.delete("/api/v1/searches", this::forget);
  }

  private void list(Context ctx) {
    ctx.json(new Kept(searches.of(user(ctx))));
  }

  private void keep(Context ctx) {
    searches.keep(user(ctx), RequestBody.read(ctx, SavedSearch.class));
    list(ctx);
  }

  private void forget(Context ctx) {
    searches.forget(user(ctx), Query.required(ctx, "name"));
    list(ctx);
  }

  private static String user(Context ctx) {
    return RequestGate.session(ctx).user();
  }
}
