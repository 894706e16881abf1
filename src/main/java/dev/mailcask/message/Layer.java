package dev.mailcask.message;

import dev.mailcask.base.Content;
import java.util.List;

/// The parts that lie in one run of bytes: of the message itself, or of what was packed inside one
/// of its parts. Not thread-safe.
final class Layer implements AutoCloseable {

  private final Content content;
  private final List<MimePart> parts;
  private final boolean[] holds;
  private final int first;
  private final boolean enclosed;
  private final PartBytes bytes;
  private int next;

  /// @param first the index in the message of the first part
  /// @param enclosed whether all of it belongs to a message within the message
  Layer(Content content, List<MimePart> parts, int first, boolean enclosed) {
    this.content = content;
    this.parts = parts;
    this.first = first;
    this.enclosed = enclosed;
    this.bytes = new PartBytes(content);
    this.holds = new boolean[parts.size()];
    for (MimePart part : parts) {
      if (part.parent() >= 0) {
        holds[part.parent()] = true;
      }
    }
  }

  Content content() {
    return content;
  }

  PartBytes bytes() {
    return bytes;
  }

  boolean hasNext() {
    return next < parts.size();
  }

  MimePart next() {
    return parts.get(next++);
  }

  MimePart part(int index) {
    return parts.get(index);
  }

  boolean has(int index) {
    return index >= first && index < first + parts.size();
  }

  /// The part of an index in the message.
  MimePart at(int index) {
    return parts.get(index - first);
  }

  /// The index of a part in the message.
  int index(MimePart part) {
    return first + part.index();
  }

  /// Whether the part holds others.
  boolean holds(MimePart part) {
    return holds[part.index()];
  }

  /// Whether the part is a message within the message, rather than something in it.
  boolean isEnclosedRoot(MimePart part) {
    return part.parent() < 0 ? enclosed && part.index() == 0 : parts.get(part.parent()).isMessage();
  }

  /// Whether the part belongs to a message within the message.
  boolean isEnclosed(MimePart part) {
    return enclosed || holder(part, "message/") >= 0;
  }

  /// The index in the message of the multipart/alternative that the part is in, or -1.
  int alternative(MimePart part) {
    int holder = holder(part, "multipart/alternative");
    return holder < 0 ? -1 : first + holder;
  }

  /// The innermost part of a type that the part is in, not looking out of a message; or -1.
  private int holder(MimePart part, String type) {
    int at = part.parent();
    while (at >= 0) {
      if (parts.get(at).type().startsWith(type)) {
        return at;
      }
      at = parts.get(at).isMessage() ? -1 : parts.get(at).parent();
    }
    return -1;
  }

  @Override
  public void close() {
    bytes.close();
  }
}
