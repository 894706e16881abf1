package dev.mailcask.cli;

import dev.mailcask.base.AccountId;
import dev.mailcask.catalog.FolderAt;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists an account's folders as of a time.
@Command(
    name = "folders",
    description = "List an account's folders as they are, or were.",
    sortOptions = false)
final class FoldersCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The account.")
  String name = "";

  @Option(names = "--at", paramLabel = "TIME", description = "As of this time.")
  @Nullable String at;

  FoldersCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Rooms rooms = session.rooms();
    AccountId account = KnownAccount.of(rooms, name);
    List<FolderAt> folders = rooms.catalog().folders(account, Times.parse(at, rooms.zone()));
    if (session.json()) {
      folders.forEach(
          folder ->
              session.print(
                  new Json()
                      .put("folder", folder.path())
                      .put("messages", folder.messages())
                      .put("bytes", folder.bytes())
                      .put("gone", folder.gone())));
      return 0;
    }
    Table table = new Table("FOLDER", ">MESSAGES", ">SIZE", "GONE SINCE");
    for (FolderAt folder : folders) {
      table.row(
          folder.path(),
          Units.count(folder.messages()),
          Units.bytes(folder.bytes()),
          folder.gone() == null ? "" : Units.time(folder.gone(), rooms.zone()));
    }
    session.print(table);
    return 0;
  }
}
