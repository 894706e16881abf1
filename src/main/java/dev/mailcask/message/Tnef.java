package dev.mailcask.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Reads `winmail.dat`, in which Exchange packs bodies and attachments (MS-OXTNEF).
///
/// A list of attributes, some of which hold a list of MAPI properties; a message within is again
/// such a file, and becomes an attachment that is opened like any other. So nothing recurses here.
/// Every length is checked against the bytes; where it leads out of them, reading ends with what
/// was found so far. Not thread-safe.
final class Tnef {

  /// What a message within is listed as.
  static final String EMBEDDED = "application/vnd.ms-tnef-message";

  private static final int SIGNATURE = 0x223E9F78;
  private static final int MAX_ATTACHMENTS = 1000;
  private static final int MAX_PROPERTIES = 10_000;
  private static final int MAX_RTF = 8 * 1024 * 1024;

  private static final int CODE_PAGE = 0x00069007;
  private static final int BODY = 0x0002800C;
  private static final int PROPERTIES = 0x00069003;
  private static final int ATTACHMENT_BEGINS = 0x00069002;
  private static final int ATTACHMENT_TITLE = 0x00018010;
  private static final int ATTACHMENT_DATA = 0x0006800F;
  private static final int ATTACHMENT_PROPERTIES = 0x00069005;

  private static final int P_SUBJECT = 0x0037;
  private static final int P_BODY = 0x1000;
  private static final int P_RTF = 0x1009;
  private static final int P_HTML = 0x1013;
  private static final int P_DATA = 0x3701;
  private static final int P_SHORT_NAME = 0x3704;
  private static final int P_LONG_NAME = 0x3707;
  private static final int P_MIME = 0x370E;
  private static final int P_CODE_PAGE = 0x3FDE;

  private static final int T_OBJECT = 0x000D;
  private static final int T_STRING = 0x001E;
  private static final int T_UNICODE = 0x001F;
  private static final int T_BINARY = 0x0102;
  private static final int MULTIPLE = 0x1000;
  private static final int FIRST_NAMED = 0x8000;
  private static final int GUID = 16;

  private final byte[] bytes;
  private final boolean enclosed;
  private final Unpacked.Builder files = new Unpacked.Builder();
  private Charset charset = Charsets.WINDOWS_1252;
  private String charsetName = "windows-1252";
  private byte[] plain = new byte[0];
  private Map<Integer, Value> message = Map.of();
  private boolean inAttachment;
  private String title = "";
  private byte[] data = new byte[0];
  private Map<Integer, Value> attachment = Map.of();
  private int attachments;

  /// A property as it lies in the file.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Value(int type, byte[] bytes) {}

  private Tnef(byte[] bytes, boolean enclosed) {
    this.bytes = bytes;
    this.enclosed = enclosed;
  }

  static boolean isTnef(byte[] bytes) {
    return bytes.length > 6 && LittleEndian.number(bytes, 0) == SIGNATURE;
  }

  /// The body as text, HTML or what RTF says, and the attachments.
  static Unpacked read(byte[] bytes, boolean enclosed) {
    Tnef tnef = new Tnef(bytes, enclosed);
    tnef.attributes();
    tnef.endAttachment();
    tnef.body();
    return tnef.files.build(enclosed);
  }

  private void attributes() {
    int at = 6;
    while (at + 9 <= bytes.length) {
      int id = LittleEndian.number(bytes, at + 1);
      long length = LittleEndian.unsigned(bytes, at + 5);
      int start = at + 9;
      int end = (int) Math.min(bytes.length, start + length);
      attribute(id, start, end);
      if (start + length + 2 > bytes.length) {
        return;
      }
      at = end + 2; // a checksum
    }
  }

  private void attribute(int id, int start, int end) {
    switch (id) {
      case CODE_PAGE -> codePage(end - start < 4 ? 0 : LittleEndian.number(bytes, start));
      case BODY -> plain = withoutZero(Arrays.copyOfRange(bytes, start, end));
      case PROPERTIES -> message = properties(start, end);
      case ATTACHMENT_BEGINS -> {
        endAttachment();
        inAttachment = true;
      }
      case ATTACHMENT_TITLE -> title = string(Arrays.copyOfRange(bytes, start, end));
      case ATTACHMENT_DATA -> data = Arrays.copyOfRange(bytes, start, end);
      case ATTACHMENT_PROPERTIES -> attachment = properties(start, end);
      default -> {}
    }
  }

  private void codePage(int number) {
    Charset named = Charsets.ofCodePage(number);
    if (named != null) {
      charset = named;
      charsetName = named.name();
    }
  }

