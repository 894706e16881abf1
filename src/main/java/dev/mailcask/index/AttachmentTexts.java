package dev.mailcask.index;

import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.Catalog.Numbered;
import dev.mailcask.extract.Extraction;
import dev.mailcask.extract.Reason;
import dev.mailcask.index.Attachments.Unread;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// What became of attachments, by the SHA-256 of their bytes, and which of which message were
/// refused: a Lucene index without words, beside the one of messages.
///
/// A cache: where it is damaged it begins anew, and what does not fit into its bound is forgotten,
/// oldest first. Thread-safe.
final class AttachmentTexts implements AutoCloseable {

  /// Where they are, within the directory of the index.
  static final String DIRECTORY = "attachments";

  private static final String KEY = "key";
  private static final String KIND = "kind";
  private static final String VERSION = "version";
  private static final String TEXT = "text";
  private static final String SINCE = "since";

  /// The message in which it was first found: as long as that is there, the text may be.
  private static final String MESSAGE = "message";

  private static final String NAME = "name";
  private static final String TYPE = "type";

  /// What a document is of: a text by its key, or a refused attachment of a message.
  private static final String OF = "of";

  private static final String OF_KEY = "text";
  private static final String OF_MESSAGE = "refused";

  private static final String WHOLE = "WHOLE";
  private static final String CUT = "CUT";
  private static final String NOTHING = "NOTHING";

  /// Chars that may lie in memory before they are committed.
  private static final long FRESH_CHARS = 4L << 20;

  private static final String ATTEMPTS = "attempts";

  private final ExpendableIndex index;
  private final InstantSource clock;
  private final long maxBytes;
  private final Map<ContentId, Extraction> fresh = new HashMap<>();
  private long freshChars;
  private int attempts;
  private boolean listComplete;

  /// @param maxBytes on disk, about
  AttachmentTexts(Path path, InstantSource clock, long maxBytes) {
    this.index = new ExpendableIndex(path, this::begin);
    this.clock = clock;
    this.maxBytes = maxBytes;
  }

  /// Called when the index was opened, for the first time or empty after damage.
  private void begin(Map<String, String> data) {
    fresh.clear();
    freshChars = 0;
    listComplete = false;
    String counted = data.get(ATTEMPTS);
    attempts = counted == null ? attempts : Integer.parseInt(counted);
  }

