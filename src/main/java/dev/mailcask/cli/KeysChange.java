package dev.mailcask.cli;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.keys.KeyRing;
import dev.mailcask.archive.keys.KeyRing.Slot;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Gives a slot another passphrase or key file. No pack is written anew for it.
@Command(
    name = "change",
    description = "Give a slot another passphrase or key file; the old one opens nothing any more.",
    sortOptions = false)
final class KeysChange implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "SLOT", description = "The slot's number, as in 'mailcask keys list'.")
  int slot;

  @Mixin NewKey newKey = new NewKey();

  KeysChange(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Rooms rooms = session.rooms();
    Archive _ = rooms.archive(); // with a key, or not at all
    rooms.keys().change(slot, () -> newKey.read(session));
    tell(session, slot, "Slot %d opens with another key from now on: %s.");
    warnIfInUse(session, rooms.keys(), slot);
    return 0;
  }

  static void tell(Session session, int number, String sentence) {
    Slot slot =
        session.rooms().keys().slots().stream()
            .filter(s -> s.number() == number)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the slot was written just now"));
    if (session.json()) {
      session.print(new Json().put("slot", number).put("kind", slot.kind()));
    } else {
      session.print(String.format(Locale.ROOT, sentence, number, KeysList.words(slot)));
    }
  }

  /// Whoever changes the key that a configuration names has to change the configuration.
  static void warnIfInUse(Session session, KeyRing keys, int number) {
    if (!session.json() && keys.openedBy().orElse(0) == number) {
      session.print(
          "Mailcask opened the archive with this slot: see that its configuration names another"
              + " key before the next start. Old copies of keys.json still open with the old key.");
    }
  }
}
