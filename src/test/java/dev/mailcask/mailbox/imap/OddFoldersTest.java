package dev.mailcask.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.RemoteFolder;
import dev.mailcask.testing.ScriptedImapServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folder lists from servers that do what real servers were seen to do.
class OddFoldersTest {

  private static final String FLAT =
      """
      C: LIST "" ""
      S: * LIST (\\\\Noselect) "/" ""
      S: $ OK
      """;

  @TempDir private Path spool;

  @Test
  void readsWhatTheServerCallsFolders() {
    Scripted.mailbox(
        spool,
        "OBJECTID",
        """
        C: LIST "" ""
        S: * LIST (\\Noselect) "/" ""
        S: $ OK
        C: LIST "" "*"
        S: * LIST () "/" inbox
        S: * LIST () "/" A
        S: $ OK
        C: STATUS "INBOX" (MAILBOXID)
        C: STATUS "A" (MAILBOXID)
        S: * STATUS INBOX (MAILBOXID (F2212ea87-6097-4256-9d51-71338625))
        S: $$ OK
        S: $ NO not this one
        """,
        mailbox ->
            assertThat(mailbox.folders())
                .extracting(RemoteFolder::mailboxId)
                .containsExactly("F2212ea87-6097-4256-9d51-71338625", ""));
    Scripted.mailbox(
        spool,
        "OBJECTID LIST-STATUS",
        """
        C: LIST "" ""
        S: * LIST (\\Noselect) "/" ""
        S: $ OK
        C: LIST "" "*"
        S: * LIST () "/" INBOX
        S: * LIST () "/" A
        S: * LIST () "/" B
        S: $ OK
        C: LIST "" "*" RETURN (STATUS (MAILBOXID))
        S: * STATUS INBOX (MAILBOXID (F1))
        S: * STATUS A (MAILBOXID (F2))
        S: * STATUS B (MAILBOXID (F2))
        S: $ OK
        """,
        mailbox ->
            assertThat(mailbox.folders())
                .as("a name of two folders names none")
                .extracting(RemoteFolder::mailboxId)
                .containsExactly("F1", "", ""));
  }

  @Test
  void survivesDuplicatesStrangeNamesAndStrangeQuoting() {
    Scripted.mailbox(
        spool,
        "",
        FLAT
            + """
            C: LIST "" "*"
            S: * LIST (\\\\HasNoChildren) "/" Drafts
            S: * LIST (\\\\Noselect) "/" "Parent"
            S: * LIST () "/" inbox
            S: * LIST (\\\\Drafts) "/" Drafts
            S: * LIST () "/" Sent Items of 2020
            S: * LIST () "/" {7}
            S: a\\\\b"c d
            S: * LIST () "/" "bad &%%% utf7"
            S: * LIST () "/" "\u00fcml"
            S: * LIST () NIL flat/one
            S: * LIST (\\\\NonExistent) "." "x.y/z"
            S: $ OK
            """,
        mailbox -> {
          List<RemoteFolder> folders = mailbox.folders();
          assertThat(folders)
              .extracting(RemoteFolder::path)
              .containsExactly(
                  "INBOX",
                  "Drafts",
                  "Parent",
                  "Sent Items of 2020",
                  "a\\b\"c d",
                  "bad &%%% utf7",
                  "\u00fcml",
                  "flat%2Fone",
                  "x/y%2Fz");
          assertThat(folders)
              .filteredOn(RemoteFolder::selectable)
              .extracting(RemoteFolder::path)
              .doesNotContain("Parent", "x/y%2Fz")
              .hasSize(7);
          assertThat(folders.get(1).attributes())
              .containsExactlyInAnyOrder("\\HasNoChildren", "\\Drafts");
          assertThat(folders.get(7).delimiter()).isEmpty();
        });
  }

