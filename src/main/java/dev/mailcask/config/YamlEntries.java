package dev.mailcask.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/// A YAML file as a flat list of its values with the lines they stand on.
///
/// Read as a stream of tokens and not bound to a class: binding stops at the first problem and
/// knows no lines, and the owner shall see all of them at once.
final class YamlEntries {

  /// @param path the keys from the top, joined by dots
  /// @param value as written; a list's elements joined by commas; null for none
  record Entry(String path, @Nullable String value, int line) {}

  private final List<Entry> entries = new ArrayList<>();
  private final Deque<String> keys = new ArrayDeque<>();

  private YamlEntries() {}

  /// @throws JacksonException if it is not YAML, with the place
  static List<Entry> read(String text) {
    YamlEntries reader = new YamlEntries();
    try (JsonParser parser =
        YAMLFactory.builder().build().createParser(ObjectReadContext.empty(), text)) {
      reader.readAll(parser);
    }
    return reader.entries;
  }

  private void readAll(JsonParser parser) {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      switch (token) {
        case START_OBJECT -> {}
        case END_OBJECT -> keys.pollLast();
        case PROPERTY_NAME -> keys.addLast(parser.currentName());
        case START_ARRAY -> readList(parser);
        case VALUE_NULL -> value(null, line(parser));
        default -> value(parser.getString(), line(parser));
      }
    }
  }

  private void readList(JsonParser parser) {
    int line = line(parser);
    List<String> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(parser.getString());
    }
    value(String.join(",", elements), line);
  }

  private void value(@Nullable String value, int line) {
    entries.add(new Entry(String.join(".", keys), value, line));
    keys.pollLast();
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }
}
