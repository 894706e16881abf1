package dev.mailcask.mailbox.imap;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What the owner of an account can do about a refused login, by provider: most of the large ones
/// take no ordinary password over IMAP any more, and their servers do not say so.
final class Providers {

  private static final String APP_PASSWORD =
      "make an app password in the account's security settings and use that";

  private static final Map<String, String> HINTS = new LinkedHashMap<>();

  static {
    for (String suffix : new String[] {"gmail.com", "googlemail.com"}) {
      HINTS.put(
          suffix,
          "switch on two-step verification in the Google account, make an app password there, and"
              + " use that");
    }
    for (String suffix : new String[] {"outlook.com", "office365.com", "hotmail.com", "live.com"}) {
      HINTS.put(
          suffix,
          "ask the mailbox's administrator for a way to log in: Microsoft takes no passwords over"
              + " IMAP, and OAuth sign-in is not built in yet");
    }
    for (String suffix :
        new String[] {
          "yahoo.com",
          "aol.com",
          "mail.me.com",
          "icloud.com",
          "yandex.com",
          "yandex.ru",
          "fastmail.com",
          "zoho.com",
          "zoho.eu"
        }) {
      HINTS.put(suffix, APP_PASSWORD);
    }
    for (String suffix : new String[] {"gmx.net", "gmx.com", "web.de"}) {
      HINTS.put(
          suffix,
          "switch on IMAP in the web mailer's settings, and with two-factor login use an app"
              + " password");
    }
    HINTS.put(
        "t-online.de", "use the separate password for e-mail programs from the customer centre");
  }

  private Providers() {}

  /// One imperative sentence.
  static String hint(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return HINTS.entrySet().stream()
        .filter(hint -> lower.equals(hint.getKey()) || lower.endsWith("." + hint.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("check both; some providers want an app password, or IMAP to be switched on first");
  }
}
