package dev.mailcask.cli;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.FolderAt;
import dev.mailcask.catalog.MessageAt;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists the messages of a folder as of a time.
@Command(
    name = "list",
    description = "List a folder's messages as they are, or were, newest first.",
    sortOptions = false)
final class ListCommand implements Callable<Integer> {

  private static final int PAGE = 1000;

  private final Session session;

  @Parameters(index = "0", paramLabel = "NAME", description = "The account.")
  String name = "";

  @Parameters(index = "1", paramLabel = "FOLDER", description = "The folder's path.")
  String folder = "";

  @Option(names = "--at", paramLabel = "TIME", description = "As of this time.")
  @Nullable String at;

  ListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Rooms rooms = session.rooms();
    AccountId account = KnownAccount.of(rooms, name);
    Instant time = Times.parse(at, rooms.zone());
    check(rooms, account, time);
    Table table = new Table("ID", "DATE", ">SIZE", "FLAGS", "FROM", "SUBJECT");
    List<MessageAt> page;
    long offset = 0;
    do {
      page = rooms.catalog().messages(account, folder, time, offset, PAGE);
      offset += page.size();
      for (MessageAt message : page) {
        if (session.json()) {
          session.print(json(message));
        } else {
          table.row(
              message.id().toString().substring(0, ContentId.MIN_PREFIX + 2),
              date(message, rooms),
              Units.bytes(message.size()),
              String.join(" ", message.flags()),
              Table.cut(message.envelope().from(), 30),
              message.envelope().subject());
        }
      }
    } while (page.size() == PAGE);
    if (!session.json()) {
      session.print(table);
    }
    return 0;
  }

  /// A folder that never was is a slip of the pen, not an empty folder.
  private void check(Rooms rooms, AccountId account, @Nullable Instant time) {
    List<String> paths =
        rooms.catalog().folders(account, time).stream().map(FolderAt::path).toList();
    if (!paths.contains(folder)) {
      throw Session.wrong(
          "account " + account + ", folder " + Plain.line(folder),
          "there is no such folder" + (time == null ? "" : " as of that time"),
          "see 'mailcask folders " + account + "'");
    }
  }

  private static String date(MessageAt message, Rooms rooms) {
    Instant date = message.envelope().date();
    return date == null ? message.internalDate() : Units.time(date, rooms.zone());
  }

  private static Json json(MessageAt message) {
    return new Json()
        .put("id", message.id())
        .put("uid", message.uid())
        .put("date", message.envelope().date())
        .put("internalDate", message.internalDate())
        .put("from", message.envelope().from())
        .put("subject", message.envelope().subject())
        .put("flags", message.flags())
        .put("size", message.size());
  }
}
