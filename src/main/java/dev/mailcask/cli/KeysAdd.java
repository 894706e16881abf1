package dev.mailcask.cli;

import dev.mailcask.archive.Archive;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Adds a slot: another passphrase or key file that opens the archive.
@Command(
    name = "add",
    description = "Add a passphrase or key file that opens the archive too.",
    sortOptions = false)
final class KeysAdd implements Callable<Integer> {

  private final Session session;

  @Mixin NewKey newKey = new NewKey();

  KeysAdd(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Rooms rooms = session.rooms();
    Archive _ = rooms.archive(); // with a key, or not at all
    int number = rooms.keys().add(() -> newKey.read(session));
    KeysChange.tell(session, number, "Slot %d opens the archive too: %s.");
    return 0;
  }
}
