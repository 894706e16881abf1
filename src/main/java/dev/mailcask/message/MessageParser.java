package dev.mailcask.message;

import dev.mailcask.base.Content;
import dev.mailcask.message.Defect.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a message: header, text, attachments, and what is wrong with it. Stateless and
/// thread-safe.
///
/// There is an answer for any bytes. Of one text part at most 4 MiB are read and of a whole message
/// at most 2 Mi chars of text are kept, so that memory use is bounded, whatever comes.
public final class MessageParser implements AutoCloseable {

  /// Chars of text that are kept of one message.
  static final int MAX_TEXT = 2 * 1024 * 1024;

  private static final int MAX_PART = 4 * 1024 * 1024;

  private final Content message;
  private final List<MimePart> parts;
  private final List<Defect> defects;
  private final List<String> html = new ArrayList<>(0);
  private final List<Attachment> attachments = new ArrayList<>(0);
  private final MessageText.Writer text = new MessageText.Writer();
  private boolean signed;
  private int kept;
  private InputStream in = InputStream.nullInputStream();
  private long read = -1;

  private MessageParser(Content message) {
    boolean small = message.size() <= MAX_PART;
    this.message = small ? Content.of(message.toByteArray()) : message;
    MimeScanner.Structure structure = MimeScanner.scan(this.message);
    this.parts = structure.parts();
    this.defects = new ArrayList<>(structure.defects());
  }

  /// Reads a raw message.
  ///
  /// @throws UncheckedIOException if the bytes cannot be read at all
  public static ParsedMessage parse(Content message) {
    try (MessageParser parser = new MessageParser(message)) {
      return parser.run();
    }
  }

  private ParsedMessage run() {
    boolean[] holds = new boolean[parts.size()];
    for (MimePart part : parts) {
      if (part.parent() >= 0) {
        holds[part.parent()] = true;
      }
    }
    for (MimePart part : parts) {
      if (part.isMessage() && part.parent() >= 0) {
        attach(part, false);
      } else if (!holds[part.index()]) {
        take(part);
      }
    }
    Optional<String> shown =
        html.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", html));
    return new ParsedMessage(
        parts.getFirst().header(),
        text.finish(),
        shown,
        attachments,
        defects,
        signed || text.signed());
  }

  private void take(MimePart part) {
    boolean brokenMultipart = part.isMultipart() && !isDefective(Kind.TOO_DEEP, part);
    if (kept >= MAX_TEXT && isText(part)) {
      cut("more", 0, part);
    } else if (isText(part) || brokenMultipart) {
      takeText(part);
    } else {
      attach(part, belongsToText(part));
    }
    if (part.type().equals("application/pgp-encrypted") || isEncryptedCms(part)) {
      defects.add(new Defect(Kind.ENCRYPTED, part.index()));
    }
    signed |= part.type().endsWith("signature") || isSignedCms(part);
  }

  private void takeText(MimePart part) {
    String decoded = cut(decode(part), MAX_TEXT - kept, part);
    kept += decoded.length();
    boolean isHtml = part.type().equals("text/html");
    if (isHtml) {
      html.add(decoded);
    }
    text.begin(alternative(part), isHtml, isEnclosed(part));
    if (isHtml) {
      text.html(decoded);
    } else if ("flowed".equalsIgnoreCase(part.contentType().get("format"))) {
      boolean delSp = "yes".equalsIgnoreCase(part.contentType().get("delsp"));
      text.flowed(decoded, delSp);
    } else {
      text.plain(decoded);
    }
    if (text.end()) {
      defects.add(new Defect(Kind.ENCRYPTED, part.index()));
    }
  }

  /// The index of the multipart/alternative that the part is in, or -1.
  private int alternative(MimePart part) {
    int at = part.parent();
    while (at >= 0 && !parts.get(at).isMessage()) {
      if (parts.get(at).type().equals("multipart/alternative")) {
        return at;
      }
      at = parts.get(at).parent();
    }
    return -1;
  }

  /// Whether the part belongs to a message within the message.
  private boolean isEnclosed(MimePart part) {
    int at = part.parent();
    while (at >= 0 && !parts.get(at).isMessage()) {
      at = parts.get(at).parent();
    }
    return at >= 0;
  }

