package dev.mailcask.index;

import java.util.Map;

/// How far the index has followed the catalog, kept in every Lucene commit.
///
/// @param version of the fields and of the analysis
/// @param generation of the catalog's change log
/// @param change the number of the last change that is indexed
/// @param life which of the indexes that were built here one after another
public record Position(String version, String generation, long change, String life) {

  static Position of(Map<String, String> commit) {
    String change = commit.getOrDefault("change", "");
    boolean sound = change.matches("[0-9]{1,18}");
    return new Position(
        sound ? commit.getOrDefault("version", "") : "",
        commit.getOrDefault("generation", ""),
        sound ? Long.parseLong(change) : 0,
        commit.getOrDefault("life", ""));
  }

  Map<String, String> commit() {
    return Map.of(
        "version", version,
        "generation", generation,
        "change", Long.toString(change),
        "life", life);
  }

  Position at(long newChange) {
    return new Position(version, generation, newChange, life);
  }

  /// Whether a program of the version can go on with the index, and with the catalog of that
  /// generation.
  boolean fits(String wanted, String catalogGeneration) {
    return version.equals(wanted) && generation.equals(catalogGeneration);
  }

  /// Whether its number is one of the catalog of that generation.
  public boolean follows(String catalogGeneration) {
    return generation.equals(catalogGeneration);
  }

  /// Whether a program of the version can search the index.
  boolean isReadable(String wanted) {
    return major(version).equals(major(wanted));
  }

  private static String major(String version) {
    int dot = version.indexOf('.');
    return dot < 0 ? version : version.substring(0, dot);
  }
}
