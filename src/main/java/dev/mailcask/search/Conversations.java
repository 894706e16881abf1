package dev.mailcask.search;

import dev.mailcask.archive.Archive;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.Message;
import dev.mailcask.index.Documents;
import dev.mailcask.index.Fields;
import dev.mailcask.index.Hashes;
import dev.mailcask.message.BaseSubject;
import dev.mailcask.message.MessageParser;
import dev.mailcask.message.ParsedMessage;
import dev.mailcask.search.Search.Conversation;
import dev.mailcask.search.Turns.Related;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gathers the messages of a conversation, across folders and accounts.
///
/// Begins with one message and asks the index for all that it refers to, that refer to it, or that
/// refer to the same; and so on with what was found, until nothing new comes. As References name
/// the beginning of a conversation, two or three questions are enough. Messages are read for what
/// they refer to, so a conversation has at most [#MOST] of them, the ones found first; the others
/// are told to be missing.
///
final class Conversations {

  private static final Logger log = LoggerFactory.getLogger(Conversations.class);

  /// Messages of a conversation that are shown.
  static final int MOST = 300;

  private static final int ROUNDS = 6;
  private static final int MAX_IDS = 4000;
  private static final Pattern ADDRESS = Pattern.compile("[^\\s<>,;:\"()]{1,200}@[^\\s<>,;:\"()]+");

  private final Archive archive;
  private final Catalog catalog;
  private final IndexSearcher searcher;

  private final Map<ContentId, Related> found = new LinkedHashMap<>();
  private final Map<String, BytesRef> asked = new HashMap<>();
  private final Map<String, Season> topics = new HashMap<>();
  private boolean complete = true;

  Conversations(Archive archive, Catalog catalog, IndexSearcher searcher) {
    this.archive = archive;
    this.catalog = catalog;
    this.searcher = searcher;
  }

  /// What was asked of a topic.
  ///
  /// @param from milliseconds since 1970
  /// @param orphans whether only replies were asked for that do not say to what
  private record Season(long from, long to, boolean orphans) {
    static Season of(List<Related> same) {
      LongSummaryStatistics times =
          same.stream().mapToLong(it -> it.message().received().toEpochMilli()).summaryStatistics();
      long season = Turns.SEASON.toMillis();
      boolean orphans = same.stream().noneMatch(Related::orphaned);
      return new Season(times.getMin() - season, times.getMax() + season, orphans);
    }
  }

  /// The conversation of a message.
  Conversation of(ContentId id) throws IOException {
    take(List.of(id));
    List<Related> news = List.copyOf(found.values());
    for (int round = 0; round < ROUNDS && !news.isEmpty() && found.size() < MOST; round++) {
      Set<ContentId> known = new HashSet<>(found.keySet());
      take(mentioned(news));
      take(calledAlike(news));
      news = found.values().stream().filter(it -> !known.contains(it.message().id())).toList();
    }
    return new Conversation(Turns.of(List.copyOf(found.values())), complete);
  }

  private List<ContentId> mentioned(List<Related> news) throws IOException {
    List<BytesRef> ids = new ArrayList<>();
    for (Related each : news) {
      List<String> names = new ArrayList<>(each.references());
      names.add(each.messageId());
      for (String name : names) {
        if (!name.isEmpty() && asked.size() < MAX_IDS && !asked.containsKey(name)) {
          BytesRef term = Hashes.term(name);
          asked.put(name, term);
          ids.add(term);
        }
      }
    }
    if (ids.isEmpty()) {
      return List.of();
    }
    return documents(
        new BooleanQuery.Builder()
            .add(new TermInSetQuery(Fields.MESSAGE_ID, ids), Occur.SHOULD)
            .add(new TermInSetQuery(Fields.REFERENCES, ids), Occur.SHOULD)
            .build());
  }

  /// Replies that do not say to what, of the same subject and season; and for one of those, what it
  /// may answer. Asked again when the conversation turns out to be longer. Who they are decides
  /// [Turns].
  private List<ContentId> calledAlike(List<Related> news) throws IOException {
    List<ContentId> alike = new ArrayList<>();
    for (String topic : news.stream().map(Related::topic).distinct().toList()) {
      List<Related> same = found.values().stream().filter(it -> it.topic().equals(topic)).toList();
      Season season = Season.of(same);
      if (topic.isEmpty() || season.equals(topics.put(topic, season))) {
        continue;
      }
      BooleanQuery.Builder query =
          new BooleanQuery.Builder()
              .add(new TermQuery(new Term(Fields.TOPIC, Hashes.term(topic))), Occur.FILTER)
              .add(
                  LongPoint.newRangeQuery(Fields.RECEIVED, season.from(), season.to()),
                  Occur.FILTER);
      if (season.orphans()) {
        query.add(new TermQuery(new Term(Fields.IS, Fields.IS_ORPHANED)), Occur.FILTER);
      }
      for (Related other : read(documents(query.build()))) {
        if (same.stream().anyMatch(it -> mayBelong(it, other) || mayBelong(other, it))) {
          alike.add(other.message().id());
        }
      }
    }
    return alike;
  }

  private static boolean mayBelong(Related answer, Related to) {
    return answer.orphaned() && answer.mayAnswer(to);
  }

  private List<ContentId> documents(Query query) throws IOException {
    int room = MOST + 1;
    List<ContentId> ids = Documents.newest(searcher, query, room);
    complete &= ids.size() < room;
    return ids;
  }

  private void take(List<ContentId> ids) {
    List<ContentId> news = ids.stream().filter(id -> !found.containsKey(id)).distinct().toList();
    int room = MOST - found.size();
    complete &= news.size() <= room;
    for (Related each : read(news.subList(0, Math.min(room, news.size())))) {
      found.put(each.message().id(), each);
    }
  }

  private List<Related> read(List<ContentId> ids) {
    return catalog.messages(ids).stream().map(this::related).toList();
  }

  private Related related(Message message) {
    Related known = found.get(message.id());
    if (known != null) {
      return known;
    }
    try {
      Optional<Content> content = archive.read(message.id());
      if (content.isPresent()) {
        return related(message, MessageParser.parse(content.get()));
      }
    } catch (Failure e) {
      log.warn("what message {} answers cannot be read: {}", message.id(), e.getMessage());
    } catch (RuntimeException e) { // one bad message hides no other
      log.error("what message {} answers cannot be read", message.id(), e);
    }
    return new Related(message, message.envelope().messageId(), List.of(), "", false, Set.of());
  }

  private static Related related(Message message, ParsedMessage parsed) {
    BaseSubject subject = parsed.baseSubject();
    return new Related(
        message,
        parsed.envelope().messageId(),
        parsed.references(),
        subject.text().toLowerCase(Locale.ROOT),
        subject.reply(),
        people(parsed));
  }

  private static Set<String> people(ParsedMessage parsed) {
    Set<String> people = new HashSet<>();
    for (String field : List.of("from", "to", "cc")) {
      Matcher address = ADDRESS.matcher(parsed.header(field));
      while (address.find() && people.size() < 100) {
        people.add(address.group().toLowerCase(Locale.ROOT));
      }
    }
    return people;
  }
}
