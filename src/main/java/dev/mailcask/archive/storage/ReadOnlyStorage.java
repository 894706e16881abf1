package dev.mailcask.archive.storage;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/// A storage in which nothing changes, whoever opens the archive in it: a second copy, which
/// belongs to those who copy. What an opening would tidy up stays; what would be written is a bug.
///
/// @param files where the files are
public record ReadOnlyStorage(ArchiveStorage files) implements ArchiveStorage {

  @Override
  public Draft draft() {
    throw readOnly();
  }

  @Override
  public byte[] read(String name, long offset, int length) {
    return files.read(name, offset, length);
  }

  @Override
  public ByteBuffer view(String name, long offset, int length) {
    return files.view(name, offset, length);
  }

  @Override
  public List<Stored> list(String prefix) {
    return files.list(prefix);
  }

  @Override
  public OptionalLong size(String name) {
    return files.size(name);
  }

  @Override
  public void replace(String name, byte[] content) {
    throw readOnly();
  }

  @Override
  public void delete(String name) {
    // it may be in the way of nobody here
  }

  @Override
  public void move(String name, String to) {
    throw readOnly();
  }

  @Override
  public void sweep() {
    // those who copy do that
  }

  private static IllegalStateException readOnly() {
    return new IllegalStateException("a second copy is only read here");
  }
}
