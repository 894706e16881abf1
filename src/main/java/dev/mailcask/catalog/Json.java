package dev.mailcask.catalog;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.JournalEvent.RunSummary;
import tools.jackson.databind.json.JsonMapper;

/// Values that are only ever read whole lie in one column as JSON.
final class Json {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  static String of(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static AccountSettings settings(String json) {
    return MAPPER.readValue(json, AccountSettings.class);
  }

  static RunSummary summary(String json) {
    return MAPPER.readValue(json, RunSummary.class);
  }
}
