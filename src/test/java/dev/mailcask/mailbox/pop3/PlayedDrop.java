package dev.mailcask.mailbox.pop3;

import dev.mailcask.base.Content;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxSettings.Protocol;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.testing.ScriptedImapServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Plays transcripts to the code under test; with impatient settings and little memory.
final class PlayedDrop {

  private PlayedDrop() {}

  /// A second's patience, 4 KiB of memory a message.
  static Pop3Settings settings(Path spool) {
    return new Pop3Settings(Duration.ofSeconds(5), Duration.ofSeconds(1), null, spool, 4 << 10);
  }

  /// The lines of a login.
  ///
  /// @param capabilities lines of CAPA, parted by `, `
  static String login(String capabilities) {
    StringBuilder lines = new StringBuilder("c: CAPA\nS: +OK\n");
    for (String line : capabilities.split(", ", -1)) {
      lines.append("S: ").append(line).append('\n');
    }
    return """
        S: +OK ready
        @CAPA@c: USER alice
        S: +OK
        c: PASS secret
        S: +OK welcome
        @CAPA@"""
        .replace("@CAPA@", lines + "S: .\n");
  }

  /// The lines by which messages are listed.
  ///
  /// @param messages unique-id and size, as `a 120`, from number 1 on
  static String listed(List<String> messages) {
    StringBuilder sizes = new StringBuilder();
    StringBuilder ids = new StringBuilder();
    for (int i = 0; i < messages.size(); i++) {
      String[] words = messages.get(i).split(" ", -1);
      sizes.append("S: %d %s\n".formatted(i + 1, words[1]));
      ids.append("S: %d %s\n".formatted(i + 1, words[0]));
    }
    return """
        c: STAT
        S: +OK %d 9999
        c: LIST
        S: +OK
        %sS: .
        c: UIDL
        S: +OK
        %sS: .
        """
        .formatted(messages.size(), sizes, ids);
  }

  static Mailbox connect(ScriptedImapServer server, Path spool) {
    return new Pop3Connector(settings(spool))
        .connect(server.settings(Protocol.POP3, Security.NONE), new Secret("secret"));
  }

  /// Opens the mailbox, with the transcript from after the login, and does something.
  static void inbox(Path spool, String capabilities, String script, Consumer<OpenFolder> test) {
    try (ScriptedImapServer server = ScriptedImapServer.play(login(capabilities) + script);
        Mailbox mailbox = connect(server, spool)) {
      test.accept(mailbox.examine(new FolderName("INBOX")));
    }
  }

  static SortedMap<Long, List<String>> all(OpenFolder folder) {
    return folder.flags(1, folder.largestUid());
  }

  /// What [OpenFolder#bodies] hands over, as text of one char a byte, by unique-ids.
  static Map<String, String> fetched(OpenFolder folder, Map<String, String> failed, String... ids) {
    SortedMap<Long, Long> wanted = new TreeMap<>();
    Map<Long, String> names = new TreeMap<>();
    for (String id : ids) {
      wanted.put(Maildrop.uid(id), 0L);
      names.put(Maildrop.uid(id), id);
    }
    Map<String, String> bodies = new TreeMap<>();
    folder
        .bodies(wanted, (content, uid) -> bodies.put(names.get(uid), text(content)))
        .forEach((uid, reason) -> failed.put(names.get(uid), reason));
    return bodies;
  }

  static String text(Content content) {
    return new String(content.toByteArray(), StandardCharsets.ISO_8859_1);
  }
}
