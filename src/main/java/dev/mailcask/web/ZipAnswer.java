package dev.mailcask.web;

import dev.mailcask.base.Failure;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A zip file that is written while it is sent; memory does not depend on its size.
///
/// The answer has begun when a damaged message is met, so that it cannot become a problem document
/// any more. What could not be read is named in a last file, `NOT COMPLETE.txt`, and never stops
/// the others.
final class ZipAnswer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ZipAnswer.class);

  /// Opens what an entry holds.
  interface Source {
    InputStream open() throws IOException;
  }

  private final ZipOutputStream zip;
  private final ZipNames names = new ZipNames();
  private final List<String> missing = new ArrayList<>();

  ZipAnswer(OutputStream out) {
    zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    zip.setLevel(Deflater.BEST_SPEED);
  }

  /// @param name under which it is saved
  static ZipAnswer begin(Context ctx, String name) {
    SecurityHeaders.foreign(ctx);
    ctx.disableCompression();
    ctx.contentType("application/zip").header("Content-Disposition", FileNames.disposition(name));
    return new ZipAnswer(ctx.outputStream());
  }

  /// @param name a safe one; it becomes unique here
  /// @param time null where nobody knows
  /// @throws IOException if the client is gone
  void add(String name, @Nullable Instant time, Source source) throws IOException {
    String unique = names.unique(name);
    ZipEntry entry = new ZipEntry(unique);
    if (time != null) {
      entry.setLastModifiedTime(FileTime.from(time));
    }
    zip.putNextEntry(entry);
    try (InputStream in = source.open()) {
      copy(in);
    } catch (ClientGone e) {
      throw e.cause;
    } catch (Failure e) {
      incomplete(unique, e.problem());
    } catch (HttpProblem e) {
      incomplete(unique, e.problem().detail());
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("an entry of a zip file cannot be read", e);
      incomplete(unique, "it cannot be read");
    }
    zip.closeEntry();
  }

  /// Tells a client that is gone, who shows in writing only, from a source that fails.
  private void copy(InputStream in) throws IOException, ClientGone {
    byte[] buffer = new byte[16 * 1024];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      try {
        zip.write(buffer, 0, read);
      } catch (IOException e) {
        throw new ClientGone(e);
      }
    }
  }

  private void incomplete(String name, String problem) {
    missing.add(name + ": " + problem);
  }

  @Override
  public void close() throws IOException {
    if (!missing.isEmpty()) {
      zip.putNextEntry(new ZipEntry(names.unique("NOT COMPLETE.txt")));
      String list =
          "These files are empty or end too early:\r\n\r\n" + String.join("\r\n", missing) + "\r\n";
      zip.write(list.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    zip.close();
  }

  private static final class ClientGone extends Exception {
    private static final long serialVersionUID = 1L;

    private final IOException cause;

    ClientGone(IOException cause) {
      super(cause);
      this.cause = cause;
    }
  }
}
