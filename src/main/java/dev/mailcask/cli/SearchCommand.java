package dev.mailcask.cli;

import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.Message.Place;
import dev.mailcask.search.QueryProblem;
import dev.mailcask.search.Search;
import dev.mailcask.search.Search.Answer;
import dev.mailcask.search.Search.Excerpt;
import dev.mailcask.search.Search.Hit;
import dev.mailcask.search.Search.InFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Searches the archive.
@Command(
    name = "search",
    description = "Search all archived mail: words, \"phrases\", from: subject: after: and so on.",
    sortOptions = false)
final class SearchCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(
      paramLabel = "QUERY",
      arity = "0..*",
      description = "What to look for; everything if empty.")
  List<String> query = List.of();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Hits to show: ${DEFAULT-VALUE} if not given, at most 1000.")
  int limit;

  @Option(
      names = "--offset",
      paramLabel = "N",
      defaultValue = "0",
      description = "Hits to leave out.")
  int offset;

  @Option(
      names = "--sort",
      paramLabel = "ORDER",
      defaultValue = "date",
      description = "${COMPLETION-CANDIDATES}: newest or best match first.")
  Search.Sort sort = Search.Sort.DATE;

  SearchCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (limit < 0 || limit > 1000) {
      throw Session.wrong("--limit " + limit, "it is out of range", "give 0 to 1000");
    }
    if (offset < 0) {
      throw Session.wrong("--offset " + offset, "it is negative", "give 0 or more");
    }
    Rooms rooms = session.rooms();
    String asked = String.join(" ", query);
    Answer answer = rooms.search().find(new Search.Request(asked, offset, limit, sort));
    Map<ContentId, Excerpt> excerpts = excerpts(rooms.search(), asked, answer);
    if (session.json()) {
      session.print(json(answer, excerpts));
    } else {
      print(answer, excerpts, rooms);
    }
    return 0;
  }

  private static Map<ContentId, Excerpt> excerpts(Search search, String query, Answer answer) {
    List<ContentId> ids = answer.hits().stream().map(Hit::id).toList();
    Map<ContentId, Excerpt> excerpts = new HashMap<>();
    for (int from = 0; from < ids.size(); from += Search.EXCERPTS) {
      List<ContentId> some = ids.subList(from, Math.min(from + Search.EXCERPTS, ids.size()));
      search.excerpts(query, some).forEach(excerpt -> excerpts.put(excerpt.id(), excerpt));
    }
    return excerpts;
  }

  private static Excerpt excerpt(Hit hit, Map<ContentId, Excerpt> excerpts) {
    return excerpts.getOrDefault(hit.id(), Excerpt.none(hit.id()));
  }

  private void print(Answer answer, Map<ContentId, Excerpt> excerpts, Rooms rooms) {
    for (Hit hit : answer.hits()) {
      session.print(
          "%s  %s  %s"
              .formatted(
                  hit.id().toString().substring(0, ContentId.MIN_PREFIX + 2),
                  Units.time(hit.message().received(), rooms.zone()),
                  Table.cut(Plain.line(hit.message().envelope().from()), 60)));
      session.print("    " + Plain.line(subject(hit)));
      String words = words(excerpt(hit, excerpts));
      if (!words.isBlank()) {
        session.print("    " + Table.cut(Plain.line(words), session.textWidth() - 4));
      }
    }
    session.print(
        "%s%s, %s"
            .formatted(
                answer.exact() ? "" : "more than ",
                Units.count(answer.total(), "message", "messages"),
                Plain.line(answer.understoodAs())));
    for (QueryProblem note : answer.notes()) {
      session.print(Plain.line(note.problem() + "; " + note.hint()));
    }
    long waiting = answer.coverage().archived() - answer.coverage().indexed();
    if (waiting > 0) {
      session.print(
          "%s not searchable yet"
              .formatted(Units.count(waiting, "archived message is", "archived messages are")));
    }
    if (answer.coverage().waiting() > 0) {
      session.print(
          "attachments of %s are still being read"
              .formatted(Units.count(answer.coverage().waiting(), "message", "messages")));
    }
  }

  private static String words(Excerpt excerpt) {
    InFile file = excerpt.file();
    return file == null ? excerpt.snippet() : "in " + file.name() + ": " + excerpt.snippet();
  }

  private static String subject(Hit hit) {
    String subject = hit.message().envelope().subject();
    return subject.isEmpty() ? "(no subject)" : subject;
  }

  private static Json json(Answer answer, Map<ContentId, Excerpt> excerpts) {
    return new Json()
        .put("total", answer.total())
        .put("exact", answer.exact())
        .put("understoodAs", answer.understoodAs())
        .put("notes", answer.notes().stream().map(SearchCommand::json).toList())
        .put(
            "coverage",
            new Json()
                .put("indexed", answer.coverage().indexed())
                .put("archived", answer.coverage().archived())
                .put("defective", answer.coverage().defective())
                .put("waiting", answer.coverage().waiting()))
        .put("seconds", answer.seconds())
        .put("hits", answer.hits().stream().map(hit -> json(hit, excerpt(hit, excerpts))).toList());
  }

  private static Json json(QueryProblem note) {
    return new Json()
        .put("at", note.at())
        .put("length", note.length())
        .put("problem", note.problem())
        .put("hint", note.hint())
        .put("suggestion", note.suggestion());
  }

  private static Json json(Hit hit, Excerpt excerpt) {
    List<Place> places = hit.message().places();
    Place first = places.stream().filter(place -> place.gone() == null).findFirst().orElse(null);
    if (first == null && !places.isEmpty()) {
      first = places.getFirst();
    }
    String account = first == null ? "" : first.account().name();
    return new Json()
        .put("id", hit.id())
        .put("account", account)
        .put(
            "folders",
            places.stream()
                .filter(place -> place.account().name().equals(account))
                .map(Place::path)
                .distinct()
                .toList())
        .put("date", hit.message().received())
        .put("from", hit.message().envelope().from())
        .put("to", hit.message().envelope().to())
        .put("subject", hit.message().envelope().subject())
        .put("snippet", excerpt.snippet())
        .put("size", hit.message().size())
        .put("attachments", excerpt.attachments());
  }
}
