package dev.mailcask.search;

import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.Message;
import dev.mailcask.index.Indexer.Coverage;
import java.util.List;

/// Finds messages. Thread-safe.
public interface Search {

  /// Finds the messages that match.
  ///
  /// @throws dev.mailcask.base.Failure.Misconfigured if the query cannot be understood, with the
  ///     position and a suggestion
  Answer find(Request request);

  /// @param query in the query language; empty finds everything
  /// @param offset hits to leave out
  /// @param limit hits to return, at most 1000
  record Request(String query, int offset, int limit, Sort sort) {}

  /// The order of hits.
  enum Sort {
    /// Newest first.
    DATE,
    /// Best match first.
    RELEVANCE
  }

  /// @param total matching messages
  /// @param exact whether `total` is exact, or a lower bound
  /// @param understoodAs the query in words
  record Answer(
      long total,
      boolean exact,
      String understoodAs,
      Coverage coverage,
      List<Hit> hits,
      double seconds) {
    public Answer {
      hits = List.copyOf(hits);
    }
  }

  /// @param snippet text around the first matches, plain, with the matches at the given ranges
  /// @param marks start and end offsets of matches within the snippet, in chars, two a match,
  ///     ascending
  /// @param attachments names of attached files
  record Hit(
      ContentId id,
      Message message,
      String snippet,
      List<Integer> marks,
      List<String> attachments) {
    public Hit {
      marks = List.copyOf(marks);
      attachments = List.copyOf(attachments);
    }
  }
}
