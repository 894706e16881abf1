package dev.mailcask.extract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.sax.XHTMLContentHandler;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/// A parser that does with its process what a file says: as the worst of the sixty libraries of the
/// real reader might do with the worst of files. Tika finds it where [#install] has put its name.
public final class HostileParser implements Parser {

  private static final long serialVersionUID = 1;

  private static final String BEGINNING = "a hostile file: ";

  /// A file at which the reader does what is said, one of the cases below.
  public static byte[] file(String says) {
    return (BEGINNING + says).getBytes(US_ASCII);
  }

  /// Makes a directory for the class path of readers, through which Tika knows this parser, and
  /// takes it for all plain text, as it does with parsers that are not its own.
  static Path install(Path directory) throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(services.resolve(Parser.class.getName()), HostileParser.class.getName());
    return directory;
  }

  @Override
  public Set<MediaType> getSupportedTypes(ParseContext context) {
    return Set.of(MediaType.TEXT_PLAIN);
  }

  @Override
  public void parse(
      InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
      throws IOException, SAXException {
    String text = new String(stream.readAllBytes(), US_ASCII);
    if (!text.startsWith(BEGINNING)) {
      XHTMLContentHandler page = new XHTMLContentHandler(handler, metadata);
      page.startDocument();
      page.characters(text);
      page.endDocument();
      return;
    }
    switch (text.substring(BEGINNING.length())) {
      case "be killed" -> beKilled();
      case "spin" -> spin();
      case "take all memory" -> takeAll();
      case "recurse" -> recurse(0);
      case String other -> throw new IOException(other);
    }
  }

  private static void beKilled() throws IOException {
    new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid())).start();
    spin();
  }

  private static void spin() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  /// And takes no notice of there being no more, as libraries do that catch whatever is thrown.
  private static void takeAll() {
    List<byte[]> all = new ArrayList<>();
    while (true) {
      try {
        all.add(new byte[1 << 20]);
      } catch (OutOfMemoryError e) {
        all.removeLast();
      }
    }
  }

  private static int recurse(int depth) {
    return depth < 0 ? depth : recurse(depth + 1) + 1;
  }
}
