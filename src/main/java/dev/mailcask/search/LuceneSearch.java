package dev.mailcask.search;

import dev.mailcask.archive.Archive;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.Catalog.Standing;
import dev.mailcask.catalog.Message;
import dev.mailcask.index.Documents;
import dev.mailcask.index.Failures;
import dev.mailcask.index.Fields;
import dev.mailcask.index.IndexSnapshots;
import dev.mailcask.index.IndexSnapshots.Snapshot;
import dev.mailcask.index.Indexer.Coverage;
import dev.mailcask.index.KeptTexts;
import dev.mailcask.index.Placement;
import dev.mailcask.index.PlacementIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TotalHits;
import org.jspecify.annotations.Nullable;

/// Search in the index on the local disk.
///
/// Reads what was committed last, by this process or another, and takes no lock. The index gives
/// identities and their order; what people see of a hit comes from the catalog and, for the text
/// around the matches, from the archive.
public final class LuceneSearch implements Search, AutoCloseable {

  private static final int MAX_LIMIT = 1000;

  /// The newest messages from which addresses and subjects are suggested.
  private static final int SUGGESTED_FROM = 100;

  private final IndexSnapshots index;
  private final KeptTexts texts;
  private final Archive archive;
  private final Catalog catalog;
  private final PlacementIndex placements;
  private final Variants variants = new Variants();
  private final Waiting waiting;
  private final ZoneId zone;
  private final InstantSource clock;
  private final Runnable damaged;

  /// @param path the directory of the index; it need not be there yet
  /// @param zone whose days are meant by dates in queries
  /// @param clock says what "yesterday" is
  public LuceneSearch(
      Path path, Archive archive, Catalog catalog, ZoneId zone, InstantSource clock) {
    this(path, archive, catalog, zone, clock, () -> {});
  }

  /// @param damaged told whenever a search has met damage in the index
  public LuceneSearch(
      Path path,
      Archive archive,
      Catalog catalog,
      ZoneId zone,
      InstantSource clock,
      Runnable damaged) {
    this.index = new IndexSnapshots(path);
    this.texts = new KeptTexts(path);
    this.archive = archive;
    this.catalog = catalog;
    this.placements = new PlacementIndex(catalog);
    this.waiting = new Waiting(catalog);
    this.zone = zone;
    this.clock = clock;
    this.damaged = damaged;
  }

  @Override
  public Answer find(Request request) {
    long began = System.nanoTime();
    check(request);
    Understood query = read(request.query());
    Expression expression = query.expression();
    try (Snapshot snapshot = newest()) {
      Standing standing = catalog.standing();
      long archived = standing.messages();
      List<Message> more = waiting(snapshot, standing, expression);
      int from = more.isEmpty() ? request.offset() : 0;
      Found found = snapshot == null ? Found.NOTHING : search(snapshot, expression, request, from);
      Coverage coverage =
          snapshot == null
              ? new Coverage(0, archived, 0, 0)
              : new Coverage(
                  snapshot.indexed(), archived, snapshot.defective(), snapshot.waiting());
      return new Answer(
          found.total + more.size(),
          found.exact,
          Description.of(query),
          notes(query, snapshot, more),
          coverage,
          more.isEmpty() ? hits(found.ids) : page(found.ids, more, request),
          seconds(began));
    } catch (IOException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw failure(e);
    }
  }

  /// The newest state of the index, and none that is older than what waits for it.
  private @Nullable Snapshot newest() throws IOException {
    Snapshot newest = index.newest();
    if (newest != null
        && waiting.isAhead(newest.position().generation(), newest.position().change())) {
      newest.close();
      newest = index.newest();
    }
    return newest;
  }

  /// What the index found.
  private record Found(long total, boolean exact, List<ContentId> ids) {
    private static final Found NOTHING = new Found(0, true, List.of());
  }

  /// Messages that answer the query and are not in the index yet.
  private List<Message> waiting(
      @Nullable Snapshot snapshot, Standing standing, Expression expression) throws IOException {
    boolean follows = snapshot != null && snapshot.position().follows(standing.generation());
    long indexed = snapshot != null && follows ? snapshot.position().change() : 0;
    return waiting.find(
        standing,
        indexed,
        ids -> snapshot == null ? Set.of() : Documents.among(snapshot.searcher(), ids),
        new HeaderMatch(expression, zone));
  }

  /// One that the catalog does not have is left out: it is just being built anew.
  private List<Hit> hits(List<ContentId> ids) {
    return catalog.messages(ids).stream().map(it -> new Hit(it.id(), it)).toList();
  }

  /// Hits of the index and messages that wait for it, together in the order of time; those that
  /// wait come first where the order is another, as nothing can be said of how well they match.
  ///
  /// @param found from the first on
  private List<Hit> page(List<ContentId> found, List<Message> more, Request request) {
    List<Hit> all = new ArrayList<>(more.stream().map(it -> new Hit(it.id(), it)).toList());
    for (int at = 0; at < found.size(); at += MAX_LIMIT) {
      all.addAll(hits(found.subList(at, Math.min(at + MAX_LIMIT, found.size()))));
    }
    if (request.sort() == Sort.DATE) {
      all.sort(Comparator.comparing((Hit hit) -> hit.message().received()).reversed());
    }
    int from = Math.min(request.offset(), all.size());
    return all.subList(from, Math.min(from + request.limit(), all.size()));
  }

