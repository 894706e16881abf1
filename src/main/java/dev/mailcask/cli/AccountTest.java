package dev.mailcask.cli;

import dev.mailcask.base.AccountId;
import dev.mailcask.catalog.Account;
import dev.mailcask.mailbox.RemoteFolder;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Tests an account's login.
@Command(
    name = "test",
    description = "Log in with the kept password and list the folders.",
    sortOptions = false)
final class AccountTest implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The account.")
  String name = "";

  AccountTest(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Rooms rooms = session.rooms();
    AccountId id = new AccountId(name);
    Account account = rooms.accounts().get(id);
    List<RemoteFolder> folders = rooms.accounts().test(id);
    if (session.json()) {
      session.print(
          new Json()
              .put("account", id)
              .put("host", account.settings().host())
              .put("folders", folders.size())
              .put("paths", folders.stream().map(RemoteFolder::path).toList()));
    } else {
      Table table = new Table("FOLDER", "");
      folders.forEach(f -> table.row(f.path(), f.selectable() ? "" : "holds no messages"));
      session.print(table);
      session.print("Logged in; %s.".formatted(Units.count(folders.size(), "folder", "folders")));
    }
    return 0;
  }
}
