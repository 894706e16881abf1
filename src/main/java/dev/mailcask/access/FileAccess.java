package dev.mailcask.access;

import dev.mailcask.access.UserFile.User;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Users, sessions and the one-time token in files below `secrets/` that only their owner may read.
///
/// Hashing takes tens of milliseconds and happens outside of the lock.
public final class FileAccess implements Access {

  private static final int TOKEN_BYTES = 20;
  private static final int LONGEST_NAME = 64;

  private final InstantSource clock;
  private final Passwords passwords;
  private final Throttle throttle;
  private final ReentrantLock lock = new ReentrantLock();
  private final UserFile users;
  private final SessionFile sessions;
  private final PrivateFile tokenFile;

  /// @param secrets the directory; created with the first file
  /// @throws Failure.Corrupt if the file of users is damaged
  public FileAccess(Path secrets, InstantSource clock) {
    this(secrets, clock, new Passwords());
  }

  FileAccess(Path secrets, InstantSource clock, Passwords passwords) {
    this.clock = clock;
    this.passwords = passwords;
    this.throttle = new Throttle(clock);
    this.users = new UserFile(secrets.resolve("users.json"));
    this.sessions = new SessionFile(secrets.resolve("sessions.json"), clock);
    this.tokenFile = new PrivateFile(secrets.resolve("first-user"));
  }

  @Override
  public boolean needsFirstUser() {
    lock.lock();
    try {
      return users.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String firstUserToken() {
    lock.lock();
    try {
      if (!users.isEmpty()) {
        throw firstUserExists();
      }
      return tokenFile
          .read()
          .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
          .orElseGet(this::makeToken);
    } finally {
      lock.unlock();
    }
  }

  private String makeToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    tokenFile.write(token.getBytes(StandardCharsets.US_ASCII));
    return token;
  }

  @Override
  public Session createFirstUser(String token, String user, Secret password) {
    String name = checkName(user);
    checkToken(token);
    Passwords.check(name, password);
    String hash = passwords.hash(password);
    lock.lock();
    try {
      checkToken(token);
      users.put(new User(name, hash, clock.instant()));
      tokenFile.delete();
      return sessions.begin(name);
    } finally {
      lock.unlock();
    }
  }

  private void checkToken(String token) {
    byte[] right = firstUserToken().getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(right, token.getBytes(StandardCharsets.UTF_8))) {
      throw new Failure.Refused(
          "first user",
          "the link is not the right one",
          "open the link that the appliance printed when it started",
          null);
    }
  }

  private static Failure firstUserExists() {
    return new Failure.Refused(
        "first user", "there is a user already", "sign in with that name and password", null);
  }

  @Override
  public Session signIn(String user, Secret password) {
    String name = Normalizer.normalize(user.strip(), Normalizer.Form.NFC);
    throttle.attempt(name);
    User known = find(name);
    if (!passwords.matches(password, known == null ? null : known.password())) {
      throw wrong("sign-in", "name or password is wrong", "try again; mind upper and lower case");
    }
    lock.lock();
    try {
      User still = users.find(name).orElse(null);
      if (still == null || !still.equals(known)) {
        throw wrong("sign-in", "the password was changed just now", "sign in with the new one");
      }
      throttle.right(name);
      return sessions.begin(still.name());
    } finally {
      lock.unlock();
    }
  }

  private @Nullable User find(String name) {
    lock.lock();
    try {
      return users.find(name).orElse(null);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Session> session(String token) {
    lock.lock();
    try {
      return sessions.find(token);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void signOut(String token) {
    lock.lock();
    try {
      sessions.end(token);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void changePassword(Session session, Secret old, Secret fresh) {
    String name = session.user();
    throttle.attempt(name);
    User known = find(name);
    if (known == null || !passwords.matches(old, known.password())) {
      throw wrong("password", "the current password is wrong", "try again");
    }
    throttle.right(name);
    Passwords.check(name, fresh);
    String hash = passwords.hash(fresh);
    lock.lock();
    try {
      users.put(new User(name, hash, known.created()));
      sessions.endOthers(session);
    } finally {
      lock.unlock();
    }
  }

  private static Failure wrong(String subject, String problem, String hint) {
    return new Failure.Refused(subject, problem, hint, null);
  }

  private static String checkName(String user) {
    String name = Normalizer.normalize(user.strip(), Normalizer.Form.NFC);
    boolean printable =
        name.codePoints()
            .noneMatch(
                c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    if (name.isEmpty() || name.length() > LONGEST_NAME || !printable) {
      throw new Failure.Misconfigured(
          "user name",
          name.isEmpty() ? "it is empty" : "it is not a valid name",
          "use 1 to " + LONGEST_NAME + " letters, digits and signs");
    }
    return name;
  }
}
