package dev.mailcask.search;

import dev.mailcask.search.Tokens.Token;
import java.util.IdentityHashMap;
import java.util.List;

/// A query that was read: its tree, and what the tree leaves out so that one query has one tree.
///
/// @param sources what each condition of the tree that has words was read from, by identity: two
///     conditions that are equal may have been written differently
/// @param notes what is looked for otherwise than it was probably meant, in the order of the query
record Understood(
    Expression expression, IdentityHashMap<Object, Token> sources, List<QueryProblem> notes) {

  Understood {
    notes = List.copyOf(notes);
  }
}
