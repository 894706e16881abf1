package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Content;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.testing.ScriptedImapServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Plays transcripts to the code under test; with impatient settings and little memory.
final class Scripted {

  private Scripted() {}

  /// Settings for scripts: a second's patience, 4 KiB of memory a message.
  static ImapSettings settings(Path spool) {
    return settings(spool, Duration.ofSeconds(1));
  }

  /// Settings for the contract: as patient as usual, with batches as small as above.
  static ImapSettings smallBatches(Path spool) {
    return settings(spool, Duration.ofSeconds(60));
  }

  private static ImapSettings settings(Path spool, Duration patience) {
    return new ImapSettings(
        Duration.ofSeconds(5), patience, patience, null, spool, 4 << 10, 50, 1 << 20);
  }

  /// Logs in and does something, with the transcript from after the login.
  static void mailbox(Path spool, String capabilities, String script, Consumer<Mailbox> test) {
    try (ScriptedImapServer server = ScriptedImapServer.loggedIn(capabilities, script);
        Mailbox mailbox = connect(server, spool)) {
      test.accept(mailbox);
    }
  }

  /// Logs in, opens INBOX with UIDs 1 to `exists`, and does something.
  static void inbox(Path spool, int exists, String script, Consumer<OpenFolder> test) {
    String examined =
        """
        C: EXAMINE INBOX
        S: * %d EXISTS
        S: * OK [UIDVALIDITY 7] valid
        S: * OK [UIDNEXT %d] predicted
        S: $ OK [READ-ONLY] opened
        """
            .formatted(exists, exists + 1);
    mailbox(
        spool,
        "",
        examined + script,
        mailbox -> test.accept(mailbox.examine(new FolderName("INBOX"))));
  }

  static Mailbox connect(ScriptedImapServer server, Path spool) {
    return new ImapConnector(settings(spool))
        .connect(server.settings(Security.NONE), new Secret("secret"));
  }

  /// What [OpenFolder#bodies] hands over, as text of one char a byte.
  static Map<Long, String> fetched(OpenFolder folder, Map<Long, String> failed, long... uids) {
    Map<Long, String> bodies = new TreeMap<>();
    failed.putAll(folder.bodies(wanted(uids), (content, uid) -> bodies.put(uid, text(content))));
    return bodies;
  }

  static SortedMap<Long, Long> wanted(long... uids) {
    SortedMap<Long, Long> wanted = new TreeMap<>();
    for (long uid : uids) {
      wanted.put(uid, 0L);
    }
    return wanted;
  }

  static String text(Content content) {
    return new String(content.toByteArray(), StandardCharsets.ISO_8859_1);
  }
}
