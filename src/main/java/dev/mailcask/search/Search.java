package dev.mailcask.search;

import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.Message;
import dev.mailcask.index.Indexer.Coverage;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds messages. Thread-safe.
///
/// What a page needs first comes first: [#find(Request)] gives hits by what the catalog knows of
/// them. Words around the matches ([#excerpts(String, List)]) cost a look into the archive for each
/// message, counts ([#facets(String)]) a look at every match; they are asked for afterwards, by who
/// shows them.
///
/// Every method that takes a query throws [dev.mailcask.base.Failure.Misconfigured] if it cannot be
/// understood, with the position and a suggestion.
public interface Search {

  /// Matching messages that are counted exactly, and among which pages begin.
  int COUNTED = 100_000;

  /// Messages of which excerpts are given at once.
  int EXCERPTS = 100;

  /// Notes on a query at most.
  int NOTES = 5;

  /// Finds the messages that match.
  Answer find(Request request);

  /// The text of messages around what the query found in them, in the order of the identities; one
  /// that is not in the catalog is left out.
  ///
  /// @param ids [#EXCERPTS] at most
  List<Excerpt> excerpts(String query, List<ContentId> ids);

  /// Counts of all that matches, by what can narrow the search further.
  Facets facets(String query);

  /// What the word at a place of a query that is being typed may become, the likeliest first; ten
  /// at most. Understands any query.
  ///
  /// @param cursor between 0 and the length of the query
  List<Suggestion> suggest(String query, int cursor);

  /// The conversation of a message, in reading order; the message alone if it has no other, nothing
  /// if there is no such message.
  Conversation conversation(ContentId id);

  /// All that may stand before a colon.
  static List<Named> operators() {
    return Stream.of(Operator.values())
        .map(it -> new Named(it.names(), it.example(), it.meaning(), it.dated()))
        .toList();
  }

  /// Where words of the query stand in a text, as begin and end of each match in chars, ascending.
  List<Integer> marks(String query, String text);

  /// @param query in the query language; empty finds everything
  /// @param offset hits to leave out
  /// @param limit hits to return, at most 1000
  /// @param counted matching messages that are counted exactly; of more, there are at least so many
  record Request(String query, int offset, int limit, Sort sort, int counted) {

    /// Counts up to [#COUNTED].
    public Request(String query, int offset, int limit, Sort sort) {
      this(query, offset, limit, sort, COUNTED);
    }
  }

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
  /// @param notes what of the query is hardly as it was meant, in its order: operators, folders,
  ///     accounts and labels that there are not; [#NOTES] at most
  record Answer(
      long total,
      boolean exact,
      String understoodAs,
      List<QueryProblem> notes,
      Coverage coverage,
      List<Hit> hits,
      double seconds) {
    public Answer {
      notes = List.copyOf(notes);
      hits = List.copyOf(hits);
    }
  }

  /// A message that was found.
  record Hit(ContentId id, Message message) {}

  /// Where words of the query stand in a message, as begin and end of each match in chars,
  /// ascending.
  ///
  /// @param subject matches in the subject
  /// @param from matches in the sender, as the catalog has both
  /// @param snippet text around the first matches, plain; from the attached file, if there is one
  /// @param marks matches in the snippet
  /// @param file the attached file in which they stand that are nowhere else in the message; null
  ///     where there is none, or where its text is not at hand
  /// @param attachments names of attached files
  record Excerpt(
      ContentId id,
      List<Integer> subject,
      List<Integer> from,
      String snippet,
      List<Integer> marks,
      @Nullable InFile file,
      List<String> attachments) {
    public Excerpt {
      subject = List.copyOf(subject);
      from = List.copyOf(from);
      marks = List.copyOf(marks);
      attachments = List.copyOf(attachments);
    }

    /// Of a message that cannot be looked into.
    public static Excerpt none(ContentId id) {
      return new Excerpt(id, List.of(), List.of(), "", List.of(), null, List.of());
    }
  }

  /// An attached file in which something was found.
  ///
  /// @param marks matches in its name
  record InFile(String name, List<Integer> marks) {
    public InFile {
      marks = List.copyOf(marks);
    }
  }

  /// @param total matching messages
  /// @param exact whether all of them were counted; else the counts are estimated from a sample
  /// @param timeline when they were received, oldest first, without gaps
  record Facets(long total, boolean exact, List<Group> groups, List<Bar> timeline) {
    public Facets {
      groups = List.copyOf(groups);
      timeline = List.copyOf(timeline);
    }
  }

  /// What may stand before a colon.
  ///
  /// @param names all of them, the usual one first
  /// @param meaning for people
  /// @param dated whether it limits the time of messages
  record Named(List<String> names, String example, String meaning, boolean dated) {
    public Named {
      names = List.copyOf(names);
    }
  }

  /// What messages are counted by.
  enum Facet {
    SENDER,
    ACCOUNT,
    FOLDER,
    YEAR,
    KIND
  }

  /// @param values the most frequent first, years newest first
  /// @param more whether there are others
  record Group(Facet facet, List<Value> values, boolean more) {
    public Group {
      values = List.copyOf(values);
    }
  }

  /// @param label for people
  /// @param query what to add to the query to see only these
  record Value(String label, String query, long count) {}

  /// A stretch of time: a day, a month or a year.
  ///
  /// @param before the first day that is not in it
  record Bar(LocalDate from, LocalDate before, long count) {}

  /// What a suggestion is.
  enum Suggested {
    OPERATOR,
    ADDRESS,
    SUBJECT,
    FOLDER,
    ACCOUNT
  }

  /// @param text for people
  /// @param from where in the query the replaced part begins
  /// @param to where it ends
  /// @param replacement what comes there instead
  record Suggestion(Suggested kind, String text, int from, int to, String replacement) {}

  /// @param complete whether it has all messages, or only those that are nearest
  record Conversation(List<Turn> turns, boolean complete) {
    public Conversation {
      turns = List.copyOf(turns);
    }
  }

  /// A message in a conversation.
  ///
  /// @param depth how many answers deep, 0 for what began it
  record Turn(Message message, int depth) {}
}
