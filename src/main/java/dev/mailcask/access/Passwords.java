package dev.mailcask.access;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Hashes passwords with Argon2id (RFC 9106) at the smallest cost that OWASP's Password Storage
/// Cheat Sheet accepts: 19 MiB, two passes, one lane; some 60 ms. The parameters are part of each
/// hash (PHC string format), so they can be raised later and old hashes still verify.
///
/// Thread-safe. Two hashes are computed at a time, so that a flood of sign-ins takes neither all
/// memory nor all processors.
final class Passwords {

  static final int MINIMUM_LENGTH = 10;
  private static final int MAXIMUM_LENGTH = 1000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private final int kibibytes;
  private final int passes;
  private final SecureRandom random = new SecureRandom();
  private final Semaphore slots = new Semaphore(2);

  /// Verified for users who are not there, so that they cost as much time as those who are.
  private final String nobody;

  Passwords() {
    this(19 * 1024, 2);
  }

  /// @param kibibytes memory of one hash
  Passwords(int kibibytes, int passes) {
    this.kibibytes = kibibytes;
    this.passes = passes;
    nobody = hash(new Secret("nobody has this password"));
  }

  /// @throws Failure.Misconfigured if the password is too weak or too long
  static void check(String user, Secret password) {
    String value = password.value();
    int length = value.codePointCount(0, value.length());
    if (length < MINIMUM_LENGTH) {
      throw new Failure.Misconfigured(
          "password",
          length == 0 ? "it is empty" : "it has only " + length + " characters",
          "use at least " + MINIMUM_LENGTH + "; three or four words together are easy to remember");
    }
    if (length > MAXIMUM_LENGTH) {
      throw new Failure.Misconfigured(
          "password", "it is too long", "use at most " + MAXIMUM_LENGTH + " characters");
    }
    if (value.toLowerCase(Locale.ROOT).equals(user.toLowerCase(Locale.ROOT))) {
      throw new Failure.Misconfigured(
          "password", "it is the user's name", "use one that nobody can guess");
    }
    if (value.codePoints().distinct().count() < 4) {
      throw new Failure.Misconfigured(
          "password", "it repeats a few characters", "use one that nobody can guess");
    }
  }

  String hash(Secret password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new Phc(kibibytes, passes, salt, compute(kibibytes, passes, salt, password)).text();
  }

  /// Whether the password belongs to the hash; with null it never does, and takes as long.
  boolean matches(Secret password, @Nullable String hash) {
    Phc against = Phc.parse(hash == null ? nobody : hash);
    byte[] computed = compute(against.kibibytes, against.passes, against.salt, password);
    return MessageDigest.isEqual(computed, against.hash) && hash != null;
  }

  private byte[] compute(int kibibytes, int passes, byte[] salt, Secret password) {
    slots.acquireUninterruptibly();
    try {
      return Argon2Function.getInstance(kibibytes, passes, 1, HASH_BYTES, Argon2.ID)
          .hash(bytes(password), salt)
          .getBytes();
    } finally {
      slots.release();
    }
  }

  /// A hash and how it was made, in the PHC string format. Written and read here, because
  /// password4j writes `argon2ıd` under a Turkish locale.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Phc(int kibibytes, int passes, byte[] salt, byte[] hash) {

    private static final Pattern FORM =
        Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=1\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    static Phc parse(String text) {
      Matcher form = FORM.matcher(text);
      if (!form.matches()) {
        throw new Failure.Corrupt(
            "secrets/users.json",
            "a password's hash has an unknown form",
            "put back a copy of the file, or delete it and create the first user again",
            null);
      }
      return new Phc(
          Integer.parseInt(form.group(1)),
          Integer.parseInt(form.group(2)),
          Base64.getDecoder().decode(form.group(3)),
          Base64.getDecoder().decode(form.group(4)));
    }

    String text() {
      Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
      return String.format(
          Locale.ROOT,
          "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s",
          kibibytes,
          passes,
          base64.encodeToString(salt),
          base64.encodeToString(hash));
    }
  }

  /// The same password typed on another system may be composed otherwise (RFC 8265 section 4.2).
  private static byte[] bytes(Secret password) {
    return Normalizer.normalize(password.value(), Normalizer.Form.NFC)
        .getBytes(StandardCharsets.UTF_8);
  }
}
