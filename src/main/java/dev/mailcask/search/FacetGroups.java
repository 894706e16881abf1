package dev.mailcask.search;

import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.Message;
import dev.mailcask.index.AttachmentKind;
import dev.mailcask.index.Documents;
import dev.mailcask.index.PlacementIndex;
import dev.mailcask.index.PlacementIndex.Folder;
import dev.mailcask.index.Senders;
import dev.mailcask.search.LongCounts.Counted;
import dev.mailcask.search.Search.Facet;
import dev.mailcask.search.Search.Facets;
import dev.mailcask.search.Search.Group;
import dev.mailcask.search.Search.Value;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.lucene.search.IndexSearcher;

/// Makes of bare counts what people choose from: names, and what each adds to the query.
///
/// @param catalog tells who a sender is, by one of his messages
/// @param placements tells what folders are called
record FacetGroups(Catalog catalog, PlacementIndex placements) {

  private static final int VALUES = 10;

  Facets of(FacetCounter counted, IndexSearcher searcher) throws IOException {
    List<Group> groups = new ArrayList<>();
    groups.add(senders(counted, searcher));
    groups.add(accounts(counted));
    groups.add(folders(counted));
    groups.add(years(counted));
    groups.add(kinds(counted));
    return new Facets(
        counted.total(),
        counted.step() <= 1,
        groups.stream().filter(group -> !group.values().isEmpty()).toList(),
        Timeline.of(counted.days.mostFrequent(), counted.step()));
  }

  private Group senders(FacetCounter counted, IndexSearcher searcher) throws IOException {
    List<Value> values = new ArrayList<>();
    List<Counted> all = counted.senders.mostFrequent();
    for (Counted each : all.subList(0, Math.min(VALUES, all.size()))) {
      Optional<Message> example = catalog.message(Documents.identity(searcher, each.example()));
      if (example.isPresent()) {
        String from = example.get().envelope().from();
        String query = "from:" + quoted(Senders.address(from));
        values.add(new Value(from, query, (long) each.count() * counted.step()));
      }
    }
    return new Group(Facet.SENDER, values, all.size() > VALUES);
  }

  private Group accounts(FacetCounter counted) {
    return named(Facet.ACCOUNT, counted.accounts, counted.step(), it -> it.account().name());
  }

  private Group folders(FacetCounter counted) {
    return named(Facet.FOLDER, counted.folders, counted.step(), Folder::path);
  }

  private Group named(Facet facet, LongCounts counts, int step, Function<Folder, String> name) {
    String operator = facet == Facet.ACCOUNT ? "account:" : "in:";
    Map<String, Long> byName = new TreeMap<>();
    for (Counted each : counts.mostFrequent()) {
      long count = (long) each.count() * step;
      placements.folder(each.key()).ifPresent(it -> byName.merge(name.apply(it), count, Long::sum));
    }
    List<Value> values =
        byName.entrySet().stream()
            .map(e -> new Value(e.getKey(), operator + quoted(e.getKey()), e.getValue()))
            .sorted(Comparator.comparingLong(Value::count).reversed())
            .toList();
    return new Group(
        facet, values.subList(0, Math.min(VALUES, values.size())), values.size() > VALUES);
  }

  private static Group years(FacetCounter counted) {
    Map<Integer, Long> byYear = new TreeMap<>(Comparator.reverseOrder());
    for (Counted each : counted.days.mostFrequent()) {
      int year = LocalDate.ofEpochDay(each.key()).getYear();
      byYear.merge(year, (long) each.count() * counted.step(), Long::sum);
    }
    return new Group(
        Facet.YEAR,
        byYear.entrySet().stream()
            .map(e -> new Value(e.getKey().toString(), "date:" + e.getKey(), e.getValue()))
            .toList(),
        false);
  }

  private static Group kinds(FacetCounter counted) {
    List<Value> values = new ArrayList<>();
    for (AttachmentKind kind : AttachmentKind.values()) {
      long count = counted.kinds[Long.numberOfTrailingZeros(kind.bit())] * counted.step();
      if (count > 0) {
        values.add(new Value(kind.term(), "type:" + kind.term(), count));
      }
    }
    values.sort(Comparator.comparingLong(Value::count).reversed());
    return new Group(Facet.KIND, values, false);
  }

  /// A value as the query language takes it.
  static String quoted(String value) {
    boolean plain = value.toLowerCase(Locale.ROOT).matches("[\\p{L}\\p{N}@._/+-]+");
    return plain ? value : '"' + value.replace('"', ' ') + '"';
  }
}
