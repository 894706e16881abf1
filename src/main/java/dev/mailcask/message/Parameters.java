package dev.mailcask.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The value and the parameters of a Content-Type or Content-Disposition field (RFC 2045, section
/// 5.1), with RFC 2231's continuations and charsets.
///
/// Liberal: quotes may be missing or not closed, comments are dropped, the first of two equal names
/// counts. Takes decoded text, so that encoded words inside a quoted name, which the standard
/// forbids and many programs write, are read as well.
final class Parameters {

  private static final int MAX_PARAMETERS = 100;

  private final String value;
  private final Map<String, String> parameters;

  private Parameters(String value, Map<String, String> parameters) {
    this.value = value;
    this.parameters = parameters;
  }

  /// What stands before the first semicolon, in lower case: `text/plain`.
  String value() {
    return value;
  }

  /// A parameter by its name in lower case, or null.
  @Nullable String get(String name) {
    String plain = parameters.get(name);
    if (parameters.isEmpty()) {
      return null;
    }
    String extended = parameters.get(name + "*");
    if (extended != null) {
      return extended(extended);
    }
    String first = parameters.get(name + "*0");
    boolean encoded = parameters.containsKey(name + "*0*");
    if (first == null && !encoded) {
      return plain;
    }
    return joined(name, encoded);
  }

  private String joined(String name, boolean encoded) {
    StringBuilder whole = new StringBuilder();
    for (int i = 0; i < MAX_PARAMETERS; i++) {
      String section = parameters.get(name + "*" + i);
      String extended = parameters.get(name + "*" + i + "*");
      if (extended != null) {
        whole.append(extended);
      } else if (section != null) {
        whole.append(encoded ? section.replace("%", "%25") : section);
      } else {
        break;
      }
    }
    return encoded ? extended(whole.toString()) : whole.toString();
  }

  /// Decodes `charset'language'percent-encoded`.
  private static String extended(String text) {
    int first = text.indexOf('\'');
    int second = first < 0 ? -1 : text.indexOf('\'', first + 1);
    String charset = second < 0 ? "" : text.substring(0, first);
    byte[] raw = text.substring(second + 1).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(raw[i + 2], 16) : -1;
      if (low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.write(raw[i]);
      }
    }
    byte[] decoded = bytes.toByteArray();
    return Charsets.decode(decoded, 0, decoded.length, Charsets.find(charset));
  }

  /// A value and parameters that are known, their names in lower case.
  static Parameters of(String value, Map<String, String> parameters) {
    return new Parameters(value, parameters);
  }

  static Parameters parse(String field) {
    int semicolon = field.indexOf(';');
    String head = semicolon < 0 ? field : field.substring(0, semicolon);
    int comment = head.indexOf('(');
    String value =
        (comment < 0 ? head : head.substring(0, comment)).strip().toLowerCase(Locale.ROOT);
    if (semicolon < 0) {
      return new Parameters(value, Map.of());
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    new Reader(field, semicolon + 1).readInto(parameters);
    return new Parameters(value, parameters);
  }

  /// Walks over `name=value; name="value"`.
  private static final class Reader {

    private final String field;
    private int at;

    Reader(String field, int at) {
      this.field = field;
      this.at = at;
    }

    void readInto(Map<String, String> parameters) {
      while (at < field.length() && parameters.size() < MAX_PARAMETERS) {
        String name = upTo("=;").strip().toLowerCase(Locale.ROOT);
        boolean hasValue = at < field.length() && field.charAt(at) == '=';
        at++;
        if (hasValue) {
          skipBlank();
          boolean quoted = at < field.length() && field.charAt(at) == '"';
          String value = quoted ? quoted() : withoutComment(upTo(";")).strip();
          if (!name.isEmpty()) {
            parameters.putIfAbsent(name, value);
          }
          if (quoted) {
            upTo(";");
          }
          at++;
        }
      }
    }

    private String upTo(String ends) {
      at = Math.min(at, field.length());
      int start = at;
      while (at < field.length() && ends.indexOf(field.charAt(at)) < 0) {
        at++;
      }
      return field.substring(start, at);
    }

    private void skipBlank() {
      while (at < field.length() && field.charAt(at) <= ' ') {
        at++;
      }
    }

    private static String withoutComment(String token) {
      int comment = token.indexOf(" (");
      return comment < 0 ? token : token.substring(0, comment);
    }

    private String quoted() {
      StringBuilder value = new StringBuilder();
      at++;
      while (at < field.length() && field.charAt(at) != '"') {
        char c = field.charAt(at++);
        if (c == '\\' && at < field.length() && "\"\\".indexOf(field.charAt(at)) >= 0) {
          c = field.charAt(at++);
        }
        value.append(c);
      }
      at++;
      return value.toString();
    }
  }
}