  /// What the bytes of an attachment are kept by. Reads them to their end.
  static ContentId key(InputStream bytes) throws IOException {
    MessageDigest digest = ContentId.digest();
    try (InputStream in = new DigestInputStream(bytes, digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return ContentId.ofDigest(digest.digest());
  }

  /// The text that is kept by a key, in a state of the index.
  static Optional<String> text(IndexReader state, ContentId key) throws IOException {
    return document(state, key)
        .map(AttachmentTexts::extraction)
        .flatMap(
            kept -> kept instanceof Extraction.Text it ? Optional.of(it.text()) : Optional.empty());
  }

  private static Optional<Document> document(IndexReader state, ContentId key) throws IOException {
    IndexSearcher searcher = new IndexSearcher(state);
    ScoreDoc[] found = searcher.search(new TermQuery(term(KEY, key)), 1).scoreDocs;
    return found.length == 0
        ? Optional.empty()
        : Optional.of(searcher.storedFields().document(found[0].doc));
  }

  /// What became of an attachment, or null if it has to be read: for the first time, or because it
  /// gave no text with another version.
  synchronized @Nullable Extraction find(ContentId key, String version) throws IOException {
    Extraction known = fresh.get(key);
    return known == null ? index.healed(() -> findKept(key, version)).orElse(null) : known;
  }

  private Optional<Extraction> findKept(ContentId key, String version) throws IOException {
    Optional<Document> document = document(index.reader(), key);
    if (document.isEmpty()) {
      return Optional.empty();
    }
    Extraction kept = extraction(document.get());
    boolean valid = kept instanceof Extraction.Text || version.equals(document.get().get(VERSION));
    return valid ? Optional.of(kept) : Optional.empty();
  }

  private static Extraction extraction(Document document) {
    return switch (document.get(KIND)) {
      case WHOLE -> new Extraction.Text(document.get(TEXT), false);
      case CUT -> new Extraction.Text(document.get(TEXT), true);
      case NOTHING -> new Extraction.Nothing();
      case String reason -> new Extraction.Refused(Reason.valueOf(reason));
    };
  }

  /// Keeps what became of an attachment.
  ///
  /// @param message in which it is
  synchronized void put(ContentId key, ContentId message, Extraction extraction, String version)
      throws IOException {
    Document document = document(OF_KEY, message, version);
    document.add(new StringField(KEY, new BytesRef(key.bytes()), StringField.Store.YES));
    switch (extraction) {
      case Extraction.Text(String text, boolean cut) -> {
        document.add(new StoredField(KIND, cut ? CUT : WHOLE));
        document.add(new StoredField(TEXT, text));
        freshChars += text.length();
      }
      case Extraction.Nothing() -> document.add(new StoredField(KIND, NOTHING));
      case Extraction.Refused(Reason reason) -> document.add(new StoredField(KIND, reason.name()));
    }
    index.healed(() -> index.writer().updateDocument(term(KEY, key), document));
    fresh.put(key, extraction);
    if (freshChars > FRESH_CHARS) {
      commit();
    }
  }

  private Document document(String of, ContentId message, String version) {
    Document document = new Document();
    document.add(new StringField(OF, of, StringField.Store.NO));
    document.add(new StringField(MESSAGE, new BytesRef(message.bytes()), StringField.Store.YES));
    document.add(new StringField(VERSION, version, StringField.Store.YES));
    document.add(new NumericDocValuesField(SINCE, clock.millis()));
    return document;
  }

  /// Keeps which attachments of a message were refused, instead of what was known of it.
  synchronized void refused(ContentId message, String version, List<Unread> unread)
      throws IOException {
    List<Document> documents = new ArrayList<>();
    for (Unread attachment : unread) {
      Document document = document(OF_MESSAGE, message, version);
      document.add(new StoredField(NAME, attachment.name()));
      document.add(new StoredField(TYPE, attachment.type()));
      document.add(new StoredField(KIND, attachment.reason().name()));
      document.add(new StoredField(SINCE, clock.millis()));
      documents.add(document);
    }
    index.healed(() -> index.writer().updateDocuments(of(message), documents));
  }

  /// Whether a message has refused attachments here.
  synchronized boolean lists(ContentId message) throws IOException {
    return index.healed(() -> new IndexSearcher(index.reader()).count(of(message)) > 0);
  }

  /// Whether everything that was refused is known to be here: not at the start, nor after damage.
  synchronized boolean isListComplete() {
    return listComplete;
  }

  /// Says so.
  synchronized void listIsComplete() {
    listComplete = true;
  }

  private static Query of(ContentId message) {
    return new BooleanQuery.Builder()
        .add(new TermQuery(new Term(OF, OF_MESSAGE)), Occur.FILTER)
        .add(new TermQuery(term(MESSAGE, message)), Occur.FILTER)
        .build();
  }

  /// Messages with attachments that another version refused.
  synchronized Set<ContentId> outdated(String version, int limit) throws IOException {
    return index.healed(() -> findOutdated(version, limit));
  }

  private Set<ContentId> findOutdated(String version, int limit) throws IOException {
    Query query =
        new BooleanQuery.Builder()
            .add(new TermQuery(new Term(OF, OF_MESSAGE)), Occur.FILTER)
            .add(new TermQuery(new Term(VERSION, version)), Occur.MUST_NOT)
            .build();
    Set<ContentId> messages = new LinkedHashSet<>();
    IndexSearcher searcher = new IndexSearcher(index.reader());
    for (ScoreDoc found : searcher.search(query, limit).scoreDocs) {
      messages.add(message(searcher.storedFields().document(found.doc)));
    }
    return messages;
  }

  /// Attachments that were refused, newest first.
  synchronized List<Unread> list(int offset, int limit) throws IOException {
    return index.healed(() -> findRefused(offset, limit));
  }

  private List<Unread> findRefused(int offset, int limit) throws IOException {
    IndexSearcher searcher = new IndexSearcher(index.reader());
    int wanted =
        (int) Math.min((long) offset + limit, Math.max(1, searcher.getIndexReader().maxDoc()));
    ScoreDoc[] found =
        searcher.search(new TermQuery(new Term(OF, OF_MESSAGE)), wanted, by(SINCE, true)).scoreDocs;
    List<Unread> unread = new ArrayList<>();
    for (int i = offset; i < found.length; i++) {
      Document document = searcher.storedFields().document(found[i].doc);
      unread.add(
          new Unread(
              message(document),
              document.get(NAME),
              document.get(TYPE),
              Reason.valueOf(document.get(KIND)),
              Instant.ofEpochMilli(document.getField(SINCE).numericValue().longValue())));
    }
    return unread;
  }

  private static Sort by(String field, boolean downwards) {
    return new Sort(new SortField(field, SortField.Type.LONG, downwards));
  }

  synchronized long countRefused() throws IOException {
    return index.healed(
        () -> new IndexSearcher(index.reader()).count(new TermQuery(new Term(OF, OF_MESSAGE))));
  }

  /// How often the owner has asked to try again what was refused.
  synchronized int attempts() throws IOException {
    index.healed(index::writer);
    return attempts;
  }

  /// Counts one more.
  synchronized void tryAgain() throws IOException {
    index.healed(index::writer);
    attempts++;
    commit();
  }

  /// Forgets what was found in messages that are not there any more.
  ///
  /// @param there all messages that are, in ascending order
  synchronized void retain(Iterator<Numbered> there) throws IOException {
    commit();
    Terms messages = MultiTerms.getTerms(index.reader(), MESSAGE);
    if (messages == null) {
      return;
    }
    boolean dropped = false;
    ContentId next = following(there);
    TermsEnum each = messages.iterator();
    for (BytesRef term = each.next(); term != null; term = each.next()) {
      ContentId message = id(term);
      while (next != null && next.compareTo(message) < 0) {
        next = following(there);
      }
      if (!message.equals(next)) {
        index.writer().deleteDocuments(term(MESSAGE, message));
        dropped = true;
      }
    }
    if (dropped) {
      index.writer().forceMergeDeletes(); // what was in mail that is gone must not stay on the disk
      commit();
    }
  }

  private static @Nullable ContentId following(Iterator<Numbered> messages) {
    return messages.hasNext() ? messages.next().id() : null;
  }

  /// Makes durable what there is, and forgets the oldest where it is too much.
  synchronized void commit() throws IOException {
    index.healed(this::commitAll);
  }

  private boolean commitAll() throws IOException {
    IndexWriter open = index.writer();
    forgetOldest(open);
    open.setLiveCommitData(Map.of(ATTEMPTS, Integer.toString(attempts)).entrySet());
    open.commit();
    index.refresh();
    fresh.clear();
    freshChars = 0;
    return true;
  }

  /// A tenth of the texts, so that this is not done at every commit.
  private void forgetOldest(IndexWriter open) throws IOException {
    if (index.bytes() <= maxBytes) {
      return;
    }
    IndexSearcher searcher = new IndexSearcher(index.reader());
    Query texts = new TermQuery(new Term(OF, OF_KEY));
    int tenth = searcher.count(texts) / 10 + 1;
    for (ScoreDoc found : searcher.search(texts, tenth, by(SINCE, false)).scoreDocs) {
      open.deleteDocuments(
          new Term(KEY, searcher.storedFields().document(found.doc).getBinaryValue(KEY)));
    }
    open.forceMergeDeletes();
  }

  private static Term term(String field, ContentId id) {
    return new Term(field, new BytesRef(id.bytes()));
  }

  private static ContentId message(Document document) {
    return id(document.getBinaryValue(MESSAGE));
  }

  private static ContentId id(BytesRef bytes) {
    return ContentId.ofDigest(
        Arrays.copyOfRange(bytes.bytes, bytes.offset, bytes.offset + bytes.length));
  }

  @Override
  public synchronized void close() throws IOException {
    if (index.isOpen()) {
      commit();
      index.abandon();
    }
  }
}
