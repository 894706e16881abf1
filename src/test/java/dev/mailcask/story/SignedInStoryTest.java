package dev.mailcask.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.accounts.JournaledAccounts;
import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Secret;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.mailbox.imap.ImapConnector;
import dev.mailcask.mailbox.imap.ImapSettings;
import dev.mailcask.oauth.Grant;
import dev.mailcask.oauth.OAuthSettings;
import dev.mailcask.oauth.OAuthTokens;
import dev.mailcask.oauth.SignIn;
import dev.mailcask.oauth.SignIns;
import dev.mailcask.secrets.SealedSecretStore;
import dev.mailcask.sync.AccountBackup;
import dev.mailcask.sync.SyncSettings;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.IdentityProvider;
import dev.mailcask.testing.MemoryStorage;
import dev.mailcask.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Backups of a real server with access tokens, which end while a run is under way.
class SignedInStoryTest {

  private static final int MESSAGES = 2_500;
  private static final AccountId WORK = new AccountId("work");

  @TempDir private Path dir;

  private final SettableClock clock = new SettableClock();

  @ParameterizedTest
  @ValueSource(strings = {"xoauth2", "oauthbearer"})
  void aRunOutlivesItsTokens(String mechanism) {
    InstantSource now = InstantSource.system();
    try (IdentityProvider provider = new IdentityProvider().rotating();
        DovecotServer server = DovecotServer.start(provider, mechanism);
        PackedArchive archive =
            PackedArchive.open(new MemoryStorage(), ArchiveSettings.DEFAULT, now);
        SqliteCatalog catalog = SqliteCatalog.open(dir.resolve("catalog.db"), now)) {
      server.deliver("alice", "INBOX", IntStream.range(0, MESSAGES).mapToObj(this::mail));
      Accounts accounts =
          new JournaledAccounts(
              archive,
              catalog,
              new SealedSecretStore(dir.resolve("secrets")),
              new ImapConnector(ImapSettings.defaults(dir).trusting(server.authority())),
              new OAuthTokens(clock),
              cron -> {});
      AccountSettings settings = settings(server, provider);
      assertThat(accounts.test(WORK, settings, signIn(provider))).isNotEmpty();
      accounts.add(WORK, settings, signIn(provider));
      AccountBackup backup =
          new AccountBackup(archive, catalog, accounts, SyncSettings.DEFAULT, now);

      int before = provider.given();
      AtomicInteger ends = new AtomicInteger();
      RunSummary run =
          backup.run(WORK, ending(provider, () -> end(ends, provider, server))).summary();
      assertThat(run.outcome()).as(run.problem()).isEqualTo("complete");
      assertThat(run.fetched()).isEqualTo(MESSAGES);
      assertThat(ends.get()).isGreaterThanOrEqualTo(3);
      assertThat(provider.given() - before).isGreaterThanOrEqualTo(3);
      assertThat(accounts.loginProblem(WORK)).isEmpty();

      provider.user("mallory");
      provider.endAccessTokens();
      assertThatThrownBy(() -> accounts.connect(WORK))
          .isInstanceOf(Failure.Refused.class)
          .hasMessageContaining("does not accept the access token");
      provider.revokeAll();
      clock.advance(Duration.ofHours(1));
      assertThatThrownBy(() -> accounts.connect(WORK))
          .isInstanceOf(Failure.Refused.class)
          .hasMessageContaining("the sign-in has ended");
      assertThat(accounts.loginProblem(WORK)).isPresent();
    }
  }

  /// In turn: the token is over by the clock, and over before its time; the sessions go with it.
  private void end(AtomicInteger ends, IdentityProvider provider, DovecotServer server) {
    if (ends.getAndIncrement() % 2 == 0) {
      clock.advance(Duration.ofHours(1));
    }
    provider.endAccessTokens();
    server.killSessions();
  }

  /// Ends it now and then, each time only after a new token was asked for since: what was on its
  /// way already when a session was killed comes all the same.
  private static Progress ending(IdentityProvider provider, Runnable end) {
    return new Progress() {
      private long next = 300;
      private int given = -1;

      @Override
      public synchronized void at(Step step) {
        if (step.stage().equals("fetching") && step.done() >= next && provider.given() > given) {
          next = step.done() + 300;
          given = provider.given();
          end.run();
        }
      }

      @Override
      public boolean cancelled() {
        return false;
      }
    };
  }

  private Secret signIn(IdentityProvider provider) {
    try (SignIns signIns = new SignIns(clock, time -> {})) {
      OAuthSettings settings =
          new OAuthSettings(
              Grant.AUTHORIZATION_CODE,
              IdentityProvider.CLIENT,
              provider.url() + "/authorize",
              provider.url() + "/token",
              "",
              List.of(IdentityProvider.SCOPE));
      SignIn begun = signIns.begin(settings, "", "alice", SignIns.NOBODY_LISTENS);
      signIns.answer(begun.id(), IdentityProvider.browse(begun.address()));
      return signIns.take(begun.id(), settings);
    }
  }

  private static AccountSettings settings(DovecotServer server, IdentityProvider provider) {
    return new AccountSettings(
        "imap",
        DovecotServer.HOST,
        server.tlsPort(),
        "tls",
        "alice",
        "",
        List.of(),
        List.of(),
        new AccountSettings.OAuth(
            "own",
            Grant.AUTHORIZATION_CODE.word(),
            IdentityProvider.CLIENT,
            provider.url() + "/authorize",
            provider.url() + "/token",
            "",
            List.of(IdentityProvider.SCOPE)));
  }

  private byte[] mail(int i) {
    String text = "Subject: " + i + "\r\n\r\n" + ("line " + i + "\r\n").repeat(1 + i % 200);
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
