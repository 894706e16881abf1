package dev.mailcask.message;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The words of invitations (iCalendar, RFC 5545) and of address cards (vCard, RFC 6350): one line
/// for each property that a reader would look for.
final class RecordText {

  private static final int MAX_TEXT = 200_000;

  private static final Set<String> PROPERTIES =
      Set.of(
          "SUMMARY",
          "DESCRIPTION",
          "LOCATION",
          "ORGANIZER",
          "ATTENDEE",
          "DTSTART",
          "DTEND",
          "DUE",
          "COMMENT",
          "CONTACT",
          "CATEGORIES",
          "FN",
          "N",
          "ORG",
          "TITLE",
          "ROLE",
          "EMAIL",
          "TEL",
          "ADR",
          "NOTE",
          "NICKNAME",
          "BDAY",
          "URL");

  private static final Pattern FOLD = Pattern.compile("\r?\n[ \t]");
  private static final Pattern SOFT_BREAK = Pattern.compile("=\r?\n");

  private RecordText() {}

  static boolean isCalendar(String type) {
    return type.equals("text/calendar")
        || type.equals("text/x-vcalendar")
        || type.equals("application/ics");
  }

  static boolean isCard(String type) {
    return type.equals("text/vcard")
        || type.equals("text/x-vcard")
        || type.equals("text/directory");
  }

  /// The properties that have words, unfolded and unescaped.
  static String of(String records) {
    StringBuilder out = new StringBuilder();
    int timeZones = 0;
    boolean soft = records.contains("QUOTED-PRINTABLE"); // by vCard 2.1
    String whole = soft ? SOFT_BREAK.matcher(records).replaceAll("") : records;
    for (String line : FOLD.matcher(whole).replaceAll("").split("\r?\n|\r", -1)) {
      if (line.regionMatches(true, 0, "BEGIN:VTIMEZONE", 0, 15)) {
        timeZones++;
      } else if (line.regionMatches(true, 0, "END:VTIMEZONE", 0, 13)) {
        timeZones--;
      } else if (timeZones <= 0 && out.length() < MAX_TEXT) {
        property(line, out);
      }
    }
    return out.toString();
  }

  private static void property(String line, StringBuilder out) {
    int nameEnd = 0;
    while (nameEnd < line.length() && ";:".indexOf(line.charAt(nameEnd)) < 0) {
      nameEnd++;
    }
    int group = line.lastIndexOf('.', nameEnd); // item1.EMAIL
    String name = line.substring(group + 1, nameEnd).toUpperCase(Locale.ROOT);
    int colon = valueColon(line, nameEnd);
    if (!PROPERTIES.contains(name) || colon < 0) {
      return;
    }
    String parameters = line.substring(nameEnd, colon);
    String value = line.substring(colon + 1);
    if (parameters.toUpperCase(Locale.ROOT).contains("QUOTED-PRINTABLE")) {
      value = quotedPrintable(value);
    }
    boolean address = value.regionMatches(true, 0, "mailto:", 0, 7);
    String text =
        name.startsWith("DT") || name.equals("DUE")
            ? time(value)
            : unescaped(address ? value.substring(7) : value, name);
    String person = person(parameters);
    if (!text.isBlank() || !person.isEmpty()) {
      out.append(person).append(person.isEmpty() ? "" : " ").append(text.strip()).append('\n');
    }
  }

  /// The colon before the value: not one in a quoted parameter.
  private static int valueColon(String line, int from) {
    boolean quoted = false;
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ':' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  /// The name that a parameter gives to an address.
  private static String person(String parameters) {
    int at = Math.max(parameters.indexOf(";CN="), parameters.indexOf(";cn="));
    if (at < 0) {
      return "";
    }
    int from = at + 4;
    boolean quoted = parameters.startsWith("\"", from);
    int end = parameters.indexOf(quoted ? '"' : ';', quoted ? from + 1 : from);
    return parameters.substring(quoted ? from + 1 : from, end < 0 ? parameters.length() : end);
  }

  /// `20200504T101500Z` as people write it.
  private static String time(String value) {
    if (value.length() < 8 || !value.chars().limit(8).allMatch(Character::isDigit)) {
      return value;
    }
    String day = value.substring(0, 4) + "-" + value.substring(4, 6) + "-" + value.substring(6, 8);
    boolean clock = value.length() >= 13 && value.charAt(8) == 'T';
    return clock ? day + " " + value.substring(9, 11) + ":" + value.substring(11, 13) : day;
  }

  private static String unescaped(String value, String name) {
    boolean structured = name.equals("N") || name.equals("ADR") || name.equals("ORG");
    StringBuilder text = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        char escaped = value.charAt(++i);
        text.append(escaped == 'n' || escaped == 'N' ? '\n' : escaped);
      } else {
        text.append(c == ';' && structured ? ' ' : c);
      }
    }
    return text.toString();
  }

  private static String quotedPrintable(String value) {
    byte[] in = value.getBytes(StandardCharsets.ISO_8859_1);
    byte[] out = new byte[in.length + 4];
    int length = TransferDecoder.of("quoted-printable").decode(in, 0, in.length, out);
    return Charsets.decode(out, 0, length, null);
  }
}
