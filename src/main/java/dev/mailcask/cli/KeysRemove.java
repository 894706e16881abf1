package dev.mailcask.cli;

import dev.mailcask.archive.Archive;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Removes a slot, never the last one.
@Command(
    name = "remove",
    description = "Remove a slot; its passphrase or key file opens nothing any more.",
    sortOptions = false)
final class KeysRemove implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "SLOT", description = "The slot's number, as in 'mailcask keys list'.")
  int slot;

  KeysRemove(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Rooms rooms = session.rooms();
    Archive _ = rooms.archive(); // with a key, or not at all
    rooms.keys().remove(slot);
    if (session.json()) {
      session.print(new Json().put("slot", slot).put("removed", true));
    } else {
      session.print("Removed slot %d.".formatted(slot));
    }
    KeysChange.warnIfInUse(session, rooms.keys(), slot);
    return 0;
  }
}
