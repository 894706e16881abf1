package dev.mailcask.archive.keys;

import dev.mailcask.archive.keys.KeySlot.Kind;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The text of `keys.json`. There is one way to write given slots, and only that is read: what a
/// reader does not write itself byte for byte was altered.
final class KeysJson {

  static final String FILE = "keys.json";
  static final int MAX_BYTES = 1 << 16;
  static final int MAX_SLOTS = 64;

  private static final String FORMAT = "mailcask-keys";
  private static final HexFormat HEX = HexFormat.of();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private KeysJson() {}

  static byte[] write(List<KeySlot> slots) {
    String body =
        String.format(
            Locale.ROOT,
            "{\"format\":\"%s\",\"version\":1,\n \"slots\":[\n%s]",
            FORMAT,
            slots.stream().map(KeysJson::line).collect(Collectors.joining(",\n")));
    String whole = body + ",\n \"check\":\"" + ContentId.of(ascii(body)) + "\"}\n";
    return ascii(whole);
  }

  private static String line(KeySlot slot) {
    String cost =
        slot.kind() == Kind.PASSPHRASE
            ? String.format(
                Locale.ROOT,
                "\"memoryKiB\":%d,\"iterations\":%d,",
                slot.memoryKib(),
                slot.iterations())
            : "";
    return String.format(
        Locale.ROOT,
        "  {\"slot\":%d,\"kind\":\"%s\",%s\"salt\":\"%s\",\"nonce\":\"%s\",\"wrapped\":\"%s\"}",
        slot.number(),
        slot.kind().word(),
        cost,
        HEX.formatHex(slot.salt()),
        HEX.formatHex(slot.nonce()),
        HEX.formatHex(slot.wrapped()));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// @throws Failure.Corrupt if it is not what was written
  /// @throws Failure.TooNew if a newer Mailcask wrote it
  static List<KeySlot> read(byte[] file) {
    checkSum(file);
    List<KeySlot> slots = new ArrayList<>();
    try {
      JsonNode root = JSON.readTree(file);
      if (!root.path("format").asString("").equals(FORMAT)) {
        throw damaged(null);
      }
      if (root.path("version").asInt(0) != 1) {
        throw new Failure.TooNew(
            "archive/" + FILE,
            "it was written by a newer Mailcask",
            "update Mailcask; the archive was not touched");
      }
      for (JsonNode slot : root.path("slots")) {
        slots.add(slot(slot));
      }
    } catch (JacksonException | IllegalArgumentException e) {
      throw damaged(e);
    }
    boolean sound =
        !slots.isEmpty()
            && slots.size() <= MAX_SLOTS
            && slots.stream().allMatch(KeysJson::isSound)
            && slots.stream().map(KeySlot::number).distinct().count() == slots.size()
            && Arrays.equals(write(slots), file);
    if (!sound) {
      throw damaged(null);
    }
    return List.copyOf(slots);
  }

  /// Looked at first, so that an altered digit passes neither for a newer version nor for a wrong
  /// passphrase.
  private static void checkSum(byte[] file) {
    int comma = file.length - 1;
    while (comma >= 0 && file[comma] != ',') {
      comma--;
    }
    String expected = ",\n \"check\":\"" + ContentId.of(file, 0, Math.max(comma, 0)) + "\"}\n";
    byte[] tail = Arrays.copyOfRange(file, Math.max(comma, 0), file.length);
    if (!Arrays.equals(tail, ascii(expected))) {
      throw damaged(null);
    }
  }

  private static KeySlot slot(JsonNode node) {
    String word = node.path("kind").asString("");
    Kind kind =
        Arrays.stream(Kind.values())
            .filter(k -> k.word().equals(word))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("an unknown kind of slot"));
    return new KeySlot(
        node.path("slot").asInt(0),
        kind,
        node.path("memoryKiB").asInt(0),
        node.path("iterations").asInt(0),
        HEX.parseHex(node.path("salt").asString("")),
        HEX.parseHex(node.path("nonce").asString("")),
        HEX.parseHex(node.path("wrapped").asString("")));
  }

  /// Whether it is as long as it must be and costs no more than a reader should pay.
  private static boolean isSound(KeySlot slot) {
    boolean cost =
        slot.kind() == Kind.KEY_FILE
            || (slot.memoryKib() >= 8
                && slot.memoryKib() <= KeySlot.MAX_MEMORY_KIB
                && slot.iterations() >= 1
                && slot.iterations() <= KeySlot.MAX_ITERATIONS);
    return cost
        && slot.number() >= 1
        && slot.salt().length == KeySlot.SALT_BYTES
        && slot.nonce().length == Gcm.NONCE_BYTES
        && slot.wrapped().length == KeySlot.WRAPPED_BYTES;
  }

  static Failure.Corrupt damaged(@Nullable Throwable cause) {
    return new Failure.Corrupt(
        "archive/" + FILE,
        "it is not as it was written",
        "bring it back from a copy of the archive; without it nobody can open the archive",
        cause);
  }
}