  private Understood read(String query) {
    return QueryParser.read(query, LocalDate.ofInstant(clock.instant(), zone));
  }

  private Expression parsed(String query) {
    return read(query).expression();
  }

  /// @param more messages with keywords that the index may not know
  private List<QueryProblem> notes(
      Understood query, @Nullable Snapshot snapshot, List<Message> more) throws IOException {
    List<QueryProblem> notes = new ArrayList<>(query.notes());
    if (query.sources().keySet().stream().anyMatch(PlaceCondition.class::isInstance)) {
      Set<String> keywords = new HashSet<>();
      if (snapshot != null) {
        keywords.addAll(placements.keywords(snapshot.searcher().getIndexReader()));
      }
      for (Message message : more) {
        Placement.of(message).forEach(placement -> keywords.addAll(placement.keywords()));
      }
      notes.addAll(new Absent(catalog, placements, keywords).in(query));
    }
    notes.sort(Comparator.comparingInt(QueryProblem::at));
    return notes.subList(0, Math.min(NOTES, notes.size()));
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

  private LuceneQuery lucene(IndexSearcher searcher) {
    return new LuceneQuery(
        searcher.getIndexReader(),
        variants,
        placements::query,
        hexPrefix -> conversation(searcher, hexPrefix),
        zone);
  }

  private Query conversation(IndexSearcher searcher, String hexPrefix) throws IOException {
    List<ContentId> named = catalog.byPrefix(hexPrefix);
    if (named.size() != 1) {
      return new MatchNoDocsQuery("no message, or several, have this identity");
    }
    Conversation found = new Conversations(archive, catalog, searcher).of(named.getFirst());
    return Documents.of(found.turns().stream().map(turn -> turn.message().id()).toList());
  }

  /// @param from hits before are left out
  private Found search(Snapshot snapshot, Expression expression, Request request, int from)
      throws IOException {
    IndexSearcher searcher = snapshot.searcher();
    Query query = lucene(searcher).of(expression);
    SortField newest = Fields.newestFirst();
    org.apache.lucene.search.Sort order =
        switch (request.sort()) {
          case DATE -> new org.apache.lucene.search.Sort(newest);
          case RELEVANCE -> new org.apache.lucene.search.Sort(SortField.FIELD_SCORE, newest);
        };
    int wanted = Math.max(1, request.offset() + request.limit());
    TopDocs found =
        searcher.search(
            query, new TopFieldCollectorManager(order, wanted, null, request.counted()));
    List<ContentId> ids = new ArrayList<>();
    int to = Math.min(found.scoreDocs.length, request.offset() + request.limit());
    for (int i = from; i < to; i++) {
      ids.add(Documents.identity(searcher, found.scoreDocs[i].doc));
    }
    return new Found(
        found.totalHits.value(), found.totalHits.relation() == TotalHits.Relation.EQUAL_TO, ids);
  }

  @Override
  public List<Excerpt> excerpts(String query, List<ContentId> ids) {
    if (ids.size() > EXCERPTS) {
      throw new Failure.Misconfigured(
          "excerpts", "too many messages at once", "ask for at most " + EXCERPTS);
    }
    Excerpts excerpts = new Excerpts(archive, texts, parsed(query));
    return catalog.messages(ids).stream().map(excerpts::of).toList();
  }

  @Override
  public List<Integer> marks(String query, String text) {
    return Snippet.marks(text, Snippet.wanted(parsed(query), Excerpts.TEXT));
  }

  @Override
  public Facets facets(String query) {
    Expression expression = parsed(query);
    try (Snapshot snapshot = index.newest()) {
      if (snapshot == null) {
        return new Facets(0, true, List.of(), List.of());
      }
      IndexSearcher searcher = snapshot.searcher();
      FacetCounter counter = new FacetCounter(placements, zone);
      counter.count(searcher, lucene(searcher).of(expression));
      return new FacetGroups(catalog, placements).of(counter, searcher);
    } catch (IOException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw failure(e);
    }
  }

  @Override
  public List<Suggestion> suggest(String query, int cursor) {
    return new Suggestions(
            catalog, asked -> find(new Request(asked, 0, SUGGESTED_FROM, Sort.DATE, 0)).hits())
        .of(query, cursor);
  }

  @Override
  public Conversation conversation(ContentId id) {
    try (Snapshot snapshot = index.newest()) {
      if (snapshot == null) {
        List<Turn> alone =
            catalog.message(id).map(message -> new Turn(message, 0)).stream().toList();
        return new Conversation(alone, true);
      }
      return new Conversations(archive, catalog, snapshot.searcher()).of(id);
    } catch (IOException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw failure(e);
    }
  }

  /// A bug that is no damage stays one.
  private RuntimeException failure(Exception fault) {
    boolean damage = Failures.isDamage(fault);
    if (damage) {
      damaged.run();
    }
    return switch (fault) {
      case IOException e -> Failures.of(e);
      case RuntimeException e when !damage -> e;
      default -> Failures.of(new IOException(fault));
    };
  }

  @Override
  public void close() {
    texts.close();
    index.close();
  }
}
