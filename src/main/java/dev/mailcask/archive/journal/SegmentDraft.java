package dev.mailcask.archive.journal;

import dev.mailcask.archive.ArchiveEvent;
import dev.mailcask.archive.JournalEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Events that wait for their commit, compressed as they come. Not thread-safe.
public final class SegmentDraft {

  private static final JsonFactory JSON = JsonFactory.builder().rootValueSeparator("\n").build();
  private static final int LEVEL = 5;

  private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
  private @Nullable OutputStream compressor;
  private @Nullable JsonGenerator generator;
  private long events;
  private long rawBytes;

  /// Adds an event.
  public void add(JournalEvent event) {
    EventJson.write(generator(), event);
    events++;
  }

  /// Adds an event of the archive's own journal.
  void add(ArchiveEvent event) {
    ArchiveEventJson.write(generator(), event);
    events++;
  }

  private JsonGenerator generator() {
    if (generator == null) {
      generator =
          JSON.createGenerator(
              ObjectWriteContext.empty(), counted(compressor()), JsonEncoding.UTF8);
    }
    return generator;
  }

  private OutputStream compressor() {
    if (compressor == null) {
      compressor = compress(frame);
    }
    return compressor;
  }

  private OutputStream counted(OutputStream out) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        rawBytes++;
        out.write(b);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        rawBytes += length;
        out.write(bytes, offset, length);
      }
    };
  }

  /// How many events it holds.
  public long events() {
    return events;
  }

  /// About how long they are as JSON: what the generator holds back is not counted.
  public long rawBytes() {
    return rawBytes;
  }

  /// The zstd frame of all events; nothing can be added any more.
  byte[] frame() {
    if (generator == null || compressor == null) {
      return new byte[0];
    }
    generator.close();
    try (OutputStream out = compressor) {
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return frame.toByteArray();
  }

  /// A zstd frame of one line.
  static byte[] frameOf(String line) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = compress(bytes)) {
      out.write(line.getBytes(StandardCharsets.UTF_8));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private static OutputStream compress(OutputStream to) {
    try {
      return ZstdCompressorOutputStream.builder()
          .setOutputStream(to)
          .setLevel(LEVEL)
          .setChecksum(true)
          .get();
    } catch (IOException e) {
      throw new UncheckedIOException("zstd is not available", e);
    }
  }
}
