package dev.mailcask.web;

import dev.mailcask.base.Progress;
import dev.mailcask.restore.Restore;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Plans the same for everybody and remembers what was asked.
final class FakeRestore implements Restore {

  volatile @Nullable Request last;

  @Override
  public Plan plan(Request request) {
    last = request;
    return new Plan(
        Objects.requireNonNullElse(request.to(), request.from()),
        List.of(
            new FolderPlan("INBOX", "INBOX", true, 10, 4, 6, 6000),
            new FolderPlan("Old", "Old", false, 3, 0, 3, 300)));
  }

  @Override
  public Report run(Request request, Progress progress) {
    throw new UnsupportedOperationException("the web restores through jobs");
  }
}
