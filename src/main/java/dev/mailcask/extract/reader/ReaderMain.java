package dev.mailcask.extract.reader;

import dev.mailcask.base.FileTree;
import dev.mailcask.extract.Extraction;
import dev.mailcask.extract.Wire;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A reader process: takes files from standard input, answers on standard output, see [Wire].
///
/// This thread listens all the time, also while another one reads a file: so it learns at once that
/// Mailcask is gone, and ends the process.
public final class ReaderMain {

  /// Deep documents are read by recursion in libraries; too deep ones are to end early.
  private static final long STACK = 2L << 20;

  private static final Set<String> REMOTE = Set.of("http", "https", "ftp", "mailto");

  private final Path directory;
  private final DocumentReader documents;
  private final DataOutputStream out;

  private ReaderMain(Path directory, DocumentReader documents, DataOutputStream out) {
    this.directory = directory;
    this.documents = documents;
    this.out = out;
  }

  /// @param args a directory for temporary files; milliseconds after which to end with what there
  ///     is; languages of OCR, or nothing
  public static void main(String[] args) throws Exception {
    InputStream in = new FileInputStream(FileDescriptor.in);
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    // whatever a library prints must not get between the answers
    System.setOut(
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    System.setIn(new ByteArrayInputStream(new byte[0]));
    URL.setURLStreamHandlerFactory(ReaderMain::withoutNetwork);
    Path directory = Path.of(args[0]);
    DocumentReader documents =
        new DocumentReader(Duration.ofMillis(Long.parseLong(args[1])), args[2]);
    new ReaderMain(directory, documents, new DataOutputStream(new BufferedOutputStream(out)))
        .run(new DataInputStream(new BufferedInputStream(in)));
  }

  private static @Nullable URLStreamHandler withoutNetwork(String protocol) {
    if (!REMOTE.contains(protocol)) {
      return null;
    }
    return new URLStreamHandler() {
      @Override
      protected URLConnection openConnection(URL url) throws IOException {
        throw new IOException("a reader has no network");
      }
    };
  }

  private void run(DataInputStream in) {
    try {
      Wire.sayReady(out);
      while (true) {
        Wire.Named named = Wire.receiveName(in);
        Path file = directory.resolve("file");
        boolean whole;
        try (OutputStream to = Files.newOutputStream(file)) {
          whole = Wire.receive(in, to);
        }
        if (whole) {
          Runnable reading = () -> readAndAnswer(file, named);
          Thread.ofPlatform().name("document").daemon().stackSize(STACK).start(reading);
        }
      }
    } catch (IOException e) {
      Runtime.getRuntime().halt(0); // Mailcask ended, or there is no disk to work on
    }
  }

  private void readAndAnswer(Path file, Wire.Named named) {
    try {
      Extraction extraction = documents.read(file, named.name(), named.type());
      FileTree.empty(directory); // the file, and what libraries left of it
      Wire.answer(out, extraction);
    } catch (IOException e) {
      Runtime.getRuntime().halt(1);
    }
  }
}
