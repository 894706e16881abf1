package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `openapi.json`, and a checker of answers that knows as much of JSON Schema as the document uses;
/// a keyword that it does not know fails the test, so that nothing goes unchecked.
final class ApiDocument {

  private static final Set<String> KEYWORDS =
      Set.of(
          "$ref",
          "type",
          "format",
          "enum",
          "const",
          "pattern",
          "minimum",
          "maximum",
          "minLength",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "anyOf",
          "oneOf");
  private static final Set<String> WORDS = Set.of("description", "discriminator", "default");

  private final JsonNode document;

  ApiDocument() {
    try (InputStream in = ApiDocument.class.getResourceAsStream("/openapi.json")) {
      assertThat(in).isNotNull();
      document = JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode root() {
    return document;
  }

  /// All operations as `GET /path/{parameter}`.
  Set<String> operations() {
    return document.get("paths").properties().stream()
        .flatMap(
            path ->
                path.getValue().properties().stream()
                    .map(
                        op -> op.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The operation that a request is, as in [#operations()].
  String operation(String method, String path) {
    List<String> matching =
        operations().stream()
            .filter(op -> op.startsWith(method + " "))
            .filter(op -> template(op.substring(op.indexOf(' ') + 1)).matcher(path).matches())
            .sorted((a, b) -> Boolean.compare(a.contains("{"), b.contains("{")))
            .toList();
    assertThat(matching).as("operations that %s %s may be", method, path).isNotEmpty();
    return matching.getFirst();
  }

  private static Pattern template(String path) {
    return Pattern.compile(
        Stream.of(path.split("/", -1))
            .map(step -> step.startsWith("{") ? "[^/]+" : Pattern.quote(step))
            .collect(Collectors.joining("/")));
  }

  /// Holds an answer against the document.
  void check(String operation, int status, String contentType, byte[] body) {
    String[] parts = operation.split(" ", 2);
    JsonNode responses =
        document
            .get("paths")
            .get(parts[1])
            .get(parts[0].toLowerCase(java.util.Locale.ROOT))
            .get("responses");
    JsonNode response = responses.get(Integer.toString(status));
    if (response == null) {
      assertThat(status).as("status of %s", operation).isGreaterThanOrEqualTo(400);
      response = responses.get("default");
    }
    assertThat(response).as("%s answers %d", operation, status).isNotNull();
    response = resolve(response);
    JsonNode content = response.get("content");
    if (content == null) {
      assertThat(body).as("body of %s", operation).isEmpty();
      return;
    }
    String type = contentType.split(";", 2)[0];
    JsonNode media = content.has("*/*") ? content.get("*/*") : content.get(type);
    assertThat(media).as("%s answers with %s", operation, type).isNotNull();
    if (type.endsWith("json")) {
      check(JsonMapper.shared().readTree(body), media.get("schema"), operation);
    }
  }

  private JsonNode resolve(JsonNode node) {
    JsonNode ref = node.get("$ref");
    return ref == null ? node : document.at(ref.asString().substring(1));
  }

  void check(JsonNode value, JsonNode given, String where) {
    JsonNode schema = resolve(given);
    assertThat(schema.isObject()).as("schema of %s", where).isTrue();
    assertThat(schema.propertyNames())
        .as("keywords at %s", where)
        .allMatch(k -> KEYWORDS.contains(k) || WORDS.contains(k));
    checkChoice(value, schema, where);
    checkType(value, schema, where);
    if (value.isObject() && schema.has("properties")) {
      checkObject(value, schema, where);
    }
    if (value.isArray()) {
      int i = 0;
      for (JsonNode item : value) {
        check(item, schema.get("items"), where + "[" + i++ + "]");
      }
    }
  }

  private void checkChoice(JsonNode value, JsonNode schema, String where) {
    for (String choice : List.of("anyOf", "oneOf")) {
      if (schema.has(choice)) {
        long fitting =
            stream(schema.get(choice)).filter(option -> fits(value, option, where)).count();
        if (choice.equals("oneOf")) {
          assertThat(fitting).as("options of oneOf at %s for %s", where, value).isEqualTo(1);
        } else {
          assertThat(fitting).as("options of anyOf at %s for %s", where, value).isPositive();
        }
      }
    }
  }

  private boolean fits(JsonNode value, JsonNode schema, String where) {
    try {
      check(value, schema, where);
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }

  private static void checkType(JsonNode value, JsonNode schema, String where) {
    if (schema.has("type")) {
      JsonNode type = schema.get("type");
      List<String> types =
          type.isArray() ? stream(type).map(JsonNode::asString).toList() : List.of(type.asString());
      assertThat(types).as("%s, which is %s", where, value).anyMatch(t -> is(value, t));
    }
    if (schema.has("enum")) {
      assertThat(stream(schema.get("enum")).toList()).as(where).contains(value);
    }
    if (schema.has("const")) {
      assertThat(value).as(where).isEqualTo(schema.get("const"));
    }
    if (value.isString()) {
      checkString(value.asString(), schema, where);
    }
    if (value.isNumber() && schema.has("minimum")) {
      assertThat(value.asLong()).as(where).isGreaterThanOrEqualTo(schema.get("minimum").asLong());
    }
    if (value.isNumber() && schema.has("maximum")) {
      assertThat(value.asLong()).as(where).isLessThanOrEqualTo(schema.get("maximum").asLong());
    }
  }

  private static boolean is(JsonNode value, String type) {
    return switch (type) {
      case "null" -> value.isNull();
      case "string" -> value.isString();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      default -> throw new AssertionError("unknown type " + type);
    };
  }

  private static void checkString(String value, JsonNode schema, String where) {
    if (schema.has("pattern")) {
      assertThat(value).as(where).containsPattern(schema.get("pattern").asString());
    }
    if (schema.has("format") && schema.get("format").asString().equals("date-time")) {
      assertThat(Instant.parse(value)).as(where).isNotNull();
    }
  }

  private void checkObject(JsonNode value, JsonNode schema, String where) {
    JsonNode properties = schema.get("properties");
    assertThat(schema.get("additionalProperties").asBoolean()).as(where).isFalse();
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      JsonNode known = properties.get(property.getKey());
      assertThat(known).as("%s.%s in the document", where, property.getKey()).isNotNull();
      check(property.getValue(), known, where + "." + property.getKey());
    }
    for (JsonNode required : schema.get("required")) {
      assertThat(value.has(required.asString())).as("%s.%s", where, required.asString()).isTrue();
    }
  }

  static Stream<JsonNode> stream(JsonNode array) {
    Iterator<JsonNode> items = array.iterator();
    return StreamSupport.stream(((Iterable<JsonNode>) () -> items).spliterator(), false);
  }
}
