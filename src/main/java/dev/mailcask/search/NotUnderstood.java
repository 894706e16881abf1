package dev.mailcask.search;

import dev.mailcask.base.Failure;

/// A query that cannot be understood.
public final class NotUnderstood extends Failure.Misconfigured {

  private static final long serialVersionUID = 1L;

  private final transient QueryProblem what;

  public NotUnderstood(QueryProblem what) {
    super("search query, character " + (what.at() + 1), what.problem(), what.hint());
    this.what = what;
  }

  /// The part that is not understood.
  public QueryProblem what() {
    return what;
  }
}
