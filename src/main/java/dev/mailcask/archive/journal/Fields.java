package dev.mailcask.archive.journal;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The fields of one line of a journal, each required and of its type.
///
/// @param json the line's object
record Fields(JsonNode json) {

  String text(String name) {
    return text(name, get(name));
  }

  private static String text(String name, JsonNode value) {
    if (!value.isString()) {
      throw new Malformed(name);
    }
    return value.stringValue();
  }

  /// A text that older writers did not write.
  String textOr(String name, String otherwise) {
    return json.has(name) ? text(name) : otherwise;
  }

  boolean truth(String name) {
    JsonNode value = get(name);
    if (!value.isBoolean()) {
      throw new Malformed(name);
    }
    return value.booleanValue();
  }

  ContentId id(String name) {
    return id(name, get(name));
  }

  private static ContentId id(String name, JsonNode value) {
    try {
      return ContentId.parse(text(name, value));
    } catch (IllegalArgumentException e) {
      throw new Malformed(name, e);
    }
  }

  AccountId account(String name) {
    try {
      return new AccountId(text(name));
    } catch (Failure.Misconfigured e) {
      throw new Malformed(name, e);
    }
  }

  long number(String name) {
    return number(name, get(name));
  }

  private static long number(String name, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new Malformed(name);
    }
    return value.longValue();
  }

  int smallNumber(String name) {
    long value = number(name);
    if (value != (int) value) {
      throw new Malformed(name);
    }
    return (int) value;
  }

  Instant instant(String name) {
    try {
      return Instant.parse(text(name));
    } catch (DateTimeException e) {
      throw new Malformed(name, e);
    }
  }

  @Nullable Instant instantOrNull(String name) {
    return get(name).isNull() ? null : instant(name);
  }

  /// Whether there is such a field: those of later versions are missing in earlier ones.
  boolean has(String name) {
    return json.has(name);
  }

  boolean isNull(String name) {
    return get(name).isNull();
  }

  List<String> texts(String name) {
    return list(name, value -> text(name, value));
  }

  List<ContentId> ids(String name) {
    return list(name, value -> id(name, value));
  }

  List<Long> numbers(String name) {
    return list(name, value -> number(name, value));
  }

  Fields object(String name) {
    return new Fields(get(name));
  }

  <T> List<T> objects(String name, Function<Fields, T> reader) {
    return list(name, value -> reader.apply(new Fields(value)));
  }

  private <T> List<T> list(String name, Function<JsonNode, T> reader) {
    JsonNode array = get(name);
    if (!array.isArray()) {
      throw new Malformed(name);
    }
    List<T> values = new ArrayList<>(array.size());
    for (JsonNode value : array) {
      values.add(reader.apply(value));
    }
    return values;
  }

  private JsonNode get(String name) {
    JsonNode value = json.get(name);
    if (value == null) {
      throw new Malformed(name);
    }
    return value;
  }

  /// A field that is missing or of another type; never leaves this package.
  static final class Malformed extends RuntimeException {
    Malformed(String field) {
      super("field " + field);
    }

    Malformed(String field, RuntimeException cause) {
      super("field " + field, cause);
    }
  }
}
