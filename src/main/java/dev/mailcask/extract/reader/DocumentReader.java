package dev.mailcask.extract.reader;

import dev.mailcask.extract.Extraction;
import dev.mailcask.extract.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.tika.config.ServiceLoader;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.ZeroByteFileException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.HttpHeaders;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.Property;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.AutoDetectParserConfig;
import org.apache.tika.parser.DefaultParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.external.CompositeExternalParser;
import org.apache.tika.parser.ocr.TesseractOCRConfig;
import org.apache.tika.parser.ocr.TesseractOCRParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.parser.pkg.RarParser;
import org.apache.tika.sax.BodyContentHandler;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/// Reads the text of one file with Tika, and takes whatever Tika throws for an outcome.
final class DocumentReader {

  /// Images below say more about a sender's design than about anything else.
  private static final long SMALLEST_IMAGE = 4 << 10;

  private static final long LARGEST_IMAGE = 50L << 20;

  /// More than a text may have, so that a long one is cut and not taken for a bomb.
  private static final long NO_BOMB = 8L << 20;

  /// What Tika could not read of the files in a file.
  private static final Property EMBEDDED_FAULT =
      TikaCoreProperties.TIKA_META_EXCEPTION_EMBEDDED_STREAM;

  private static final Pattern ENCRYPTED =
      Pattern.compile("EncryptedDocumentException|Unsupported feature encryption");

  private static final Pattern BOMB = Pattern.compile("[Zz]ip bomb|JAXP000100");

  private final AutoDetectParser parser;
  private final Duration time;
  private final String languages;

  /// @param time after which to end with what there is
  /// @param languages of OCR, empty for none
  DocumentReader(Duration time, String languages) {
    this.time = time;
    this.languages = languages;
    List<Class<? extends Parser>> unused = new ArrayList<>();
    unused.add(CompositeExternalParser.class); // would start programs that lie around
    unused.add(RarParser.class); // its library is not free
    if (languages.isEmpty()) {
      unused.add(TesseractOCRParser.class);
    }
    this.parser =
        new AutoDetectParser(
            new DefaultParser(MediaTypeRegistry.getDefaultRegistry(), new ServiceLoader(), unused));
    AutoDetectParserConfig config = new AutoDetectParserConfig();
    config.setOutputThreshold(NO_BOMB);
    parser.setAutoDetectParserConfig(config);
  }

  /// Reads a file.
  ///
  /// @param name as its sender wrote it, or empty
  /// @param type as its sender declared it, or empty
  Extraction read(Path file, String name, String type) {
    LimitedText text = new LimitedText(time);
    Metadata metadata = new Metadata();
    if (!name.isEmpty()) {
      metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
    }
    if (!type.isEmpty()) {
      metadata.set(HttpHeaders.CONTENT_TYPE, type);
    }
    ParseContext context = context();
    EmbeddedFiles embedded = new EmbeddedFiles(parser, context);
    context.set(EmbeddedDocumentExtractor.class, embedded);
    Reason reason = parse(file, new BodyContentHandler(text), metadata, context);
    if (embedded.isTooDeep()) {
      return new Extraction.Refused(Reason.TOO_DEEP);
    }
    String inside = Arrays.toString(metadata.getValues(EMBEDDED_FAULT));
    if (reason == null && embedded.read() == 0 && ENCRYPTED.matcher(inside).find()) {
      reason = Reason.ENCRYPTED;
    }
    return outcome(text, metadata, reason, embedded.isIncomplete() || inside.length() > 2);
  }

  private ParseContext context() {
    ParseContext context = new ParseContext();
    context.set(Parser.class, parser);
    PDFParserConfig pdf = new PDFParserConfig();
    pdf.setExtractInlineImages(false);
    pdf.setMaxMainMemoryBytes(32L << 20);
    pdf.setOcrStrategy(
        languages.isEmpty()
            ? PDFParserConfig.OCR_STRATEGY.NO_OCR
            : PDFParserConfig.OCR_STRATEGY.AUTO);
    context.set(PDFParserConfig.class, pdf);
    if (!languages.isEmpty()) {
      TesseractOCRConfig ocr = new TesseractOCRConfig();
      ocr.setLanguage(languages);
      ocr.setMinFileSizeToOcr(SMALLEST_IMAGE);
      ocr.setMaxFileSizeToOcr(LARGEST_IMAGE);
      ocr.setTimeoutSeconds((int) Math.max(1, time.toSeconds()));
      context.set(TesseractOCRConfig.class, ocr);
    }
    return context;
  }

  /// Why not all was read, or null.
  private @Nullable Reason parse(
      Path file, BodyContentHandler text, Metadata metadata, ParseContext context) {
    try (TikaInputStream in = TikaInputStream.get(file)) {
      parser.parse(in, text, metadata, context);
      return null;
    } catch (ZeroByteFileException e) {
      return null;
    } catch (EncryptedDocumentException e) {
      return Reason.ENCRYPTED;
    } catch (TikaException | SAXException | IOException | RuntimeException e) {
      return isBomb(e) ? Reason.TOO_DEEP : Reason.DAMAGED;
    } catch (StackOverflowError e) {
      return Reason.TOO_DEEP;
    } catch (OutOfMemoryError e) { // thrown by a library, as the JVM's own ends the process
      return Reason.TOO_MUCH_MEMORY;
    } catch (LinkageError | AssertionError e) {
      return Reason.CRASHED;
    }
  }

  /// Tika, POI and the JDK's XML parser tell what is a bomb by words alone.
  private static boolean isBomb(Throwable fault) {
    return Stream.iterate(fault, t -> t != null, Throwable::getCause)
        .limit(20)
        .map(t -> String.valueOf(t.getMessage()))
        .anyMatch(message -> BOMB.matcher(message).find());
  }

  private static Extraction outcome(
      LimitedText text, Metadata metadata, @Nullable Reason reason, boolean incomplete) {
    String read = text.text();
    if (text.isFull()) {
      return new Extraction.Text(read, true);
    }
    if (reason != null && (reason != Reason.DAMAGED || read.isEmpty())) {
      return new Extraction.Refused(reason);
    }
    String title = title(metadata);
    if (read.isEmpty() && title.isEmpty()) {
      return new Extraction.Nothing();
    }
    return new Extraction.Text(
        title + (title.isEmpty() || read.isEmpty() ? "" : "\n") + read,
        reason != null || incomplete);
  }

  /// What its author wrote beside the text.
  private static String title(Metadata metadata) {
    List<String> lines = new ArrayList<>();
    for (var property :
        List.of(
            TikaCoreProperties.TITLE,
            TikaCoreProperties.CREATOR,
            TikaCoreProperties.SUBJECT,
            TikaCoreProperties.DESCRIPTION)) {
      for (String value : metadata.getValues(property)) {
        if (!value.isBlank() && value.length() < 2000 && !lines.contains(value.strip())) {
          lines.add(value.strip());
        }
      }
    }
    return String.join("\n", lines);
  }
}
