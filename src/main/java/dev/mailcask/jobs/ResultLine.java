package dev.mailcask.jobs;

import dev.mailcask.base.ContentId;
import dev.mailcask.jobs.Jobs.Result;
import dev.mailcask.replica.Replica;
import dev.mailcask.restore.Restore;
import dev.mailcask.verify.Verify;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a job came to, within its line of the history: what a restore could not put back and what a
/// verification found stand nowhere else. Of long lists the beginning is kept; the figures beside
/// them count all.
final class ResultLine {

  /// Entries of a list that are kept.
  static final int KEPT = 1000;

  private static final JsonMapper JSON = JsonMapper.shared();

  private ResultLine() {}

  /// @return null for what is not kept
  static @Nullable ObjectNode write(Result result) {
    return switch (result) {
      case Result.RestoredMail(Restore.Report report) -> write(report);
      case Result.Verified(Verify.Report report) -> VerifyLine.write(report);
      case Result.Copied(Replica.Report report) -> write(report);
      case Result.BackedUp _, Result.Rebuilt _, Result.Compacted _, Result.Pruned _ -> null;
    };
  }

  private static ObjectNode write(Restore.Report report) {
    ObjectNode node = JSON.createObjectNode();
    node.put("kind", "restore");
    node.put("planned", report.planned());
    node.put("appended", report.appended());
    node.put("alreadyThere", report.alreadyThere());
    node.put("failed", report.failed());
    node.put("verified", report.verified());
    node.put("seconds", report.seconds());
    write(node.putArray("failures"), report.failures());
    write(node.putArray("notes"), report.notes());
    return node;
  }

  private static void write(ArrayNode list, List<Restore.Problem> problems) {
    problems.stream()
        .limit(KEPT)
        .forEach(
            problem ->
                list.addObject()
                    .put("id", problem.id().toString())
                    .put("folder", problem.folder())
                    .put("reason", problem.reason()));
  }

  private static ObjectNode write(Replica.Report report) {
    ObjectNode node = JSON.createObjectNode();
    node.put("kind", "copy");
    node.put("to", report.to());
    node.put("files", report.files());
    node.put("bytes", report.bytes());
    node.put("removed", report.removed());
    node.put("checked", report.checked());
    node.put("mended", report.mended());
    node.put("filesInCopy", report.filesInCopy());
    node.put("bytesInCopy", report.bytesInCopy());
    node.put("seconds", report.seconds());
    ArrayNode list = node.putArray("problems");
    report.problems().stream()
        .limit(KEPT)
        .forEach(p -> list.addObject().put("file", p.file()).put("problem", p.problem()));
    return node;
  }

  /// @throws RuntimeException if it is no such node
  static Result read(JsonNode node) {
    return switch (node.required("kind").stringValue()) {
      case "restore" -> new Result.RestoredMail(readRestore(node));
      case "copy" -> new Result.Copied(readCopy(node));
      case "verify" -> new Result.Verified(VerifyLine.read(node));
      default -> throw new IllegalArgumentException("unknown kind of result");
    };
  }

  private static Restore.Report readRestore(JsonNode node) {
    return new Restore.Report(
        node.required("planned").longValue(),
        node.required("appended").longValue(),
        node.required("alreadyThere").longValue(),
        node.required("failed").longValue(),
        node.required("verified").longValue(),
        node.required("seconds").doubleValue(),
        readProblems(node.required("failures")),
        readProblems(node.required("notes")));
  }

  private static List<Restore.Problem> readProblems(JsonNode list) {
    List<Restore.Problem> problems = new ArrayList<>();
    list.forEach(
        entry ->
            problems.add(
                new Restore.Problem(
                    ContentId.parse(entry.required("id").stringValue()),
                    entry.required("folder").stringValue(),
                    entry.required("reason").stringValue())));
    return problems;
  }

  private static Replica.Report readCopy(JsonNode node) {
    List<Replica.Problem> problems = new ArrayList<>();
    node.required("problems")
        .forEach(
            entry ->
                problems.add(
                    new Replica.Problem(
                        entry.required("file").stringValue(),
                        entry.required("problem").stringValue())));
    return new Replica.Report(
        node.required("to").stringValue(),
        node.required("files").longValue(),
        node.required("bytes").longValue(),
        node.required("removed").longValue(),
        node.required("checked").longValue(),
        node.required("mended").longValue(),
        node.required("filesInCopy").longValue(),
        node.required("bytesInCopy").longValue(),
        problems,
        node.required("seconds").doubleValue());
  }
}
