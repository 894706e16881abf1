package dev.mailcask.cli;

import dev.mailcask.base.AccountId;
import dev.mailcask.catalog.RaisedAlarm;
import dev.mailcask.sync.Alarms;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Takes note that the owner has seen an account's alarms.
@Command(
    name = "acknowledge",
    description = "Say that you have seen the alarms of an account; nothing else changes.",
    sortOptions = false)
final class AcknowledgeCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The account.")
  String name = "";

  AcknowledgeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Rooms rooms = session.rooms();
    AccountId account = rooms.accounts().get(new AccountId(name)).id();
    List<RaisedAlarm> seen = Alarms.acknowledge(rooms.archive(), rooms.catalog(), account);
    if (session.json()) {
      session.print(new Json().put("account", account).put("acknowledged", seen.size()));
    } else if (seen.isEmpty()) {
      session.print(account + ": there is no alarm");
    } else {
      session.print(account + ": " + Units.count(seen.size(), "alarm", "alarms") + " acknowledged");
    }
    return 0;
  }
}
