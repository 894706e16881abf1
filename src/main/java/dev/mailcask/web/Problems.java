package dev.mailcask.web;

import dev.mailcask.base.Failure;
import dev.mailcask.jobs.FailureTable;
import dev.mailcask.search.NotUnderstood;
import dev.mailcask.search.QueryProblem;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Turns whatever a request ends with into a problem. Stack traces go to the log and nowhere else.
final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  static void install(RoutesConfig routes) {
    routes.exception(NotUnderstood.class, (e, ctx) -> answer(ctx, of(e)));
    routes.exception(Failure.class, (e, ctx) -> answer(ctx, logged(ctx, e)));
    routes.exception(HttpProblem.class, (e, ctx) -> answer(ctx, e.problem()));
    routes.exception(HttpResponseException.class, (e, ctx) -> answer(ctx, of(e)));
    routes.exception(Exception.class, (e, ctx) -> answer(ctx, bug(ctx, e)));
  }

  static void answer(Context ctx, Problem problem) {
    if (ctx.res().isCommitted()) {
      return; // the client sees a cut answer, which is what it is
    }
    ctx.status(problem.status())
        .contentType(Problem.MEDIA_TYPE)
        .removeHeader("Content-Disposition")
        .removeHeader("Content-Length")
        .result(Json.MAPPER.writeValueAsBytes(problem));
  }

  /// The problem that a failure is.
  static Problem of(Failure failure) {
    FailureTable row = FailureTable.of(failure);
    return Problem.of(
        row.httpStatus(),
        row.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        title(row),
        failure.subject(),
        failure.problem(),
        failure.hint());
  }

  /// A query that is being typed is often not finished; that is nothing for the log.
  static Problem of(NotUnderstood query) {
    QueryProblem what = query.what();
    return of((Failure) query).at(new Problem.Place(what.at(), what.length(), what.suggestion()));
  }

  private static String title(FailureTable row) {
    return switch (row) {
      case UNREACHABLE -> "The other side does not answer";
      case REFUSED -> "Refused";
      case THROTTLED -> "Too many tries";
      case CORRUPT -> "Stored data is damaged";
      case TOO_NEW -> "Written by a newer Mailcask";
      case OUT_OF_SPACE -> "No space left";
      case LOCKED -> "In use";
      case MISCONFIGURED -> "This cannot be carried out";
      case CANCELLED -> "Cancelled";
      case BUG -> "A fault of Mailcask itself";
    };
  }

  private static Problem logged(Context ctx, Failure failure) {
    Level level = FailureTable.of(failure).level();
    LOG.atLevel(level).log("{}: {}", route(ctx), failure.getMessage());
    return of(failure);
  }

  /// What Javalin itself refuses: no such route, wrong method, too large a body.
  private static Problem of(HttpResponseException e) {
    return switch (e.getStatus()) {
      case 404 ->
          Problem.of(404, "not-found", "Not found", "address", "there is nothing", "go back");
      case 405 ->
          Problem.of(
              405,
              "method-not-allowed",
              "Not a valid request",
              "request",
              "the method does not fit the address",
              "see /api/openapi.json");
      case 413 ->
          Problem.of(
              413,
              "too-large",
              "Too large",
              "request",
              "its body is too large",
              "send less at once");
      default ->
          Problem.of(
              e.getStatus(),
              "bad-request",
              "Not a valid request",
              "request",
              "the server cannot carry it out",
              "see /api/openapi.json");
    };
  }

  private static Problem bug(Context ctx, Exception e) {
    LOG.error("{}: a fault of Mailcask itself", route(ctx), e);
    return Problem.of(
        FailureTable.BUG.httpStatus(),
        "bug",
        title(FailureTable.BUG),
        "Mailcask",
        "something went wrong that should not",
        "try again; if it stays, report it with what logs/ says about it");
  }

  /// The route rather than the path, for a path may hold what people search for.
  private static String route(Context ctx) {
    return ctx.method() + " " + ctx.endpoint().path;
  }
}
