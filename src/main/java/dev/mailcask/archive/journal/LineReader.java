package dev.mailcask.archive.journal;

import dev.mailcask.archive.journal.Fields.Malformed;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads the lines of a journal, each a JSON object, straight from the parser: journals have a line
/// for each message, and a tree of general nodes costs several times as much.
final class LineReader implements AutoCloseable {

  private static final JsonFactory JSON = JsonFactory.builder().build();

  private final JsonParser parser;

  LineReader(InputStream lines) {
    this.parser = JSON.createParser(ObjectReadContext.empty(), lines);
  }

  /// The fields of the next line, or null at the end.
  ///
  /// @throws Malformed if it is no object
  /// @throws tools.jackson.core.JacksonException if it is no JSON
  @Nullable Fields next() {
    JsonToken token = parser.nextToken();
    if (token == null) {
      return null;
    }
    if (token != JsonToken.START_OBJECT) {
      throw new Malformed("event");
    }
    return object();
  }

  private Fields object() {
    Fields fields = new Fields();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      fields.put(name, value());
    }
    return fields;
  }

  private Object value() {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> parser.getString();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == NumberType.BIG_INTEGER
              ? parser.getBigIntegerValue()
              : (Object) parser.getLongValue();
      case VALUE_NULL -> Fields.NULL;
      default -> parser.currentToken(); // a number that is none of ours
    };
  }

  private List<Object> array() {
    List<Object> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value());
    }
    return values;
  }

  @Override
  public void close() {
    parser.close();
  }
}
