package dev.mailcask.cli;

import dev.mailcask.archive.keys.KeyRing;
import dev.mailcask.archive.keys.KeyRing.Slot;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Makes an archive that is still empty an encrypted one.
@Command(
    name = "create",
    description =
        "Encrypt the archive, before anything is archived in it. Whoever loses all its keys loses"
            + " the archive.",
    sortOptions = false)
final class KeysCreate implements Callable<Integer> {

  private final Session session;

  @Mixin NewKey newKey = new NewKey();

  KeysCreate(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    KeyRing keys = session.roomsOfNewArchive().keys();
    keys.create(() -> newKey.read(session));
    Slot slot = keys.slots().getFirst();
    if (session.json()) {
      session.print(
          new Json().put("encrypted", true).put("slot", slot.number()).put("kind", slot.kind()));
      return 0;
    }
    session.print(
        """
        The archive will be encrypted from its first file on. Slot %d: %s.

        WHO LOSES THE KEY LOSES THE ARCHIVE. Nobody can open it without one, neither can we.
        Keep a copy of the key apart from this machine, and add a second one: mailcask keys add

        Mailcask opens the archive with archive.key-file or archive.passphrase-file of its
        configuration, or with MAILCASK_ARCHIVE_PASSPHRASE, or asks at the terminal.

        %s"""
            .formatted(slot.number(), KeysList.words(slot), Openness.REMARK));
    return 0;
  }
}