  @Test
  void sendsNamesBackByteForByte() {
    Scripted.mailbox(
        spool,
        "",
        FLAT
            + """
            C: LIST "" "*"
            S: * LIST () "/" "Entw\u00c3\u00bcrfe"
            S: * LIST () "/" "bad &x name"
            S: $ OK
            C: EXAMINE {9}
            S: + go on
            L: 9
            c:
            S: * 0 EXISTS
            S: $ OK
            C: EXAMINE "bad &x name"
            S: * 0 EXISTS
            S: $ OK
            """,
        mailbox -> {
          List<RemoteFolder> folders = mailbox.folders();
          assertThat(folders.getFirst().path()).isEqualTo("Entwürfe");
          for (RemoteFolder folder : folders) {
            assertThat(mailbox.examine(folder.name()).state().exists()).isZero();
          }
        });
  }

  @Test
  void takesNoFoldersForAFailure() {
    Scripted.mailbox(
        spool,
        "",
        FLAT + "C: LIST \"\" \"*\"\nS: $ OK\n",
        mailbox ->
            assertThatThrownBy(mailbox::folders)
                .isInstanceOf(Failure.Unreachable.class)
                .hasMessageContaining("lists no folders"));
    Scripted.mailbox(
        spool,
        "",
        FLAT + "C: LIST \"\" \"*\"\nS: $ NO LIST failed\n",
        mailbox ->
            assertThatThrownBy(mailbox::folders)
                .isInstanceOf(Failure.Refused.class)
                .hasMessageContaining("LIST failed"));
  }

  @Test
  void leavesOutOtherPeoplesFoldersAndThePrefix() {
    Scripted.mailbox(
        spool,
        "NAMESPACE",
        """
        C: LIST "" ""
        S: * LIST (\\\\Noselect) "." ""
        S: $ OK
        C: NAMESPACE
        S: * NAMESPACE (("INBOX." "." "X-PARAM" ("a" "b"))) (("user." ".")) (("shared." "."))
        S: $ OK
        C: LIST "" "*"
        S: * LIST () "." INBOX
        S: * LIST () "." INBOX.Sent.2024
        S: * LIST () "." user.bob
        S: * LIST () "." shared
        S: * LIST () "." INBOX.INBOX
        S: $ OK
        """,
        mailbox -> {
          assertThat(mailbox.folders())
              .extracting(RemoteFolder::path)
              .containsExactly("INBOX", "Sent/2024", "INBOX/INBOX");
          assertThat(mailbox.nameFor("Sent/2024")).isEqualTo(new FolderName("INBOX.Sent.2024"));
          assertThat(mailbox.nameFor("INBOX/Sub")).isEqualTo(new FolderName("INBOX.Sub"));
          assertThat(mailbox.nameFor("inbox")).isEqualTo(new FolderName("INBOX"));
          assertThat(mailbox.nameFor("v1.2")).isEqualTo(new FolderName("INBOX.v1_2"));
          assertThat(mailbox.nameFor("a%2Fb")).isEqualTo(new FolderName("INBOX.a/b"));
        });
  }

  @Test
  void dialsAgainWhereNamespaceIsDeadly() {
    String script =
        ScriptedImapServer.login("NAMESPACE")
            + FLAT
            + """
            C: NAMESPACE
            ! accept
            """
            + ScriptedImapServer.login("NAMESPACE")
            + """
            C: LIST "" "*"
            S: * LIST () "/" INBOX
            S: $ OK
            C: LIST "" "*"
            S: * LIST () "/" INBOX
            S: $ OK
            """;
    try (ScriptedImapServer server = ScriptedImapServer.play(script);
        Mailbox mailbox = Scripted.connect(server, spool)) {
      assertThat(mailbox.folders()).hasSize(1);
      assertThat(mailbox.folders()).hasSize(1);
    }
  }

  @Test
  void readsNoEndlessNames() {
    Scripted.mailbox(
        spool,
        "",
        FLAT
            + """
            C: LIST "" "*"
            S: * LIST () "/" {2000000000}
            S: a little
            """,
        mailbox ->
            assertThatThrownBy(mailbox::folders)
                .isInstanceOf(Failure.Unreachable.class)
                .hasMessageContaining("2000000000"));
  }
}
