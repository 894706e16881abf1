package dev.mailcask.mailbox.net;

import dev.mailcask.base.Content;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Recognises the mail that Exchange delivers in the place of one that it cannot convert: from
/// "Microsoft Exchange Server", subject "Retrieval using the IMAP4 protocol failed for the
/// following message: 7", or the same of POP3. Taken for the message, it would be archived as if it
/// were.
public final class ExchangeSubstitute {

  private static final List<byte[]> SUBJECTS =
      Stream.of("IMAP4", "POP3")
          .map(
              "Subject: Retrieval using the %s protocol failed for the following message"
                  ::formatted)
          .map(text -> text.getBytes(StandardCharsets.US_ASCII))
          .toList();
  private static final String SENDER = "Microsoft Exchange Server";
  private static final Pattern END_OF_HEADER = Pattern.compile("\\r?\\n\\r?\\n");
  private static final int LARGEST = 64 << 10;

  private ExchangeSubstitute() {}

  /// Whether this is such a mail.
  public static boolean is(Content body) {
    if (body.size() > LARGEST || body.size() < SENDER.length()) {
      return false;
    }
    byte[] bytes = body.toByteArray();
    return hasSubject(bytes) && isFromExchange(bytes);
  }

  /// Looks at each byte of the header once: every message that is fetched comes by here.
  private static boolean hasSubject(byte[] bytes) {
    for (int i = 0; i + 1 < bytes.length; i++) {
      if (bytes[i] != '\n') {
        continue;
      }
      byte next = bytes[i + 1];
      if (next == '\n' || next == '\r') {
        return false; // the header has ended
      }
      if (next == 'S' && isSubject(bytes, i + 1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSubject(byte[] bytes, int at) {
    return isAt(bytes, at, SUBJECTS.getFirst()) || isAt(bytes, at, SUBJECTS.getLast());
  }

  private static boolean isFromExchange(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return END_OF_HEADER.splitAsStream(text).limit(1).anyMatch(header -> header.contains(SENDER));
  }

  private static boolean isAt(byte[] bytes, int at, byte[] what) {
    int end = at + what.length;
    return end <= bytes.length && Arrays.equals(bytes, at, end, what, 0, what.length);
  }
}
