package dev.mailcask.jobs;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Status;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.replica.Replica;
import dev.mailcask.restore.Restore;
import dev.mailcask.verify.Verify;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A job as a line of JSON in the history. Progress is not kept, and of results only those of
/// restores, verifications and copies: the figures of a backup are in its journal.
final class JobLine {

  private static final JsonMapper JSON = JsonMapper.shared();

  private JobLine() {}

  static String write(Job job) {
    ObjectNode line = JSON.createObjectNode();
    line.put("id", job.id());
    line.set("work", write(job.work()));
    line.put("status", job.status().name());
    line.put("trigger", job.trigger());
    line.put("queued", job.queued().toString());
    put(line, "started", job.started());
    put(line, "ended", job.ended());
    put(line, "failure", job.failure());
    line.put("outcome", job.outcome());
    line.put("hint", job.hint());
    line.set("result", job.result() == null ? null : ResultLine.write(job.result()));
    return line.toString();
  }

  /// @throws RuntimeException if it is not such a line
  static Job read(String text) {
    JsonNode line = JSON.readTree(text);
    String started = text(line, "started");
    String ended = text(line, "ended");
    String failure = text(line, "failure");
    JsonNode result = line.path("result");
    return new Job(
        line.required("id").stringValue(),
        readWork(line.required("work")),
        Status.valueOf(line.required("status").stringValue()),
        line.required("trigger").stringValue(),
        Instant.parse(line.required("queued").stringValue()),
        started == null ? null : Instant.parse(started),
        ended == null ? null : Instant.parse(ended),
        null,
        result.isObject() ? ResultLine.read(result) : null,
        failure == null ? null : FailureTable.valueOf(failure),
        line.required("outcome").stringValue(),
        line.required("hint").stringValue());
  }

  private static ObjectNode write(Work work) {
    ObjectNode node = JSON.createObjectNode();
    switch (work) {
      case Work.BackupAccount(AccountId account, boolean insist) -> {
        node.put("kind", "backup").put("account", account.name());
        node.put("insist", insist);
      }
      case Work.VerifyArchive(Verify.Request request) -> {
        node.put("kind", "verify").put("percent", request.percent());
        node.put("repair", request.repair()).put("chainOnly", request.chainOnly());
        put(node, "heads", request.heads());
      }
      case Work.CopyArchive(Replica.Request request) -> {
        node.put("kind", "copy").put("check", request.check());
        put(node, "to", request.to());
      }
      case Work.Rebuild(boolean catalog, boolean index) ->
          node.put("kind", "rebuild").put("catalog", catalog).put("index", index);
      case Work.CompactArchive() -> node.put("kind", "compact");
      case Work.PruneArchive() -> node.put("kind", "prune");
      case Work.RestoreMail(Restore.Request request) -> {
        node.put("kind", "restore").put("from", request.from().name());
        ArrayNode folders = node.putArray("folders");
        request.folders().forEach(folders::add);
        ArrayNode messages = node.putArray("messages");
        request.messages().forEach(id -> messages.add(id.toString()));
        put(node, "at", request.at());
        put(node, "to", request.to());
        put(node, "into", request.into());
      }
    }
    return node;
  }

  private static Work readWork(JsonNode node) {
    return switch (node.required("kind").stringValue()) {
      case "backup" ->
          new Work.BackupAccount(
              new AccountId(node.required("account").stringValue()),
              node.path("insist").booleanValue(false));
      case "verify" -> readVerify(node);
      case "copy" -> {
        String to = text(node, "to");
        yield new Work.CopyArchive(
            new Replica.Request(
                to == null ? null : Path.of(to), node.required("check").booleanValue()));
      }
      case "rebuild" ->
          new Work.Rebuild(
              node.required("catalog").booleanValue(), node.required("index").booleanValue());
      case "compact" -> new Work.CompactArchive();
      case "prune" -> new Work.PruneArchive();
      case "restore" -> readRestore(node);
      default -> throw new IllegalArgumentException("unknown kind of job");
    };
  }

  /// A line of the first version says nothing of what was asked for: it was everything.
  private static Work readVerify(JsonNode node) {
    String heads = node.has("heads") ? text(node, "heads") : null;
    return new Work.VerifyArchive(
        new Verify.Request(
            node.path("percent").intValue(100),
            node.path("repair").booleanValue(false),
            node.path("chainOnly").booleanValue(false),
            heads == null ? null : Path.of(heads)));
  }

  private static Work readRestore(JsonNode node) {
    List<String> folders = new ArrayList<>();
    node.required("folders").forEach(folder -> folders.add(folder.stringValue()));
    List<ContentId> messages = new ArrayList<>();
    node.required("messages").forEach(id -> messages.add(ContentId.parse(id.stringValue())));
    String at = text(node, "at");
    String to = text(node, "to");
    return new Work.RestoreMail(
        new Restore.Request(
            new AccountId(node.required("from").stringValue()),
            folders,
            messages,
            at == null ? null : Instant.parse(at),
            to == null ? null : new AccountId(to),
            text(node, "into")));
  }

  private static void put(ObjectNode node, String name, @Nullable Object value) {
    if (value == null) {
      node.putNull(name);
    } else {
      node.put(name, value instanceof Enum<?> constant ? constant.name() : value.toString());
    }
  }

  private static @Nullable String text(JsonNode node, String name) {
    JsonNode value = node.required(name);
    return value.isNull() ? null : value.stringValue();
  }
}
