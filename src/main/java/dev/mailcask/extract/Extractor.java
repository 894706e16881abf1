package dev.mailcask.extract;

import dev.mailcask.base.Failure;
import java.io.IOException;
import java.io.InputStream;

/// Reads the text of attachments. Thread-safe; calls beyond the number of its readers wait.
public interface Extractor extends AutoCloseable {

  /// Reads the text of one file. Whatever is in it, this ends within its limit of time and says
  /// what became of it.
  ///
  /// @param bytes of the file
  /// @param name of the file as the sender wrote it, or empty
  /// @param type as the sender declared it, or empty: a hint alone
  /// @throws IOException if the bytes cannot be read where they come from
  /// @throws Failure.Unreachable if no reader can be started at all
  /// @throws Failure.Cancelled if this is closed meanwhile
  Extraction extract(Source bytes, String name, String type) throws IOException;

  /// Names everything that decides what can be read: the reader, its libraries, its limits and
  /// languages. With another version a file that was refused is worth another try. At most 200
  /// chars.
  String version();

  /// Ends all readers at once.
  @Override
  void close();

  /// Bytes that can be read more than once.
  interface Source {
    /// A new stream over them, which the caller closes.
    InputStream open() throws IOException;
  }
}
