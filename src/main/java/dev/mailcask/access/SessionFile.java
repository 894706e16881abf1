package dev.mailcask.access;

import dev.mailcask.access.Access.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The sessions in `secrets/sessions.json`, so that a restart signs nobody out. Not thread-safe.
///
/// A token has 256 random bits and is kept as its SHA-256: who reads the file cannot sign in with
/// it. The CSRF token is an HMAC under the session's token, so that it need not be kept at all.
final class SessionFile {

  private static final Logger LOG = LoggerFactory.getLogger(SessionFile.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int TOKEN_BYTES = 32;
  private static final Duration IDLE = Duration.ofDays(30);
  private static final int KEPT = 1000;

  /// A use is written down at most once in this time: signing out an hour early after a month of
  /// absence is better than writing a file at every request.
  private static final Duration WRITE_DOWN = Duration.ofHours(1);

  private final PrivateFile file;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private record Entry(String hash, String user, Instant created, Instant used) {}

  private record Content(int version, List<Entry> sessions) {}

  SessionFile(Path path, InstantSource clock) {
    this.file = new PrivateFile(path);
    this.clock = clock;
    file.read().ifPresent(this::load);
  }

  Session begin(String user) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant now = clock.instant();
    entries.put(hash(token), new Entry(hash(token), user, now, now));
    write();
    return new Session(token, user, csrf(token));
  }

  Optional<Session> find(String token) {
    String hash = hash(token);
    Entry entry = entries.get(hash);
    Instant now = clock.instant();
    if (entry == null || expired(entry, now)) {
      return Optional.empty();
    }
    if (now.isAfter(entry.used.plus(WRITE_DOWN))) {
      entries.put(hash, new Entry(hash, entry.user, entry.created, now));
      write();
    }
    return Optional.of(new Session(token, entry.user, csrf(token)));
  }

  void end(String token) {
    endAll(entry -> entry.hash.equals(hash(token)));
  }

  /// Ends all sessions of a user but one.
  void endOthers(Session kept) {
    endAll(entry -> entry.user.equals(kept.user()) && !entry.hash.equals(hash(kept.token())));
  }

  private void endAll(Predicate<Entry> which) {
    if (entries.values().removeIf(which)) {
      write();
    }
  }

  private static boolean expired(Entry entry, Instant now) {
    return now.isAfter(entry.used.plus(IDLE));
  }

  private void write() {
    Instant now = clock.instant();
    entries.values().removeIf(entry -> expired(entry, now));
    List<Entry> newest = new ArrayList<>(entries.values());
    newest.sort(Comparator.comparing(Entry::used).reversed());
    for (Entry tooMany : newest.subList(Math.min(KEPT, newest.size()), newest.size())) {
      entries.remove(tooMany.hash);
    }
    file.write(JSON.writeValueAsBytes(new Content(1, List.copyOf(entries.values()))));
  }

  /// A damaged file costs no more than signing in again.
  private void load(byte[] bytes) {
    try {
      for (Entry entry : JSON.readValue(bytes, Content.class).sessions) {
        entries.put(entry.hash, entry);
      }
    } catch (JacksonException | NullPointerException e) {
      LOG.warn("{} is damaged: everybody must sign in again", file);
      entries.clear();
    }
  }

  private static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String csrf(String token) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] bytes = mac.doFinal("mailcask csrf".getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
