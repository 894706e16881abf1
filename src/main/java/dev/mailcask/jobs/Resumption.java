package dev.mailcask.jobs;

import dev.mailcask.archive.JournalEvent.Pause;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.AccountId;
import dev.mailcask.catalog.Account;
import dev.mailcask.catalog.Run;
import java.time.Instant;
import java.util.Optional;

/// Which backups stopped to go on later. The journals say so: nothing is kept here, so a restart of
/// the appliance forgets nothing.
final class Resumption {

  private final JobRooms rooms;

  Resumption(JobRooms rooms) {
    this.rooms = rooms;
  }

  /// The pause that an account's newest run ended with, if it did.
  Optional<Pause> of(AccountId account) {
    return rooms.catalog().runs(account, 1).stream()
        .findFirst()
        .map(Run::summary)
        .map(RunSummary::pause);
  }

  /// Whether the account is backed up, and its newest run still waits to go on.
  boolean isDue(AccountId account) {
    return rooms.accounts().list().stream().map(Account::id).anyMatch(account::equals)
        && of(account).isPresent();
  }

  /// Whether the account's server wants to be left alone now.
  boolean unwelcome(AccountId account, Instant now) {
    return now(account, now).filter(pause -> pause.kind().equals("throttled")).isPresent();
  }

  /// Whether the account pauses now because it has had its share of a day.
  boolean overQuota(AccountId account, Instant now) {
    return now(account, now).filter(pause -> pause.kind().equals("quota")).isPresent();
  }

  /// The pause that the account makes now, for whatever reason.
  Optional<Pause> now(AccountId account, Instant now) {
    return of(account).filter(pause -> pause.until().isAfter(now));
  }
}
