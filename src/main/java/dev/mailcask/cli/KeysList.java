package dev.mailcask.cli;

import dev.mailcask.archive.keys.KeyRing.Slot;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Lists what opens the archive.
@Command(name = "list", description = "List the archive's key slots.", sortOptions = false)
final class KeysList implements Callable<Integer> {

  private final Session session;

  KeysList(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<Slot> slots = session.rooms().keys().slots();
    int inUse = session.rooms().keys().openedBy().orElse(0);
    if (session.json()) {
      session.print(
          new Json()
              .put("encrypted", !slots.isEmpty())
              .put("slots", slots.stream().map(slot -> json(slot, inUse)).toList()));
    } else if (slots.isEmpty()) {
      session.print("The archive is not encrypted.");
    } else {
      Table table = new Table(">SLOT", "OPENS WITH");
      slots.forEach(
          slot ->
              table.row(
                  slot.number(),
                  words(slot) + (slot.number() == inUse ? " (opened the archive now)" : "")));
      session.print(table);
      session.print(Openness.REMARK);
    }
    return 0;
  }

  private static Json json(Slot slot, int inUse) {
    return new Json()
        .put("slot", slot.number())
        .put("kind", slot.kind())
        .put("inUse", slot.number() == inUse);
  }

  static String words(Slot slot) {
    return slot.kind().equals("keyFile") ? "key file" : slot.kind();
  }
}
