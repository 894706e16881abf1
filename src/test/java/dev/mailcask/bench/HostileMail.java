package dev.mailcask.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.List;

/// A mailbox of generated mail: every tenth message has a file of words attached, and hostile files
/// are spread evenly among them.
///
/// @param first number of the first message, so that no two mailboxes have the same mail
/// @param messages how many there are
/// @param rounds of one hostile file of each kind; 0 for none
record HostileMail(long first, long messages, int rounds) {

  /// A word that every file of an ordinary message holds.
  static final String ORDINARY = "ordinaryfile";

  private static final List<HostileFile> KINDS = List.of(HostileFile.values());
  private static final int WITH_FILE = 10;
  private static final int WORDS = 20_000;

  /// How many hostile messages there are.
  static int hostile(int rounds) {
    return rounds * KINDS.size();
  }

  /// What is attached to the so many-th of them, from 1.
  static HostileFile kind(int hostile) {
    return KINDS.get((hostile - 1) % KINDS.size());
  }

  /// The file's number among those of its kind.
  static int number(int hostile) {
    return (hostile - 1) / KINDS.size();
  }

  /// How many ordinary messages with a file.
  static long ordinary(long messages, int rounds) {
    HostileMail mail = new HostileMail(0, messages, rounds);
    long count = 0;
    for (long uid = 1; uid <= messages; uid++) {
      count += mail.hostileAt(uid) == 0 && uid % WITH_FILE == 1 ? 1 : 0;
    }
    return count;
  }

  /// Which hostile message, from 1, a UID is of, or 0.
  private int hostileAt(long uid) {
    long every = rounds == 0 ? messages + 1 : messages / hostile(rounds);
    long number = uid / every;
    return uid % every == 0 && number <= hostile(rounds) ? (int) number : 0;
  }

  /// The message of a UID, from 1.
  byte[] message(long uid) {
    byte[] ordinary = new GeneratedMail(2 * messages, WORDS).message(first + uid);
    int hostile = hostileAt(uid);
    if (hostile > 0) {
      HostileFile kind = kind(hostile);
      int number = number(hostile);
      return with(ordinary, kind.fileName(number), kind.file(number));
    }
    if (uid % WITH_FILE == 1) {
      return withOrdinary(ordinary, first + uid);
    }
    return ordinary;
  }

  private static byte[] withOrdinary(byte[] message, long number) {
    String text = ORDINARY + " of message " + number;
    return switch ((int) (number / WITH_FILE % 3)) {
      case 0 -> with(message, "letter.docx", HostileFile.letter(HostileFile.paragraph(text)));
      case 1 -> with(message, "print.pdf", HostileFile.pdf(text));
      default -> with(message, "note.txt", text.getBytes(ISO_8859_1));
    };
  }

  private static byte[] with(byte[] message, String name, byte[] file) {
    String plain = new String(message, ISO_8859_1);
    int body = plain.indexOf("\r\n\r\n");
    return """
        %s
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=next

        --next
        Content-Type: text/plain

        %s
        --next
        Content-Type: application/octet-stream
        Content-Disposition: attachment; filename="%s"
        Content-Transfer-Encoding: base64

        %s
        --next--
        """
        .formatted(
            plain.substring(0, body),
            plain.substring(body + 4),
            name,
            Base64.getMimeEncoder().encodeToString(file))
        .replace("\r\n", "\n")
        .replace("\n", "\r\n")
        .getBytes(ISO_8859_1);
  }
}
