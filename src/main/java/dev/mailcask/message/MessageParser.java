package dev.mailcask.message;

import dev.mailcask.base.Content;
import dev.mailcask.message.Defect.Kind;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a message: header, text, attachments, and what is wrong with it. Stateless and
/// thread-safe.
///
/// There is an answer for any bytes. Of one text part at most 4 MiB are read and of a whole message
/// at most 2 Mi chars of text are kept; what is packed inside a part (S/MIME, winmail.dat, encoded
/// messages) is opened up to 32 MiB each, 64 MiB a message and eight levels deep. So memory use is
/// bounded, whatever comes.
///
/// What is opened is a [Layer] of its own, whose parts count on from those that were known before;
/// layers are stacked, so that nothing recurses on input.
public final class MessageParser implements AutoCloseable {

  /// Chars of text that are kept of one message.
  static final int MAX_TEXT = 2 * 1024 * 1024;

  private static final int MAX_PART = 4 * 1024 * 1024;
  private static final int MAX_PACKED = 32 * 1024 * 1024;
  private static final long MAX_ALL_PACKED = 64 * 1024 * 1024;
  private static final int MAX_LAYERS = 9;

  private final Deque<Layer> layers = new ArrayDeque<>(2);
  private final Set<Defect> defects;
  private final RawHeader header;
  private final List<String> html = new ArrayList<>(0);
  private final MessageText.Writer text = new MessageText.Writer();
  private final List<Attachment> attachments = new ArrayList<>(0);
  private final Set<String> records = new HashSet<>(0);

  /// Takes what is packed inside, where somebody asks for it.
  private final @Nullable Inside inside;

  private int known;
  private long packed;
  private boolean signed;
  private int kept;

  private MessageParser(Content message, @Nullable Inside inside) {
    boolean small = message.size() <= MAX_PART;
    Content content = small ? Content.of(message.toByteArray()) : message;
    MimeScanner.Structure structure = MimeScanner.scan(content);
    this.defects = new LinkedHashSet<>(structure.defects());
    this.header = structure.parts().getFirst().header();
    this.inside = inside;
    push(new Layer(content, structure.parts(), 0, false), structure.parts().size());
  }

  /// Reads a raw message.
  ///
  /// @throws UncheckedIOException if the bytes cannot be read at all
  public static ParsedMessage parse(Content message) {
    try (MessageParser parser = new MessageParser(message, null)) {
      parser.run();
      return parser.parsed();
    }
  }

  /// What is packed inside of parts, from that part on by whose index, as attachments tell it,
  /// somebody asks. Reads the message as it was read when the attachment was found, so that indexes
  /// mean the same.
  static Inside packed(Content message, int part) {
    Inside inside = new Inside(part);
    try (MessageParser parser = new MessageParser(message, inside)) {
      parser.run();
    }
    return inside;
  }

  private void push(Layer layer, int parts) {
    known += parts;
    if (inside != null && !layers.isEmpty()) {
      inside.add(layer);
    }
    layers.push(layer);
  }

  private void run() {
    while (!layers.isEmpty() && (inside == null || !inside.isFull())) {
      Layer layer = layers.peek();
      if (!layer.hasNext()) {
        layers.pop().close();
      } else {
        visit(layer, layer.next());
      }
    }
  }

  private ParsedMessage parsed() {
    Optional<String> shown =
        html.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", html));
    return new ParsedMessage(
        header, text.finish(), shown, attachments, List.copyOf(defects), signed || text.signed());
  }

  private void visit(Layer layer, MimePart part) {
    if (layer.isEnclosedRoot(part) && part.header().count() > 0) {
      takeHeader(part.header());
    }
    if (part.isMessage() && part.parent() >= 0 && part.isIdentity()) {
      attach(layer, part, false);
    } else if (!layer.holds(part)) {
      take(layer, part);
    }
  }

