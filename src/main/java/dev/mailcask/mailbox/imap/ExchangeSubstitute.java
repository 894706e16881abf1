package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Content;
import java.nio.charset.StandardCharsets;

/// Recognises the mail that Exchange delivers in the place of one that it cannot convert: from
/// "Microsoft Exchange Server", subject "Retrieval using the IMAP4 protocol failed for the
/// following message: 7". Taken for the message, it would be archived as if it were.
final class ExchangeSubstitute {

  private static final byte[] SUBJECT =
      "\nSubject: Retrieval using the IMAP4 protocol failed for the following message"
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SENDER =
      "Microsoft Exchange Server".getBytes(StandardCharsets.US_ASCII);
  private static final int LARGEST = 64 << 10;

  private ExchangeSubstitute() {}

  static boolean is(Content body) {
    if (body.size() > LARGEST || body.size() < SUBJECT.length) {
      return false;
    }
    byte[] bytes = body.toByteArray();
    int end = endOfHeader(bytes);
    return contains(bytes, end, SUBJECT) && contains(bytes, end, SENDER);
  }

  private static int endOfHeader(byte[] bytes) {
    for (int i = 2; i < bytes.length; i++) {
      boolean empty = bytes[i - 1] == '\n' || (bytes[i - 1] == '\r' && bytes[i - 2] == '\n');
      if (bytes[i] == '\n' && empty) {
        return i;
      }
    }
    return bytes.length;
  }

  private static boolean contains(byte[] bytes, int end, byte[] what) {
    for (int i = 0; i + what.length <= end; i++) {
      int j = 0;
      while (j < what.length && bytes[i + j] == what[j]) {
        j++;
      }
      if (j == what.length) {
        return true;
      }
    }
    return false;
  }
}
