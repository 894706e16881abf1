package dev.mailcask.cli;

import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.MailboxSettings.Protocol;
import dev.mailcask.mailbox.providers.Discovery;
import dev.mailcask.mailbox.providers.Discovery.Found;
import dev.mailcask.mailbox.providers.Provider;
import java.util.Locale;

/// Settings that were found from an address, once the owner has said that they are right: until
/// then nothing secret goes anywhere.
final class FoundServer {

  private final Session session;

  FoundServer(Session session) {
    this.session = session;
  }

  /// @param pop3 whether only POP3 is wanted
  /// @param sure whether the owner said beforehand to take what is found
  /// @throws Failure.Misconfigured if nothing is found
  /// @throws Failure.Refused if the owner says no, or nobody can be asked
  Found find(String address, boolean pop3, boolean sure) {
    Discovery discovery = session.rooms().discovery();
    Found found =
        (pop3 ? discovery.findPop3(address) : discovery.find(address))
            .orElseThrow(
                () ->
                    Session.wrong(
                        "address",
                        "its domain says nothing of %s server"
                            .formatted(pop3 ? "a POP3" : "an IMAP"),
                        "ask the provider for the server's name, and give it with --host"));
    session
        .err()
        .println(
            "Found %s%s, port %d, %s, user %s (%s)."
                .formatted(
                    Plain.line(found.host()),
                    pop3(found) ? " (POP3)" : "",
                    found.port(),
                    found.security().name().toLowerCase(Locale.ROOT),
                    Plain.line(found.user()),
                    words(found.source())));
    Provider provider = found.provider();
    if (provider != null) {
      session.err().println(provider.label() + ": " + provider.hint() + ".");
    }
    session.err().flush();
    if (!sure && !confirmed(found)) {
      throw new Failure.Refused(
          "server " + Plain.line(found.host()),
          "you did not say that it is the right one",
          "type yes, give --yes, or name the right one with --host",
          null);
    }
    return found;
  }

  private static boolean pop3(Found found) {
    return found.protocol() == Protocol.POP3;
  }

  private boolean confirmed(Found found) {
    try {
      String typed =
          session
              .terminal()
              .askSecret(
                  "Is %s your mail server? Type yes (it is not shown): "
                      .formatted(Plain.line(found.host())))
              .value();
      return typed.strip().toLowerCase(Locale.ROOT).equals("yes");
    } catch (Failure.Misconfigured _) {
      return false; // nobody to ask
    }
  }

  private static String words(Discovery.Source source) {
    return switch (source) {
      case TABLE -> "known";
      case AUTOCONFIG -> "published by the domain";
      case SRV -> "named in the domain's DNS";
      case MX -> "who receives the domain's mail";
      case GUESS -> "a guess";
    };
  }
}
