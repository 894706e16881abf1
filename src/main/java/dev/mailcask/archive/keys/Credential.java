package dev.mailcask.archive.keys;

import dev.mailcask.base.AtomicFile;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;

/// What opens a key slot: something to know or something to have. Never prints itself.
public sealed interface Credential {

  /// How it is called in messages.
  String name();

  /// A passphrase.
  record Passphrase(Secret text) implements Credential {

    private static final int MINIMUM = 10;
    private static final int MAXIMUM_BYTES = 1024;

    @Override
    public String name() {
      return "passphrase";
    }

    /// The passphrase in a file or stream: UTF-8 without the line end that editors leave behind.
    ///
    /// @param where for errors
    /// @throws Failure.Misconfigured if it is not text
    public static Passphrase of(byte[] bytes, String where) {
      try {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        return new Passphrase(new Secret(text.replaceFirst("\\r?\\n$", "")));
      } catch (CharacterCodingException _) {
        throw new Failure.Misconfigured(
            where, "it is not text in UTF-8", "write the passphrase in UTF-8, or use a key file");
      }
    }

    /// Checks what is to become a slot: a guess costs some hundred milliseconds, so it must not be
    /// among the first thousands.
    ///
    /// @throws Failure.Misconfigured if it is too short or too long
    void check() {
      String value = text.value();
      int length = value.codePointCount(0, value.length());
      if (length < MINIMUM || value.codePoints().distinct().count() < 4) {
        throw new Failure.Misconfigured(
            name(),
            length == 0 ? "it is empty" : "it is too easy to guess",
            "use at least " + MINIMUM + " characters; five or six words picked by dice are strong");
      }
      byte[] bytes = bytes();
      boolean fits = bytes.length <= MAXIMUM_BYTES;
      Arrays.fill(bytes, (byte) 0);
      if (!fits) {
        throw new Failure.Misconfigured(
            name(), "it is too long", "use at most " + MAXIMUM_BYTES + " bytes, or a key file");
      }
    }

    /// Composed characters, so that the same passphrase typed on another system is the same (RFC
    /// 8265, section 4.2).
    byte[] bytes() {
      String composed = Normalizer.normalize(text.value(), Normalizer.Form.NFC);
      try {
        ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(composed));
        byte[] exact = new byte[bytes.remaining()];
        bytes.get(exact);
        return exact;
      } catch (CharacterCodingException _) {
        throw new Failure.Misconfigured(
            name(), "it holds half a character", "type it again, or use a key file");
      }
    }
  }

  /// The bytes of a key file.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record KeyFile(byte[] bytes) implements Credential {

    static final int MINIMUM = 32;
    private static final int MAXIMUM = 1 << 20;

    @Override
    public String name() {
      return "key file";
    }

    /// Reads a key file.
    ///
    /// @param where how its owner calls it
    /// @throws Failure.Misconfigured if it cannot be one
    public static KeyFile read(Path file, String where) {
      byte[] bytes;
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(MAXIMUM + 1);
      } catch (IOException e) {
        throw new Failure.Misconfigured(
            where,
            "it cannot be read (" + e.getClass().getSimpleName() + ")",
            "name the key file; if it is on another disk, attach that");
      }
      if (bytes.length < MINIMUM || bytes.length > MAXIMUM) {
        throw new Failure.Misconfigured(
            where,
            "it is no key file: it has %s bytes"
                .formatted(bytes.length > MAXIMUM ? "too many" : bytes.length),
            "use a file of 32 random bytes or more, up to 1 MiB");
      }
      return new KeyFile(bytes);
    }

    /// Reads a key file, or makes one where there is none: 32 random bytes as a line of hexadecimal
    /// digits, which can be printed and typed in again, for its owner's eyes only.
    ///
    /// @throws Failure if it cannot be read or written
    public static KeyFile readOrMake(Path file, String where) {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        byte[] random = ArchiveKey.randomBytes(MINIMUM);
        byte[] line = (HexFormat.of().formatHex(random) + "\n").getBytes(StandardCharsets.US_ASCII);
        AtomicFile.write(file, line);
      }
      return read(file, where);
    }

    @Override
    public String toString() {
      return "***";
    }
  }
}
