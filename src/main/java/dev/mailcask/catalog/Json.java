package dev.mailcask.catalog;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.JournalEvent.RunSummary;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// Values that are only ever read whole lie in one column as JSON.
final class Json {

  /// A list that a catalog of before does not have is empty.
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .withConfigOverride(
              List.class,
              lists -> lists.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .build();

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
