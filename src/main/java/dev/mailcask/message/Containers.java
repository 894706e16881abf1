package dev.mailcask.message;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Parts that hold other parts in a form of their own: messages that are encoded, opaque S/MIME
/// signatures, and winmail.dat.
final class Containers {

  private Containers() {}

  /// Whether a part may be one, by what its header says.
  static boolean maybe(MimePart part) {
    return isEncodedMessage(part) || isCms(part) || isTnef(part);
  }

  /// What is packed inside; null if there is nothing, as in a signature without a text.
  ///
  /// @param bytes the decoded body of the part
  static @Nullable Unpacked open(MimePart part, byte[] bytes, boolean enclosed) {
    if (isEncodedMessage(part)) {
      return Unpacked.mime(bytes, true);
    }
    if (isTnef(part)) {
      boolean within = enclosed || part.type().equals(Tnef.EMBEDDED);
      return Tnef.isTnef(bytes) ? Tnef.read(bytes, within) : null;
    }
    byte[] content = SignedContent.of(bytes);
    return content.length == 0 ? null : Unpacked.mime(content, enclosed);
  }

  static boolean isEncodedMessage(MimePart part) {
    return part.isMessage() && !part.isIdentity();
  }

  /// Whether the part is S/MIME that is not beside its text but around it.
  static boolean isCms(MimePart part) {
    return part.type().equals("application/pkcs7-mime")
        || part.type().equals("application/x-pkcs7-mime")
        || isFile(part, ".p7m");
  }

  private static boolean isTnef(MimePart part) {
    return part.type().equals("application/ms-tnef")
        || part.type().equals("application/vnd.ms-tnef")
        || part.type().equals(Tnef.EMBEDDED)
        || isFile(part, "winmail.dat");
  }

  private static boolean isFile(MimePart part, String end) {
    return part.type().equals("application/octet-stream")
        && part.fileName().toLowerCase(Locale.ROOT).endsWith(end);
  }
}
