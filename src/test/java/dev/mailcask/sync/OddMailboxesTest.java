package dev.mailcask.sync;

import static dev.mailcask.sync.Premises.DATE;
import static dev.mailcask.sync.Premises.mail;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.JournalEvent.RunSummary;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mailboxes that are in order and that clients have lost mail from all the same.
class OddMailboxesTest {

  @TempDir private Path dir;
  private Premises it;

  @BeforeEach
  void open() {
    it = new Premises(dir);
  }

  @AfterEach
  void close() {
    it.close();
  }

  @Test
  void foldersOfTheSameUidValidityAreKeptApart() {
    it.fill("INBOX", 5);
    it.fill("A", 5);
    it.server.uidValidity("A", it.server.uidValidity("INBOX"));
    it.run();
    it.mirrors();
    it.server.remove("A", 3);
    it.server.flag("INBOX", 3, "\\Flagged");
    RunSummary summary = it.run();
    it.mirrors();
    assertThat(summary.gone()).isEqualTo(1);
    assertThat(summary.flagsChanged()).isEqualTo(1);
  }

  @Test
  void oldMailThatIsMovedInLaterIsArchived() {
    it.fill("INBOX", 3);
    it.run();
    long uid = it.server.add("INBOX", mail("of long ago"), "30-Dec-1999 12:00:00 +0000");
    assertThat(it.run().fetched()).isEqualTo(1);
    assertThat(it.archived("INBOX", null)).containsKey(uid);
    it.mirrors();
  }

  @Test
  void everyUidValidityMayChangeAtOnce() {
    it.fill("INBOX", 10);
    it.fill("A", 10);
    it.fill("A/B", 10);
    it.run();
    Instant before = it.clock.instant();
    it.server.paths().forEach(it.server::renumber);
    RunSummary summary = it.run();
    assertThat(summary.outcome()).as(summary.problem()).isEqualTo("complete");
    it.mirrors();
    assertThat(it.archived("A", before)).as("as it was").hasSize(10);
    assertThat(it.events(Placed.class).stream().map(Placed::id).distinct()).hasSize(30);
    assertThat(it.archive.totals().blobs()).as("stored once").isEqualTo(30);
  }

  @Test
  void renamingInboxMovesItsMailAndLeavesItEmpty() {
    it.fill("INBOX", 10);
    it.run();
    Instant before = it.clock.instant();
    it.server.renameFolder("INBOX", "Old");
    it.server.folder("INBOX");
    it.run();
    it.mirrors();
    assertThat(it.archived("Old", null)).hasSize(10);
    assertThat(it.archived("INBOX", null)).isEmpty();
    assertThat(it.archived("INBOX", before)).hasSize(10);
    assertThat(it.archive.totals().blobs()).isEqualTo(10);
  }

  @Test
  void messagesOfOneMessageIdAndOtherContentAreAllKept() {
    String head = "Message-ID: <1@example.org>\r\nSubject: one\r\n";
    for (String rest : new String[] {"\r\nsent", "Received: by a\r\n\r\nsent", "\r\nedited"}) {
      it.server.add("INBOX", (head + rest).getBytes(ISO_8859_1), DATE);
    }
    assertThat(it.run().fetched()).isEqualTo(3);
    it.mirrors();
    assertThat(it.archive.totals().blobs()).isEqualTo(3);
  }

  @Test
  void messagesThatAreHardlyAnyAreKeptByteForByte() {
    String[] odd = {
      "",
      "\r\n",
      "no header at all",
      "Subject: no body",
      "\0\0\0",
      "Subject: bare\rCR\nand LF\n\nbody\n",
      "Subject: \u00fc\u00ff\u0080 8 bit\r\n\r\n\u0001",
      "From nobody Mon Jan  1 00:00:00 2024\nSubject: mbox\n\n.\r\n..\r\n"
    };
    for (String message : odd) {
      it.server.add("INBOX", message.getBytes(ISO_8859_1), DATE);
    }
    assertThat(it.run().outcome()).isEqualTo("complete");
    it.mirrors();
    assertThat(it.archived("INBOX", null)).hasSize(odd.length);
  }

  @Test
  void internalDatesThatAreNoneAreKeptAsTheyCame() {
    for (String date :
        new String[] {"30-Dec-1899 00:00:00 +0530", "00-Jan-0000 00:00:00 +0000", "", "soon"}) {
      it.server.add("INBOX", mail("of " + date), date);
    }
    assertThat(it.run().outcome()).isEqualTo("complete");
    it.mirrors();
  }

  @Test
  void aMessageThatIsAlteredAndNumberedAnewIsKeptTwice() {
    long uid = it.server.add("INBOX", mail("as it was"), DATE);
    it.run();
    it.server.remove("INBOX", uid);
    it.server.add("INBOX", mail("as it is"), DATE);
    it.server.renumber("INBOX");
    it.run();
    it.mirrors();
    assertThat(it.archive.totals().blobs()).isEqualTo(2);
  }

  @Test
  void aServerThatAltersAMessageBetweenTwoReadingsHasBothKept() {
    // a gateway that decrypts anew each time: one UID, other bytes; every run reads where no UID
    // lasts
    it.server.uidValidity("INBOX", 0);
    long uid = it.server.add("INBOX", mail("as it was"), DATE);
    it.run();
    Instant before = it.clock.instant();
    it.server.remove("INBOX", uid);
    it.server.uidNext("INBOX", uid);
    assertThat(it.server.add("INBOX", mail("as it is"), DATE)).isEqualTo(uid);

    RunSummary summary = it.run();

    assertThat(summary.outcome()).as(summary.problem()).isEqualTo("complete");
    it.mirrors();
    assertThat(it.archived("INBOX", null).get(uid)).contains("as it is");
    assertThat(it.archived("INBOX", before).get(uid)).contains("as it was");
    assertThat(it.archive.totals().blobs()).isEqualTo(2);
  }

  @Test
  void aSizeThatIsWrongCostsNoSecondReading() {
    it.server.lieAboutSizes();
    it.fill("INBOX", 5);
    assertThat(it.run().outcome()).isEqualTo("complete");
    assertThat(it.run().outcome()).isEqualTo("complete");
    assertThat(it.server.bodiesFetched()).isEqualTo(5);
    it.mirrors();
  }

  @Test
  void itemsThatAreNoMailAreKeptLikeMail() {
    // contacts, notes and files that Exchange shows among mail
    String[] items = {
      "BEGIN:VCARD\r\nFN:Somebody\r\nEND:VCARD\r\n",
      "Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
      "\r\na note without a header"
    };
    for (String item : items) {
      it.server.add("Contacts", item.getBytes(ISO_8859_1), DATE);
    }
    assertThat(it.run().outcome()).isEqualTo("complete");
    it.mirrors();
    assertThat(it.archived("Contacts", null)).hasSize(items.length);
  }
}