  private void take(Layer layer, MimePart part) {
    boolean tooDeep = defects.contains(new Defect(Kind.TOO_DEEP, layer.index(part)));
    boolean brokenMultipart = part.isMultipart() && !tooDeep;
    String type = part.type();
    if (RecordText.isCalendar(type) || RecordText.isCard(type)) {
      takeRecords(layer, part);
    } else if (isText(part) || brokenMultipart) {
      takeText(layer, part);
    } else if (Containers.maybe(part)) {
      open(layer, part);
    } else {
      attach(layer, part, belongsToText(part));
    }
    if (type.equals("application/pgp-encrypted")) {
      defect(Kind.ENCRYPTED, layer, part);
    }
    signed |= type.endsWith("signature");
  }

  /// Who wrote an enclosed message, and about what.
  private void takeHeader(RawHeader enclosed) {
    Envelope envelope = EnvelopeParser.parse(enclosed);
    StringBuilder lines = new StringBuilder();
    for (String line : List.of(envelope.subject(), envelope.from(), envelope.to())) {
      if (!line.isEmpty() && kept + lines.length() < MAX_TEXT) {
        lines.append(line).append('\n');
      }
    }
    if (!lines.isEmpty()) {
      kept += lines.length();
      text.begin(-1, false, true);
      text.known(Passage.Kind.QUOTED, lines.toString());
      text.end();
    }
  }

  private void takeText(Layer layer, MimePart part) {
    if (kept >= MAX_TEXT) {
      defect(Kind.TEXT_CUT, layer, part);
      return;
    }
    String decoded = cut(decode(layer, part), layer, part);
    String type = part.type();
    boolean isHtml = type.equals("text/html");
    text.begin(layer.alternative(part), !type.equals("text/plain"), layer.isEnclosed(part));
    if (isHtml) {
      html.add(decoded);
      text.html(decoded);
    } else if ("flowed".equalsIgnoreCase(part.contentType().get("format"))) {
      text.flowed(decoded, "yes".equalsIgnoreCase(part.contentType().get("delsp")));
    } else if (type.equals("text/enriched") || type.equals("text/richtext")) {
      text.plain(EnrichedText.of(decoded));
    } else {
      text.plain(withoutFiles(decoded, layer));
    }
    if (text.end()) {
      defect(Kind.ENCRYPTED, layer, part);
    }
  }

  /// Takes uuencoded files out of a text.
  private String withoutFiles(String decoded, Layer layer) {
    Uuencoded.Split split = Uuencoded.take(decoded);
    if (split == null || !goesDeeper()) {
      return decoded;
    }
    Unpacked files = split.files();
    push(
        new Layer(files.content(), files.parts(), known, layer.isEnclosed(layer.part(0))),
        files.parts().size());
    return split.rest();
  }

  /// Invitations and address cards are text, and attachments as well: the same ones are often there
  /// twice, once to be shown and once to be kept.
  private void takeRecords(Layer layer, MimePart part) {
    if (kept < MAX_TEXT) {
      String lines = cut(RecordText.of(decode(layer, part)), layer, part);
      if (!lines.isEmpty() && records.add(lines)) {
        text.begin(-1, false, layer.isEnclosed(part));
        text.known(Passage.Kind.OWN, lines);
        text.end();
      }
    }
    attach(layer, part, false);
  }

  /// Looks into what a part has packed inside.
  private void open(Layer layer, MimePart part) {
    long length = part.bodyEnd() - part.bodyStart();
    if (!goesDeeper() || length > MAX_PACKED || packed + length > MAX_ALL_PACKED) {
      defect(Kind.NOT_OPENED, layer, part);
      attach(layer, part, false);
      return;
    }
    packed += length;
    byte[] bytes = layer.bytes().of(part, MAX_PACKED).copy();
    Unpacked inner = Containers.open(part, bytes, layer.isEnclosed(part));
    if (Containers.isCms(part)) {
      SignedContent.Type type = SignedContent.type(bytes);
      signed |= type == SignedContent.Type.SIGNED && inner != null; // else mere certificates
      boolean says = "enveloped-data".equals(part.contentType().get("smime-type"));
      if (type == SignedContent.Type.ENCRYPTED || (says && type != SignedContent.Type.SIGNED)) {
        defect(Kind.ENCRYPTED, layer, part);
      }
    }
    boolean replaced = inner != null && !part.isMessage() && !part.type().equals(Tnef.EMBEDDED);
    attach(layer, part, replaced);
    if (inner != null) {
      inner.defects().forEach(d -> defects.add(new Defect(d.kind(), known + d.part())));
      push(
          new Layer(inner.content(), inner.parts(), known, inner.enclosed()), inner.parts().size());
    }
  }

