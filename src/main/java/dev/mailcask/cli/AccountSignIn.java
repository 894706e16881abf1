package dev.mailcask.cli;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.AccountSettings;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.RemoteFolder;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Signs in again to an account that is opened by access tokens.
@Command(
    name = "sign-in",
    description = "Sign in again to an account that was added with --oauth.",
    sortOptions = false)
final class AccountSignIn implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The account.")
  String name = "";

  AccountSignIn(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Accounts accounts = session.rooms().accounts();
    AccountId id = new AccountId(name);
    AccountSettings settings = accounts.get(id).settings();
    Secret keys =
        new SigningIn(session)
            .signIn(accounts.oauth(id), accounts.clientSecret(id), settings.user());
    List<RemoteFolder> folders = accounts.test(id, settings, keys);
    accounts.change(id, settings, keys);
    if (session.json()) {
      session.print(new Json().put("account", id).put("folders", folders.size()));
    } else {
      session.print(
          "Signed in to %s; %s.".formatted(id, Units.count(folders.size(), "folder", "folders")));
    }
    return 0;
  }
}
