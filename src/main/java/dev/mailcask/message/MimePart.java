package dev.mailcask.message;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One part of a message, and where its body lies in the message's bytes.
///
/// @param index in the order in which the parts begin, the message itself being 0
/// @param parent the index of the part that holds it, -1 for the message itself
/// @param type the media type in lower case: `text/plain`
/// @param within the media type of the part that holds it, empty for the message itself
/// @param contentType the Content-Type with its parameters
/// @param disposition the Content-Disposition likewise
/// @param encoding the Content-Transfer-Encoding in lower case
record MimePart(
    int index,
    int parent,
    String type,
    String within,
    RawHeader header,
    Parameters contentType,
    Parameters disposition,
    String encoding,
    long bodyStart,
    long bodyEnd) {

  private static final int MAX_FIELD = 16 * 1024;
  private static final int MAX_NAME = 100;
  private static final RawHeader NO_HEADER = RawHeader.scan(new byte[0], 0, 0);
  private static final Parameters NO_PARAMETERS = Parameters.parse("");

  /// The part as its header tells it, its body not yet seen.
  static MimePart begin(int index, int parent, String within, RawHeader header) {
    Parameters contentType = Parameters.parse(field(header, "content-type"));
    String type = contentType.value();
    if (type.indexOf('/') < 0) {
      type = within.equals("multipart/digest") ? "message/rfc822" : "text/plain";
    }
    Parameters disposition = Parameters.parse(field(header, "content-disposition"));
    String encoding = field(header, "content-transfer-encoding");
    int extra = encoding.indexOf(' ');
    encoding = (extra < 0 ? encoding : encoding.substring(0, extra)).toLowerCase(Locale.ROOT);
    return new MimePart(
        index, parent, type, within, header, contentType, disposition, encoding, 0, 0);
  }

  /// What tells its place and kind, in a few hundred bytes of memory.
  MimePart bare() {
    return new MimePart(
        index,
        parent,
        cut(type),
        cut(within),
        NO_HEADER,
        NO_PARAMETERS,
        NO_PARAMETERS,
        cut(encoding),
        bodyStart,
        bodyEnd);
  }

  private static String cut(String name) {
    return name.substring(0, Math.min(name.length(), MAX_NAME));
  }

  MimePart withBody(long start, long end) {
    return new MimePart(
        index,
        parent,
        type,
        within,
        header,
        contentType,
        disposition,
        encoding,
        start,
        Math.max(start, end));
  }

  boolean isMultipart() {
    return type.startsWith("multipart/");
  }

  boolean isMessage() {
    return type.equals("message/rfc822") || type.equals("message/global");
  }

  /// Whether the body stands as it is, so that it can hold parts.
  boolean isIdentity() {
    return !(encoding.equals("base64")
        || encoding.equals("quoted-printable")
        || encoding.contains("uuencode"));
  }

  /// The file name, empty where there is none.
  String fileName() {
    String name = disposition.get("filename");
    if (name == null) {
      name = contentType.get("name");
    }
    return name == null ? "" : name;
  }

  /// The Content-ID without its angle brackets, empty where there is none.
  String contentId() {
    String id = field(header, "content-id");
    return id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id;
  }

  @Nullable String charset() {
    return contentType.get("charset");
  }

  private static String field(RawHeader header, String name) {
    return EnvelopeParser.text(header, name, MAX_FIELD, null);
  }
}
