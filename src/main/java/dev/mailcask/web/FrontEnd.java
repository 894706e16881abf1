package dev.mailcask.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The built pages, from `/web/` on the class path. Files below `assets/` have their hash in their
/// name and are kept by browsers for good. There is one page, whose places are behind the `#` of
/// its address; every other address that is no file leads to it.
final class FrontEnd {

  private static final Pattern FILE =
      Pattern.compile("/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*");
  private static final Pattern HASHED = Pattern.compile("/assets/.+-[A-Za-z0-9_-]{8,}\\.[a-z0-9]+");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2",
          "json", "application/json",
          "webmanifest", "application/manifest+json",
          "txt", "text/plain; charset=utf-8");

  private final String root;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();

  /// @param root the directory on the class path, as `/web`
  FrontEnd(String root) {
    this.root = root;
  }

  void install(RoutesConfig routes) {
    routes.get("/", this::page, Entry.OPEN);
    routes.get("/<path>", this::serve, Entry.OPEN);
  }

  private void serve(Context ctx) throws IOException {
    String path = ctx.path();
    if (path.startsWith("/api/")) {
      throw HttpProblem.notFound("address", "there is nothing", "see /api/openapi.json");
    }
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    if (type == null || !FILE.matcher(path).matches()) {
      ctx.redirect("/");
      return;
    }
    byte[] bytes = read(path);
    if (bytes == null) {
      throw HttpProblem.notFound("address", "there is no such file", "load the page again");
    }
    boolean forGood = HASHED.matcher(path).matches();
    ctx.header("Cache-Control", forGood ? "public, max-age=31536000, immutable" : "no-cache")
        .contentType(type)
        .result(bytes);
  }

  private void page(Context ctx) throws IOException {
    byte[] bytes = read("/index.html");
    if (bytes == null) {
      throw HttpProblem.notFound(
          "page",
          "this build of Mailcask has no pages",
          "start it with scripts/run, which builds them, or use the API or the command line");
    }
    ctx.header("Cache-Control", "no-cache").contentType("text/html; charset=utf-8").result(bytes);
  }

  private byte @Nullable [] read(String path) throws IOException {
    byte[] known = files.get(path);
    if (known != null) {
      return known;
    }
    try (InputStream in = FrontEnd.class.getResourceAsStream(root + path)) {
      if (in == null) {
        return null;
      }
      byte[] bytes = in.readAllBytes();
      files.put(path, bytes);
      return bytes;
    }
  }
}
