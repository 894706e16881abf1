package dev.mailcask.search;

import dev.mailcask.index.AttachmentKind;
import dev.mailcask.index.Fields;
import dev.mailcask.index.PlacementIndex;
import dev.mailcask.index.PlacementIndex.FolderKeys;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;

/// Goes over all messages that a query found and counts them by sender, folder, kind of attachment
/// and day; over every n-th where there are more than [Search#COUNTED]. Messages come newest first,
/// so that every n-th is an even sample of all times. Used once, by one thread.
final class FacetCounter {

  private final PlacementIndex placements;
  private final ZoneId zone;

  final LongCounts senders = new LongCounts();
  final LongCounts folders = new LongCounts();
  final LongCounts days = new LongCounts();
  final long[] kinds = new long[AttachmentKind.values().length];
  final LongCounts accounts = new LongCounts();
  private long total;
  private int step = 1;

  private long dayBegins = 1;
  private long dayEnds;
  private long day;
  private int passed;

  FacetCounter(PlacementIndex placements, ZoneId zone) {
    this.placements = placements;
    this.zone = zone;
  }

  long total() {
    return total;
  }

  /// Each counted message stands for so many.
  int step() {
    return step;
  }

  void count(IndexSearcher searcher, Query query) throws IOException {
    total = searcher.count(query);
    step = (int) ((total + Search.COUNTED - 1) / Search.COUNTED);
    if (total == 0) {
      return;
    }
    Query rewritten = searcher.rewrite(query);
    Weight weight = searcher.createWeight(rewritten, ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Scorer scorer = weight.scorer(leaf);
      if (scorer != null) {
        count(leaf, scorer.iterator());
      }
    }
  }

  private void count(LeafReaderContext leaf, DocIdSetIterator found) throws IOException {
    Bits live = leaf.reader().getLiveDocs();
    SortedNumericDocValues received = DocValues.getSortedNumeric(leaf.reader(), Fields.RECEIVED);
    NumericDocValues sender = DocValues.getNumeric(leaf.reader(), Fields.SENDER);
    NumericDocValues attached = DocValues.getNumeric(leaf.reader(), Fields.KINDS);
    BinaryDocValues states = DocValues.getBinary(leaf.reader(), Fields.STATE);
    FolderKeys keys = placements.folderKeys();
    for (int doc = found.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = found.nextDoc()) {
      if ((live != null && !live.get(doc)) || passed++ % step != 0) {
        continue;
      }
      int example = leaf.docBase + doc;
      if (received.advanceExact(doc)) {
        days.add(day(received.nextValue()), example);
      }
      if (sender.advanceExact(doc) && sender.longValue() != 0) {
        senders.add(sender.longValue(), example);
      }
      if (attached.advanceExact(doc)) {
        countKinds(attached.longValue());
      }
      if (states.advanceExact(doc)) {
        keys.read(states.binaryValue());
        for (int i = 0; i < keys.folders(); i++) {
          folders.add(keys.folder(i), example);
        }
        for (int i = 0; i < keys.accounts(); i++) {
          accounts.add(keys.account(i), example);
        }
      }
    }
  }

  private void countKinds(long bits) {
    for (long left = bits; left != 0; left &= left - 1) {
      kinds[Long.numberOfTrailingZeros(left)]++;
    }
  }

  /// The day of a time. Neighbours are mostly of the same day, and calendars are slow.
  private long day(long millis) {
    if (millis < dayBegins || millis >= dayEnds) {
      LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(millis), zone);
      day = date.toEpochDay();
      dayBegins = date.atStartOfDay(zone).toInstant().toEpochMilli();
      dayEnds = date.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli();
    }
    return day;
  }
}
