package dev.mailcask.jobs;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.verify.Verify;
import dev.mailcask.verify.Verify.Finding;
import dev.mailcask.verify.Verify.Kind;
import dev.mailcask.verify.Verify.Place;
import dev.mailcask.verify.Verify.Touched;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a verification came to, within its line of the history. Of the messages in it, those of the
/// first findings are kept.
final class VerifyLine {

  private static final JsonMapper JSON = JsonMapper.shared();

  private VerifyLine() {}

  static ObjectNode write(Verify.Report report) {
    ObjectNode node = JSON.createObjectNode();
    node.put("kind", "verify");
    node.put("shares", report.shares());
    node.put("foreignHeads", report.foreignHeads());
    node.put("blobs", report.blobs());
    node.put("messages", report.messages());
    node.put("bytes", report.bytes());
    node.put("placed", report.placed());
    node.put("segments", report.segments());
    node.put("found", report.found());
    node.put("repaired", report.repaired());
    node.put("broughtBack", report.broughtBack());
    node.put("lost", report.lost());
    node.put("seconds", report.seconds());
    ArrayNode list = node.putArray("damaged");
    int room = ResultLine.KEPT;
    for (Finding finding : report.damaged().stream().limit(ResultLine.KEPT).toList()) {
      ObjectNode entry = list.addObject();
      entry.put("kind", finding.kind().name());
      entry.put("file", finding.file());
      entry.put("problem", finding.problem());
      entry.put("messages", finding.messages());
      entry.put("repaired", finding.repaired());
      entry.put("remedy", finding.remedy());
      room -= write(finding.touched(), room, entry.putArray("touched"));
      room -= writeIds(finding.blobs(), room, entry.putArray("blobs"));
    }
    return node;
  }

  /// @return how many were written
  private static int write(List<Touched> touched, int room, ArrayNode into) {
    for (Touched message : touched.stream().limit(room).toList()) {
      ObjectNode entry = into.addObject();
      entry.put("id", message.id().toString());
      ArrayNode places = entry.putArray("places");
      for (Place place : message.places()) {
        places
            .addObject()
            .put("account", place.account().name())
            .put("folder", place.folder())
            .put("uid", place.uid());
      }
    }
    return into.size();
  }

  private static int writeIds(List<ContentId> ids, int room, ArrayNode into) {
    ids.stream().limit(room).forEach(id -> into.add(id.toString()));
    return into.size();
  }

  static Verify.Report read(JsonNode node) {
    List<Finding> damaged = new ArrayList<>();
    node.required("damaged").forEach(entry -> damaged.add(readFinding(entry)));
    return new Verify.Report(
        node.path("shares").intValue(1), // lines of the first version do not say
        node.path("foreignHeads").longValue(0),
        node.required("blobs").longValue(),
        node.required("messages").longValue(),
        node.required("bytes").longValue(),
        node.required("placed").longValue(),
        node.required("segments").longValue(),
        damaged,
        node.required("found").longValue(),
        node.required("repaired").longValue(),
        node.required("broughtBack").longValue(),
        node.required("lost").longValue(),
        node.required("seconds").doubleValue());
  }

  private static Finding readFinding(JsonNode entry) {
    List<Touched> touched = new ArrayList<>();
    for (JsonNode message : entry.required("touched")) {
      List<Place> places = new ArrayList<>();
      for (JsonNode place : message.required("places")) {
        places.add(
            new Place(
                new AccountId(place.required("account").stringValue()),
                place.required("folder").stringValue(),
                place.required("uid").longValue()));
      }
      touched.add(new Touched(ContentId.parse(message.required("id").stringValue()), places));
    }
    List<ContentId> blobs = new ArrayList<>();
    entry.required("blobs").forEach(id -> blobs.add(ContentId.parse(id.stringValue())));
    return new Finding(
        Kind.valueOf(entry.required("kind").stringValue()),
        entry.required("file").stringValue(),
        entry.required("problem").stringValue(),
        blobs,
        touched,
        entry.required("messages").longValue(),
        entry.required("repaired").booleanValue(),
        entry.required("remedy").stringValue());
  }
}
