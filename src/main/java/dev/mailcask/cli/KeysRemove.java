package dev.mailcask.cli;

import dev.mailcask.archive.Archive;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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

  @Option(names = "--yes", description = "Also the slot that opened the archive.")
  boolean yes;

  KeysRemove(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Rooms rooms = session.rooms();
    Archive _ = rooms.archive(); // with a key, or not at all
    if (!yes && rooms.keys().openedBy().orElse(0) == slot && rooms.keys().slots().size() > 1) {
      throw Session.wrong(
          "slot " + slot,
          "it is the one that opened the archive now: without another key at hand nobody opens it"
              + " again",
          "see that another key is at hand, and give --yes");
    }
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
