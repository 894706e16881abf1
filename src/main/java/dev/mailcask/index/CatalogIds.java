package dev.mailcask.index;

import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.Catalog.Numbered;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// All messages of the catalog in the order of their identities, in memory for a page.
final class CatalogIds implements Iterator<Numbered> {

  static final int PAGE = 10_000;

  private final Catalog catalog;
  private Iterator<Numbered> page = List.<Numbered>of().iterator();
  private @Nullable ContentId last;
  private boolean ended;

  CatalogIds(Catalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public boolean hasNext() {
    if (!page.hasNext() && !ended) {
      List<Numbered> more = catalog.ids(last, PAGE);
      ended = more.size() < PAGE;
      last = more.isEmpty() ? last : more.getLast().id();
      page = more.iterator();
    }
    return page.hasNext();
  }

  @Override
  public Numbered next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.next();
  }
}
