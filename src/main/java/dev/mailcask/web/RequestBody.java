package dev.mailcask.web;

import io.javalin.http.Context;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Reads the JSON of a request into a record: no unknown fields, and every field that the record
/// does not mark `@Nullable` is there. Problems name the field, never its value.
final class RequestBody {

  private static final String HINT = "see /api/openapi.json";

  private RequestBody() {}

  /// @throws HttpProblem with 400 if the body is not what the record says, 415 if it is not JSON
  static <T extends Record> T read(Context ctx, Class<T> type) {
    String contentType = ctx.contentType();
    if (contentType == null
        || !contentType
            .toLowerCase(Locale.ROOT)
            .split(";", 2)[0]
            .strip()
            .equals("application/json")) {
      throw HttpProblem.of(
          415, "bad-request", "Not a valid request", "request", "its body is not JSON", HINT);
    }
    T value = parse(ctx.bodyAsBytes(), type);
    requireAll(value, "");
    return value;
  }

  private static <T extends Record> T parse(byte[] body, Class<T> type) {
    try {
      T value = Json.MAPPER.readValue(body, type);
      if (value == null) {
        throw HttpProblem.badRequest("request", "its body is null", HINT);
      }
      return value;
    } catch (UnrecognizedPropertyException e) {
      Collection<Object> known = e.getKnownPropertyIds();
      throw HttpProblem.badRequest(
          "field " + path(e),
          "there is no such field",
          known == null
              ? HINT
              : "the fields are "
                  + known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", ")));
    } catch (StreamReadException e) {
      throw HttpProblem.badRequest(
          "request",
          "its body is not valid JSON at line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr(),
          "send valid JSON");
    } catch (DatabindException e) {
      throw HttpProblem.badRequest("field " + path(e), "its value has the wrong form", HINT);
    }
  }

  private static String path(JacksonException e) {
    String path =
        e.getPath().stream()
            .map(
                step ->
                    step.getPropertyName() == null
                        ? "[" + step.getIndex() + "]"
                        : step.getPropertyName())
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "of the request" : path;
  }

  private static void requireAll(Record value, String above) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object part = part(value, component);
      String name = above + component.getName();
      if (part == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        throw HttpProblem.badRequest("field " + name, "it is missing", HINT);
      }
      if (part instanceof Record inner) {
        requireAll(inner, name + ".");
      }
      if (part instanceof Collection<?> items && items.stream().anyMatch(i -> i == null)) {
        throw HttpProblem.badRequest("field " + name, "it holds null", HINT);
      }
    }
  }

  private static @Nullable Object part(Record value, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record that hides " + component, e);
    }
  }
}