  private void endAttachment() {
    if (inAttachment && attachments < MAX_ATTACHMENTS) {
      attachments++;
      String name = text(attachment, P_LONG_NAME);
      name = name.isEmpty() ? title : name;
      name = name.isEmpty() ? text(attachment, P_SHORT_NAME) : name;
      String type = text(attachment, P_MIME).toLowerCase(Locale.ROOT);
      Value kept = attachment.get(P_DATA);
      byte[] content = data;
      if (kept != null && kept.type() == T_OBJECT && kept.bytes().length > GUID) {
        content = Arrays.copyOfRange(kept.bytes(), GUID, kept.bytes().length);
      } else if (kept != null && data.length == 0) {
        content = kept.bytes();
      }
      if (isTnef(content)) {
        type = EMBEDDED;
      }
      files.file(name, type.indexOf('/') > 0 ? type : Unpacked.UNKNOWN, content);
    }
    inAttachment = false;
    title = "";
    data = new byte[0];
    attachment = Map.of();
  }

  private void body() {
    Value page = message.get(P_CODE_PAGE);
    Value html = message.get(P_HTML);
    Value rtf = message.get(P_RTF);
    String text = text(message, P_BODY);
    text = text.isEmpty() ? new String(plain, charset) : text;
    String subject = text(message, P_SUBJECT);
    if (enclosed && !subject.isBlank()) {
      files.text(subject + "\n");
    }
    files.alternatives();
    if (!text.isBlank()) {
      files.text(text);
    }
    if (html != null) {
      Charset named =
          page == null || page.bytes().length < 4
              ? null
              : Charsets.ofCodePage(LittleEndian.number(page.bytes(), 0));
      boolean unicode = html.type() == T_UNICODE;
      String name = unicode ? "utf-16le" : named == null ? charsetName : named.name();
      files.text("text/html", html.bytes(), name);
    } else if (rtf != null && text.isBlank()) {
      byte[] expanded = CompressedRtf.decompress(rtf.bytes(), MAX_RTF);
      files.text(RtfText.of(expanded, MessageParser.MAX_TEXT));
    }
  }

  private String text(Map<Integer, Value> properties, int id) {
    Value value = properties.get(id);
    if (value == null) {
      return "";
    }
    if (value.type() == T_UNICODE) {
      String text = new String(value.bytes(), StandardCharsets.UTF_16LE);
      int zero = text.indexOf('\0');
      return zero < 0 ? text : text.substring(0, zero);
    }
    return value.type() == T_STRING ? string(value.bytes()) : "";
  }

  private String string(byte[] raw) {
    return new String(withoutZero(raw), charset);
  }

  private static byte[] withoutZero(byte[] raw) {
    int end = 0;
    while (end < raw.length && raw[end] != 0) {
      end++;
    }
    return end == raw.length ? raw : Arrays.copyOf(raw, end);
  }

  private Map<Integer, Value> properties(int start, int end) {
    Map<Integer, Value> found = new HashMap<>();
    if (end - start < 4) {
      return found;
    }
    long count = Math.min(MAX_PROPERTIES, LittleEndian.unsigned(bytes, start));
    long at = start + 4L;
    for (long i = 0; i < count && at + 4 <= end; i++) {
      int type = LittleEndian.half(bytes, (int) at);
      int id = LittleEndian.half(bytes, (int) at + 2);
      at += 4;
      if (id >= FIRST_NAMED) {
        at = afterName(at, end);
      }
      at = value(type, id, at, end, found);
      if (at < 0) {
        return found;
      }
    }
    return found;
  }

  private long afterName(long at, int end) {
    if (at + GUID + 8 > end) {
      return end;
    }
    long kind = LittleEndian.unsigned(bytes, (int) at + GUID);
    long number = LittleEndian.unsigned(bytes, (int) at + GUID + 4);
    return at + GUID + 8 + (kind == 0 ? 0 : padded(number));
  }

  /// @return where the next property begins, or -1 where that cannot be told
  private long value(int type, int id, long from, int end, Map<Integer, Value> found) {
    int single = type & ~MULTIPLE;
    boolean variable =
        single == T_OBJECT || single == T_STRING || single == T_UNICODE || single == T_BINARY;
    int size = size(single);
    if (!variable && size == 0) {
      return -1;
    }
    long at = from;
    long count = 1;
    if (variable || type != single) {
      if (at + 4 > end) {
        return -1;
      }
      count = LittleEndian.unsigned(bytes, (int) at);
      at += 4;
    }
    for (long i = 0; i < count; i++) {
      long length = size;
      if (variable) {
        if (at + 4 > end) {
          return -1;
        }
        length = LittleEndian.unsigned(bytes, (int) at);
        at += 4;
      }
      if (at + length > end) {
        return -1;
      }
      byte[] raw = Arrays.copyOfRange(bytes, (int) at, (int) (at + length));
      found.putIfAbsent(id, new Value(single, raw));
      at += padded(length);
    }
    return at;
  }

  private static long padded(long length) {
    return length + 3 & ~3L;
  }

  private static int size(int type) {
    return switch (type) {
      case 0x0002, 0x0003, 0x0004, 0x000A, 0x000B -> 4;
      case 0x0005, 0x0006, 0x0007, 0x0014, 0x0040 -> 8;
      case 0x0048 -> 16;
      default -> 0;
    };
  }
}
