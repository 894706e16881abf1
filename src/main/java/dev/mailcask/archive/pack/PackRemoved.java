package dev.mailcask.archive.pack;

/// Says that a pack is not there any more because others took its place: look again. Never leaves
/// this package.
final class PackRemoved extends RuntimeException {

  PackRemoved(PackFile pack, RuntimeException cause) {
    super(pack.name(), cause);
  }
}
