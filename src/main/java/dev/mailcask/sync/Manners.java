package dev.mailcask.sync;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.base.Sleeper;
import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.providers.Connections;
import dev.mailcask.mailbox.providers.Provider;
import dev.mailcask.mailbox.providers.Providers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;

/// How to behave towards a server that asks for patience, and how much of it may be asked for in a
/// day.
///
/// The owner's word about the account comes first, then what the configuration says of all, then
/// the table of providers. What a provider allows a day is shared by all programs of the owner, so
/// a backup takes four fifths of it; what the owner sets, it takes in full.
///
/// Waits are longer each time, and a little different each time and for each account, so that a
/// server that sent everybody away does not see all of them come back at once.
///
/// @param connections at a time, at most
/// @param bytesPerDay to fetch within 24 hours, 0 for as much as there is
/// @param whose words for who set that: "the provider allows"
/// @param commandsPerMinute to send, 0 for as many as the server answers
/// @param pause how long to stay away after the server asked for patience without saying how long,
///     zero where nobody knows
record Manners(
    int connections, long bytesPerDay, String whose, int commandsPerMinute, Duration pause) {

  private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
  private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(15);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(12);

  /// A server is waited for within a run no longer than this in all.
  static final Duration PATIENCE = Duration.ofMinutes(10);

  /// Of a server of which nothing is known.
  static final Manners UNKNOWN = new Manners(2, 0, "", 0, Duration.ZERO);

  static Manners of(AccountSettings account, SyncSettings settings) {
    AccountSettings.Limits own = account.limitsOrNone();
    Provider.Limits limits = Providers.limits(account.host());
    int most = Connections.of(account.host(), own.connections()).working();
    int connections = own.connections() > 0 ? most : Math.min(most, settings.connections());
    if (account.pop3()) {
      connections = 1; // the first has the mailbox to itself (RFC 1939 section 4)
    }
    int commands =
        own.commandsPerMinute() > 0 ? own.commandsPerMinute() : limits.commandsPerMinute();
    Duration pause = Duration.ofSeconds(limits.pauseSeconds());
    if (own.bytesPerDay() > 0) {
      return new Manners(
          connections, own.bytesPerDay(), "the account's settings allow", commands, pause);
    }
    if (settings.bytesPerDay() > 0) {
      return new Manners(
          connections, settings.bytesPerDay(), "the configuration allows", commands, pause);
    }
    long day = account.pop3() ? limits.popBytesPerDay() : limits.bytesPerDay();
    return new Manners(connections, day / 5 * 4, "the provider allows", commands, pause);
  }

  /// The pace of commands of one run; all its connections share it.
  ///
  /// @param sleeper ends the wait when the run is to end
  CommandPace pace(InstantSource clock, Sleeper sleeper, String subject) {
    return commandsPerMinute == 0
        ? CommandPace.FREE
        : new TokenBucket(clock, sleeper, subject, commandsPerMinute);
  }

  /// How long to wait within a run.
  ///
  /// @param told what the server asks for, zero where it does not say
  /// @param times how often it has asked since the last message
  Duration wait(Duration told, int times, SplittableRandom random) {
    Duration least = told.isPositive() ? told : pause;
    return jittered(least.isPositive() ? least : FIRST_WAIT.multipliedBy(times), random);
  }

  /// How long to stay away once patience within the run is at its end.
  ///
  /// @param before how many runs in a row ended so
  Duration pause(Duration told, int before, SplittableRandom random) {
    Duration least = told.compareTo(pause) > 0 ? told : pause;
    Duration first = least.compareTo(SHORTEST_PAUSE) > 0 ? least : SHORTEST_PAUSE;
    Duration grown = first.multipliedBy(1L << Math.min(before, 6));
    boolean tooLong = grown.compareTo(LONGEST_PAUSE) > 0;
    return jittered(tooLong && told.compareTo(LONGEST_PAUSE) < 0 ? LONGEST_PAUSE : grown, random);
  }

  /// Up to a quarter longer.
  static Duration jittered(Duration wait, SplittableRandom random) {
    return wait.plusMillis(random.nextLong(wait.toMillis() / 4 + 1));
  }
}
