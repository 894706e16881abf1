package dev.mailcask.cli;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.catalog.Account;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Lists the accounts.
@Command(name = "list", description = "List the accounts.", sortOptions = false)
final class AccountList implements Callable<Integer> {

  private final Session session;

  AccountList(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<Account> accounts = session.rooms().accounts().list();
    if (session.json()) {
      session.print(new Json().put("accounts", accounts.stream().map(AccountList::json).toList()));
    } else if (accounts.isEmpty()) {
      session.print("There is no account yet. Add one: mailcask account add --help");
    } else {
      Table table = new Table("ACCOUNT", "SERVER", "SECURITY", "USER", "SCHEDULE");
      for (Account account : accounts) {
        AccountSettings s = account.settings();
        table.row(
            account.id(),
            s.host() + ":" + s.port(),
            s.pop3() ? "pop3, " + s.security() : s.security(),
            s.user() + (shut(account) ? " (cannot log in; see status)" : ""),
            s.schedule().isEmpty() ? "none" : s.schedule());
      }
      session.print(table);
    }
    return 0;
  }

  private boolean shut(Account account) {
    return session.rooms().accounts().loginProblem(account.id()).isPresent();
  }

  static Json json(Account account) {
    AccountSettings s = account.settings();
    return new Json()
        .put("account", account.id())
        .put("kind", s.kind())
        .put("host", s.host())
        .put("port", s.port())
        .put("security", s.security())
        .put("user", s.user())
        .put("oauth", s.oauth() == null ? null : s.oauth().provider())
        .put("schedule", s.schedule())
        .put("include", s.include())
        .put("exclude", s.exclude())
        .put("limits", s.limits() == null ? null : json(s.limits()))
        .put("watch", s.watch());
  }

  /// What was not said is null.
  private static Json json(AccountSettings.Limits limits) {
    return new Json()
        .put("connections", limits.connections() == 0 ? null : limits.connections())
        .put("bytesPerDay", limits.bytesPerDay() == 0 ? null : limits.bytesPerDay())
        .put(
            "commandsPerMinute",
            limits.commandsPerMinute() == 0 ? null : limits.commandsPerMinute());
  }
}
