package dev.mailcask.archive.journal;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The fields of one line of a journal, each required and of its type. Looked up one by one: a line
/// has a dozen.
final class Fields {

  /// What a field without a value has.
  static final Object NULL = new Object();

  private static final int USUAL = 16;

  private String[] names = new String[USUAL];
  private Object[] values = new Object[USUAL];
  private int count;

  /// Adds a field.
  ///
  /// @param value a string, a long, a boolean, a list of values, fields, or [#NULL]; anything else
  ///     is a value that no field of a journal has
  void put(String name, Object value) {
    if (count == names.length) {
      names = Arrays.copyOf(names, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    names[count] = name;
    values[count] = value;
    count++;
  }

  String text(String name) {
    return text(name, get(name));
  }

  private static String text(String name, Object value) {
    return as(String.class, name, value);
  }

  /// A text that older writers did not write.
  String textOr(String name, String otherwise) {
    return has(name) ? text(name) : otherwise;
  }

  boolean truth(String name) {
    return as(Boolean.class, name, get(name));
  }

  ContentId id(String name) {
    return id(name, get(name));
  }

  private static ContentId id(String name, Object value) {
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

  private static long number(String name, Object value) {
    return as(Long.class, name, value);
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
    return isNull(name) ? null : instant(name);
  }

  /// Whether there is such a field: those of later versions are missing in earlier ones.
  boolean has(String name) {
    return find(name) >= 0;
  }

  boolean isNull(String name) {
    return get(name) == NULL;
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
    return object(name, get(name));
  }

  private static Fields object(String name, Object value) {
    return as(Fields.class, name, value);
  }

  <T> List<T> objects(String name, Function<Fields, T> reader) {
    return list(name, value -> reader.apply(object(name, value)));
  }

  private <T> List<T> list(String name, Function<Object, T> reader) {
    List<?> list = as(List.class, name, get(name));
    List<T> read = new ArrayList<>(list.size());
    for (Object value : list) {
      read.add(reader.apply(value));
    }
    return read;
  }

  private Object get(String name) {
    int field = find(name);
    if (field < 0) {
      throw new Malformed(name);
    }
    return values[field];
  }

  /// Where there are two, the last one counts.
  private int find(String name) {
    for (int field = count - 1; field >= 0; field--) {
      if (names[field].equals(name)) {
        return field;
      }
    }
    return -1;
  }

  private static <T> T as(Class<T> type, String name, Object value) {
    if (!type.isInstance(value)) {
      throw new Malformed(name);
    }
    return type.cast(value);
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
