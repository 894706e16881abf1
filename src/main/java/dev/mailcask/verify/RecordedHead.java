package dev.mailcask.verify;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The end of a journal's chain at a time, as it is written down outside of the archive: whoever
/// has it can tell later that nothing before it was altered or removed.
///
/// @param time when it was written down
/// @param archive of which archive it is ([ArchiveId]); null where that is not said
/// @param account whose journal, or `_archive` for the archive's own
/// @param hash the SHA-256 of the segment's file, in hexadecimal
record RecordedHead(
    Instant time, @Nullable String archive, String account, long segment, String hash) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /// Whether it says that it is of another archive than this.
  boolean isForeign(@Nullable String id) {
    return id != null && archive != null && !archive.equals(id);
  }

  /// As a line of JSON without its end.
  String line() {
    ObjectNode node = JSON.createObjectNode();
    node.put("time", time.toString());
    if (archive != null) {
      node.put("archive", archive);
    }
    node.put("account", account);
    node.put("segment", segment);
    node.put("hash", hash);
    return node.toString();
  }

  /// Reads a line, or gives null where it is none.
  static @Nullable RecordedHead read(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      String hash = node.path("hash").asString("");
      long segment = node.path("segment").asLong(0);
      String account = node.path("account").asString("");
      if (hash.length() != ContentId.HEX_DIGITS || segment < 1) {
        return null;
      }
      if (!account.equals(JournalPass.OWN)) {
        account = new AccountId(account).name();
      }
      return new RecordedHead(
          Instant.parse(node.path("time").asString("")),
          node.path("archive").isString() ? node.path("archive").stringValue() : null,
          account,
          segment,
          hash);
    } catch (JacksonException | DateTimeException | Failure.Misconfigured e) {
      return null; // a line that was cut off, or of another program
    }
  }
}
