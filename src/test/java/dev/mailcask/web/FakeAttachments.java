package dev.mailcask.web;

import dev.mailcask.base.Progress;
import dev.mailcask.index.Attachments;
import java.util.ArrayList;
import java.util.List;

/// Attachments that were refused, as a test says; counts who asks to try again.
final class FakeAttachments implements Attachments {

  final List<Unread> refused = new ArrayList<>();
  int retries;

  @Override
  public long read(Progress progress) {
    throw new UnsupportedOperationException("the web never reads attachments");
  }

  @Override
  public void retry() {
    retries++;
  }

  @Override
  public void forgetDropped() {
    throw new UnsupportedOperationException("the web never tidies up");
  }

  @Override
  public Backlog backlog() {
    return new Backlog(12, refused.size());
  }

  @Override
  public List<Unread> unread(int offset, int limit) {
    return refused.stream().skip(offset).limit(limit).toList();
  }

  @Override
  public void close() {}
}
