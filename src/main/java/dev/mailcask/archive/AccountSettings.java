package dev.mailcask.archive;

import java.util.List;

/// What an owner says of an account, without its password; kept in the journal so that the archive
/// alone brings the appliance back.
///
/// @param kind the protocol: `imap`
/// @param security `tls`, `starttls` or `none`
/// @param schedule a Quartz cron expression, or empty for no scheduled backups
/// @param include glob patterns of folder paths to back up; empty means all
/// @param exclude glob patterns of folder paths to leave out
public record AccountSettings(
    String kind,
    String host,
    int port,
    String security,
    String user,
    String schedule,
    List<String> include,
    List<String> exclude) {
  public AccountSettings {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }
}
