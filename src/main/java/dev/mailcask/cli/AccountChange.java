package dev.mailcask.cli;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.AccountSettings;
import dev.mailcask.base.AccountId;
import dev.mailcask.catalog.Account;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Changes when and how gently an account is backed up.
@Command(
    name = "change",
    description =
        "Change when and how gently an account is backed up; its server and password are changed on"
            + " the page.",
    sortOptions = false)
final class AccountChange implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The account.")
  String name = "";

  @Option(
      names = "--schedule",
      paramLabel = "CRON",
      description =
          "When to back up, as a Quartz cron expression; 'none' for never, 'nightly' for every night"
              + " at a minute of the account's own.")
  @Nullable String schedule;

  @Mixin MannersOptions manners = new MannersOptions();

  AccountChange(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (schedule == null && !manners.given()) {
      throw Session.wrong(
          "account change", "nothing to change was given", "see 'mailcask account change --help'");
    }
    Rooms rooms = session.rooms();
    Accounts accounts = rooms.accounts();
    AccountId id = new AccountId(name);
    AccountSettings before = accounts.get(id).settings();
    Account after = accounts.change(id, manners.in(scheduled(accounts, id, before)), null);
    if (rooms.appliance()) {
      rooms.jobs().reschedule();
    }
    if (session.json()) {
      session.print(AccountList.json(after));
    } else {
      session.print("Changed account %s.".formatted(after.id()));
    }
    return 0;
  }

  private AccountSettings scheduled(Accounts accounts, AccountId id, AccountSettings s) {
    if (schedule == null) {
      return s;
    }
    String cron =
        switch (schedule) {
          case "none" -> "";
          case "nightly" -> accounts.nightly(id);
          default -> schedule;
        };
    return new AccountSettings(
        s.kind(),
        s.host(),
        s.port(),
        s.security(),
        s.user(),
        cron,
        s.include(),
        s.exclude(),
        s.oauth(),
        s.limits(),
        s.watch());
  }
}
