package dev.mailcask.extract.reader;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TemporaryResources;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.sax.BodyContentHandler;
import org.apache.tika.sax.EmbeddedContentHandler;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/// Reads the files in a file: those of a zip, the attachments of a mail, the tables in a letter.
///
/// Every file in it is named in the text, and read as far as depth, number and the bytes that come
/// out of all of them allow. One that is damaged or encrypted costs its own text.
final class EmbeddedFiles implements EmbeddedDocumentExtractor {

  private static final int MAX_DEPTH = 8;
  private static final int MAX_FILES = 2000;
  private static final long MAX_BYTES = 512L << 20;

  private final Parser parser;
  private final ParseContext context;
  private int depth;
  private int files;
  private int read;
  private long bytes;
  private boolean tooDeep;
  private boolean incomplete;

  EmbeddedFiles(Parser parser, ParseContext context) {
    this.parser = parser;
    this.context = context;
  }

  /// Whether limits were reached that no honest file reaches.
  boolean isTooDeep() {
    return tooDeep;
  }

  /// Files in it that were read.
  int read() {
    return read;
  }

  /// Whether not all in it was read.
  boolean isIncomplete() {
    return incomplete;
  }

  @Override
  public boolean shouldParseEmbedded(Metadata metadata) {
    if (depth >= MAX_DEPTH) {
      tooDeep = true;
    }
    if (files >= MAX_FILES) {
      incomplete = true;
    }
    return !tooDeep && files < MAX_FILES;
  }

  @Override
  public void parseEmbedded(
      InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml)
      throws SAXException, IOException {
    if (!shouldParseEmbedded(metadata)) {
      return; // not every parser asks before
    }
    files++;
    name(metadata, handler);
    depth++;
    try (TemporaryResources temporary = new TemporaryResources()) {
      TikaInputStream in = TikaInputStream.get(new Counting(stream), temporary, new Metadata());
      parser.parse(
          in, new EmbeddedContentHandler(new BodyContentHandler(handler)), metadata, context);
      read++;
    } catch (TikaException | RuntimeException e) {
      incomplete = true;
    } catch (IOException e) {
      if (tooDeep) {
        throw e;
      }
      incomplete = true;
    } finally {
      depth--;
    }
  }

  private static void name(Metadata metadata, ContentHandler handler) throws SAXException {
    String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
    String type = metadata.get(TikaCoreProperties.EMBEDDED_RESOURCE_TYPE);
    if (name != null && !"INLINE".equals(type)) {
      char[] line = ("\n" + name + "\n").toCharArray();
      handler.characters(line, 0, line.length);
    }
  }

  /// Counts what comes out of all files together.
  private final class Counting extends FilterInputStream {

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      count(Math.max(0, read));
      return read;
    }

    private void count(int read) throws IOException {
      bytes += read;
      if (bytes > MAX_BYTES) {
        tooDeep = true;
        throw new IOException("more comes out of it than is good");
      }
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    @Override
    public void close() {
      // who opened it closes it
    }
  }
}
