package dev.mailcask.web;

import dev.mailcask.base.Progress;
import dev.mailcask.index.Indexer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// An index with given figures.
record FakeIndexer(Coverage coverage, long bytes) implements Indexer {

  @Override
  public void check(Progress progress, Consumer<Difference> found) {}

  @Override
  public void catchUp(Progress progress) {
    throw new UnsupportedOperationException("the web never indexes");
  }

  @Override
  public void follow(BooleanSupplier more, Progress progress) {
    throw new UnsupportedOperationException("the web never indexes");
  }

  @Override
  public void rebuild(Progress progress) {
    throw new UnsupportedOperationException("the web never indexes");
  }

  @Override
  public void close() {}
}
