package dev.mailcask.cli;

import dev.mailcask.base.AccountId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Removes an account, never its mail.
@Command(
    name = "remove",
    description = "Forget an account and its password. Its archived mail stays.",
    sortOptions = false)
final class AccountRemove implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The account.")
  String name = "";

  AccountRemove(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Rooms rooms = session.rooms();
    AccountId id = rooms.accounts().get(new AccountId(name)).id();
    rooms.accounts().remove(id);
    if (rooms.appliance()) {
      rooms.jobs().reschedule();
    }
    if (session.json()) {
      session.print(new Json().put("account", id).put("removed", true));
    } else {
      session.print("Removed account %s. Its archived mail is still here.".formatted(id));
    }
    return 0;
  }
}