  private boolean isDefective(Kind kind, MimePart part) {
    return defects.contains(new Defect(kind, part.index()));
  }

  private static boolean isText(MimePart part) {
    if (!part.type().equals("text/plain") && !part.type().equals("text/html")) {
      return false;
    }
    boolean attached = part.disposition().value().equals("attachment");
    return !attached && (part.parent() < 0 || part.fileName().isEmpty());
  }

  private static boolean belongsToText(MimePart part) {
    boolean image = part.type().startsWith("image/");
    return (image && part.within().equals("multipart/related"))
        || (image && part.disposition().value().equals("inline") && !part.contentId().isEmpty())
        || part.type().endsWith("signature");
  }

  private static boolean isEncryptedCms(MimePart part) {
    return part.type().endsWith("pkcs7-mime")
        && "enveloped-data".equals(part.contentType().get("smime-type"));
  }

  private static boolean isSignedCms(MimePart part) {
    return part.type().endsWith("pkcs7-mime")
        && "signed-data".equals(part.contentType().get("smime-type"));
  }

  private String cut(String text, int max, MimePart part) {
    if (text.length() <= max) {
      return text;
    }
    if (!isDefective(Kind.TEXT_CUT, part)) {
      defects.add(new Defect(Kind.TEXT_CUT, part.index()));
    }
    return text.substring(0, max);
  }

  private void attach(MimePart part, boolean inline) {
    long raw = part.bodyEnd() - part.bodyStart();
    long size = part.encoding().equals("base64") ? raw / 78 * 57 + raw % 78 * 3 / 4 : raw;
    String name = part.fileName();
    if (name.isEmpty() && part.isMessage()) {
      name = enclosedSubject(part);
    }
    attachments.add(
        new Attachment(part.index(), bareName(name), part.type(), size, part.contentId(), inline));
  }

  private String enclosedSubject(MimePart part) {
    int child = part.index() + 1;
    if (child >= parts.size() || parts.get(child).parent() != part.index()) {
      return "";
    }
    RawHeader header = parts.get(child).header();
    String subject = header.count() == 0 ? "" : EnvelopeParser.parse(header).subject();
    return subject.isEmpty() ? "" : subject + ".eml";
  }

  /// A name that cannot lead anywhere: without directories.
  private static String bareName(String name) {
    int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
    String bare = name.substring(slash + 1).strip();
    return bare.equals(".") || bare.equals("..") ? "" : bare;
  }

  private String decode(MimePart part) {
    if (!TransferDecoder.isKnown(part.encoding())) {
      defects.add(new Defect(Kind.UNKNOWN_ENCODING, part.index()));
    }
    String named = part.charset();
    Charset charset = named == null ? null : Charsets.find(named);
    if (named != null && charset == null && !named.isBlank()) {
      defects.add(new Defect(Kind.UNKNOWN_CHARSET, part.index()));
    }
    long length = part.bodyEnd() - part.bodyStart();
    if (length > MAX_PART) {
      defects.add(new Defect(Kind.TEXT_CUT, part.index()));
    }
    int wanted = (int) Math.min(length, MAX_PART);
    byte[] raw;
    int from;
    if (message instanceof Content.InMemory inMemory) {
      raw = inMemory.bytes();
      from = (int) part.bodyStart();
    } else {
      raw = read(part.bodyStart(), wanted);
      from = 0;
    }
    int to = Math.min(raw.length, from + wanted);
    if (part.isIdentity()) {
      return Charsets.decode(raw, from, to, charset);
    }
    byte[] decoded = new byte[to - from + 4];
    int decodedLength = TransferDecoder.of(part.encoding()).decode(raw, from, to, decoded);
    return Charsets.decode(decoded, 0, decodedLength, charset);
  }

  /// Bytes of a message that is not in memory; its parts are asked for in their order, so that it
  /// is read through once.
  private byte[] read(long start, int length) {
    try {
      if (read < 0 || start < read) {
        in.close();
        in = message.open();
        read = 0;
      }
      in.skipNBytes(start - read);
      byte[] bytes = in.readNBytes(length);
      read = start + bytes.length;
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
