package dev.mailcask.catalog;

import dev.mailcask.base.ContentId;
import dev.mailcask.message.Envelope;

/// A message that a server calls by a name of its own.
///
/// @param internalDate as the server sent it when the message was first seen under that name
public record NamedMessage(ContentId id, long size, String internalDate, Envelope envelope) {}
