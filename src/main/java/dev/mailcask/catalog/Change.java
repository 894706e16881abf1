package dev.mailcask.catalog;

/// A message whose entry is new or changed.
///
/// @param number of its latest change
public record Change(long number, Message message) {}
