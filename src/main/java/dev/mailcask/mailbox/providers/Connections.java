package dev.mailcask.mailbox.providers;

import dev.mailcask.mailbox.MailboxSettings;

/// How many connections an account may have at a time: the one place where that is reckoned.
///
/// The owner's word comes first, then what the provider puts up with. That is meant for all
/// programs of the owner, so no more than half of it, rounded up, is taken.
///
/// @param working for backups and restores, together
/// @param waiting beside those, for new mail
public record Connections(int working, int waiting) {

  /// Enough to keep one message on the wire while another is written.
  public static final int MOST_WORKING = 2;

  /// Folders of an account in which new mail is waited for.
  public static final int MOST_WAITING = 3;

  /// What the account's server and owner allow.
  public static Connections of(MailboxSettings account) {
    return of(account.host(), account.connections());
  }

  /// @param own what the owner allows, 0 where nothing was said
  public static Connections of(String host, int own) {
    int its = Providers.limits(host).connections();
    int ours = its == 0 ? MOST_WORKING + MOST_WAITING : Math.ceilDiv(its, 2);
    int working = Math.min(own > 0 ? own : Math.max(1, ours), MOST_WORKING);
    int waiting = own == 1 ? 1 : Math.clamp((long) ours - working, 1, MOST_WAITING);
    return new Connections(working, waiting);
  }
}
