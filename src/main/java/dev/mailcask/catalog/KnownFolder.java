package dev.mailcask.catalog;

import java.util.List;

/// A folder as sync last saw it.
///
/// @param number within the account, from 1
/// @param uidValidity the current generation, 0 where there is none yet
/// @param mailboxId what the server calls it whatever its name is, empty where it does not say
/// @param gone whether it was not on the server at the last run
public record KnownFolder(
    int number,
    String raw,
    String path,
    String delimiter,
    List<String> attributes,
    long uidValidity,
    String mailboxId,
    boolean gone) {
  public KnownFolder {
    attributes = List.copyOf(attributes);
  }
}