  private boolean goesDeeper() {
    return layers.size() < MAX_LAYERS && known < 2 * MimeScanner.MAX_PARTS;
  }

  private void defect(Kind kind, Layer layer, MimePart part) {
    defects.add(new Defect(kind, layer.index(part)));
  }

  private static boolean isText(MimePart part) {
    if (!part.type().startsWith("text/")
        || part.type().equals("text/x-amp-html")
        || part.type().equals("text/rtf")) {
      return false;
    }
    boolean attached = part.disposition().value().equals("attachment");
    return !attached && (part.parent() < 0 || part.fileName().isEmpty());
  }

  private static boolean belongsToText(MimePart part) {
    boolean image = part.type().startsWith("image/");
    return (image && part.within().equals("multipart/related"))
        || (image && part.disposition().value().equals("inline") && !part.contentId().isEmpty())
        || part.type().equals("text/x-amp-html")
        || part.type().endsWith("signature");
  }

  private String cut(String decoded, Layer layer, MimePart part) {
    int max = MAX_TEXT - kept;
    boolean fits = decoded.length() <= max;
    if (!fits) {
      defect(Kind.TEXT_CUT, layer, part);
    }
    kept += Math.min(decoded.length(), max);
    return fits ? decoded : decoded.substring(0, max);
  }

  private void attach(Layer layer, MimePart part, boolean inline) {
    long raw = part.bodyEnd() - part.bodyStart();
    long size = part.encoding().equals("base64") ? raw / 78 * 57 + raw % 78 * 3 / 4 : raw;
    String name = part.fileName();
    if (name.isEmpty() && part.isMessage()) {
      name = enclosedSubject(layer, part);
    }
    attachments.add(
        new Attachment(
            layer.index(part), bareName(name), part.type(), size, part.contentId(), inline));
  }

  private static String enclosedSubject(Layer layer, MimePart part) {
    MimePart child = layer.holds(part) ? layer.part(part.index() + 1) : null;
    RawHeader header = child == null ? null : child.header();
    String subject =
        header == null || header.count() == 0 ? "" : EnvelopeParser.parse(header).subject();
    return subject.isEmpty() ? "" : subject + ".eml";
  }

  /// A name that cannot lead anywhere: without directories.
  private static String bareName(String name) {
    int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
    String bare = name.substring(slash + 1).strip();
    return bare.equals(".") || bare.equals("..") ? "" : bare;
  }

  private String decode(Layer layer, MimePart part) {
    if (!TransferDecoder.isKnown(part.encoding())) {
      defect(Kind.UNKNOWN_ENCODING, layer, part);
    }
    String named = part.charset();
    Charset charset = named == null ? null : Charsets.find(named);
    if (named != null && charset == null && !named.isBlank()) {
      defect(Kind.UNKNOWN_CHARSET, layer, part);
    }
    if (part.bodyEnd() - part.bodyStart() > MAX_PART) {
      defect(Kind.TEXT_CUT, layer, part);
    }
    PartBytes.Range range = layer.bytes().of(part, MAX_PART);
    if (charset == null
        && part.type().equals("text/html")
        && !Charsets.isAscii(range.bytes(), range.from(), range.to())) {
      charset = Charsets.ofHtml(range.bytes(), range.from(), range.to());
    }
    return Charsets.decode(range.bytes(), range.from(), range.to(), charset);
  }

  @Override
  public void close() {
    layers.forEach(Layer::close);
  }
}
