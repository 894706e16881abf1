package dev.mailcask.search;

import dev.mailcask.archive.Archive;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.Message;
import dev.mailcask.index.Failures;
import dev.mailcask.index.Fields;
import dev.mailcask.index.IndexSnapshots;
import dev.mailcask.index.IndexSnapshots.Snapshot;
import dev.mailcask.index.Indexer.Coverage;
import dev.mailcask.index.PlacementIndex;
import dev.mailcask.message.MessageParser;
import dev.mailcask.message.ParsedMessage;
import dev.mailcask.search.Expression.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.util.BytesRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Search in the index on the local disk.
///
/// Reads what was committed last, by this process or another, and takes no lock. The index gives
/// identities and their order; what people see of a hit comes from the catalog and, for the text
/// around the matches, from the archive.
public final class LuceneSearch implements Search, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LuceneSearch.class);

  /// Up to this many hits are counted exactly.
  static final int COUNTED = 100_000;

  private static final int MAX_LIMIT = 1000;

  private final IndexSnapshots index;
  private final Archive archive;
  private final Catalog catalog;
  private final PlacementIndex placements;
  private final ZoneId zone;
  private final InstantSource clock;

  /// @param path the directory of the index; it need not be there yet
  /// @param zone whose days are meant by dates in queries
  /// @param clock says what "yesterday" is
  public LuceneSearch(
      Path path, Archive archive, Catalog catalog, ZoneId zone, InstantSource clock) {
    this.index = new IndexSnapshots(path);
    this.archive = archive;
    this.catalog = catalog;
    this.placements = new PlacementIndex(catalog);
    this.zone = zone;
    this.clock = clock;
  }

  @Override
  public Answer find(Request request) {
    long began = System.nanoTime();
    check(request);
    Expression expression = parsed(request.query());
    String understood = Description.of(expression);
    long archived = catalog.counts().messages();
    try (Snapshot snapshot = index.newest()) {
      if (snapshot == null) {
        return new Answer(
            0, true, understood, new Coverage(0, archived, 0), List.of(), seconds(began));
      }
      TopDocs found = search(snapshot.searcher(), expression, request);
      List<Hit> hits = hits(snapshot.searcher(), found, request);
      return new Answer(
          found.totalHits.value(),
          found.totalHits.relation() == TotalHits.Relation.EQUAL_TO,
          understood,
          new Coverage(snapshot.indexed(), archived, snapshot.defective()),
          hits,
          seconds(began));
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }

  private Expression parsed(String query) {
    return QueryParser.parse(query, LocalDate.ofInstant(clock.instant(), zone));
  }

  private static void check(Request request) {
    if (request.limit() < 0
        || request.limit() > MAX_LIMIT
        || request.offset() < 0
        || request.offset() > COUNTED) {
      throw new Failure.Misconfigured(
          "search request",
          "the page is out of range",
          "ask for at most 1000 hits, beginning within the first 100000");
    }
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private TopDocs search(IndexSearcher searcher, Expression expression, Request request)
      throws IOException {
    Query query =
        new LuceneQuery(searcher.getIndexReader(), placements::query, zone).of(expression);
    SortField newest = Fields.newestFirst();
    org.apache.lucene.search.Sort order =
        switch (request.sort()) {
          case DATE -> new org.apache.lucene.search.Sort(newest);
          case RELEVANCE -> new org.apache.lucene.search.Sort(SortField.FIELD_SCORE, newest);
        };
    int wanted = Math.max(1, request.offset() + request.limit());
    return searcher.search(query, new TopFieldCollectorManager(order, wanted, null, COUNTED));
  }

  private List<Hit> hits(IndexSearcher searcher, TopDocs found, Request request)
      throws IOException {
    int to = Math.min(found.scoreDocs.length, request.offset() + request.limit());
    List<Hit> hits = new ArrayList<>();
    for (int i = request.offset(); i < to; i++) {
      ContentId id = identity(searcher, found.scoreDocs[i]);
      Optional<Message> message = catalog.message(id);
      if (message.isPresent()) { // else the catalog is just being built anew
        hits.add(new Hit(id, message.get()));
      }
    }
    return hits;
  }

  private static ContentId identity(IndexSearcher searcher, ScoreDoc hit) throws IOException {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
    BinaryDocValues ids = leaf.reader().getBinaryDocValues(Fields.ID);
    if (ids == null || !ids.advanceExact(hit.doc - leaf.docBase)) {
      throw new IllegalStateException("a document without identity");
    }
    return ContentId.ofDigest(BytesRef.deepCopyOf(ids.binaryValue()).bytes);
  }

  @Override
  public List<Excerpt> excerpts(String query, List<ContentId> ids) {
    List<Text> wanted = Snippet.wanted(parsed(query));
    return ids.stream()
        .map(catalog::message)
        .flatMap(Optional::stream)
        .map(message -> excerpt(message, wanted))
        .toList();
  }

  private Excerpt excerpt(Message message, List<Text> wanted) {
    try {
      Optional<Content> content = archive.read(message.id());
      if (content.isPresent()) {
        ParsedMessage parsed = MessageParser.parse(content.get());
        Snippet snippet = Snippet.of(parsed.text(), wanted);
        return new Excerpt(message.id(), snippet.text(), snippet.marks(), attached(parsed));
      }
      log.warn("message {} is not in the archive; found without its text", message.id());
    } catch (Failure.Corrupt e) {
      log.warn("message {} is found without its text: {}", message.id(), e.getMessage());
    }
    return new Excerpt(message.id(), "", List.of(), List.of());
  }

  @Override
  public List<Integer> marks(String query, String text) {
    return Snippet.marks(text, Snippet.wanted(parsed(query)));
  }

  private static List<String> attached(ParsedMessage parsed) {
    return parsed.attachments().stream()
        .filter(attachment -> !attachment.inline())
        .map(attachment -> attachment.name().isEmpty() ? attachment.type() : attachment.name())
        .toList();
  }

  @Override
  public Facets facets(String query) {
    throw new IllegalStateException("to come");
  }

  @Override
  public List<Suggestion> suggest(String query, int cursor) {
    throw new IllegalStateException("to come");
  }

  @Override
  public Conversation conversation(ContentId id) {
    throw new IllegalStateException("to come");
  }

  @Override
  public void close() {
    index.close();
  }
}
