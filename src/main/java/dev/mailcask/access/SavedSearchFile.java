package dev.mailcask.access;

import dev.mailcask.base.Failure;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The searches in `secrets/searches.json`, which only its owner may read: what people look for is
/// nobody else's business. The file is read when it is first asked for, so that one that is damaged
/// keeps nobody from signing in.
public final class SavedSearchFile implements SavedSearches {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Comparator<SavedSearch> BY_NAME =
      Comparator.comparing((SavedSearch s) -> key(s.name())).thenComparing(SavedSearch::name);

  private final PrivateFile file;
  private final ReentrantLock lock = new ReentrantLock();

  /// By user; null before it was read.
  private @Nullable Map<String, List<SavedSearch>> kept;

  private record Content(int version, Map<String, List<SavedSearch>> users) {}

  /// @param secrets the directory; created with the first search
  public SavedSearchFile(Path secrets) {
    file = new PrivateFile(secrets.resolve("searches.json"));
  }

  @Override
  public List<SavedSearch> of(String user) {
    lock.lock();
    try {
      return read().getOrDefault(key(user), List.of());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void keep(String user, SavedSearch search) {
    SavedSearch clean = checked(search);
    lock.lock();
    try {
      List<SavedSearch> next = without(user, clean.name());
      if (next.size() >= MAX) {
        throw new Failure.Misconfigured(
            "saved searches", "there are " + MAX + " already", "delete one first");
      }
      next.add(clean);
      write(user, next);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void forget(String user, String name) {
    lock.lock();
    try {
      List<SavedSearch> next = without(user, name);
      if (next.size() < of(user).size()) {
        write(user, next);
      }
    } finally {
      lock.unlock();
    }
  }

  private List<SavedSearch> without(String user, String name) {
    List<SavedSearch> rest = new ArrayList<>(of(user));
    rest.removeIf(search -> key(search.name()).equals(key(name)));
    return rest;
  }

  private void write(String user, List<SavedSearch> searches) {
    Map<String, List<SavedSearch>> next = new TreeMap<>(read());
    next.put(key(user), searches.stream().sorted(BY_NAME).toList());
    file.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(new Content(1, next)));
    kept = next;
  }

  private Map<String, List<SavedSearch>> read() {
    Map<String, List<SavedSearch>> known = kept;
    if (known == null) {
      known = file.read().map(this::parse).orElse(Map.of());
      kept = known;
    }
    return known;
  }

  private Map<String, List<SavedSearch>> parse(byte[] bytes) {
    try {
      Content content = JSON.readValue(bytes, Content.class);
      if (content.version > 1) {
        throw new Failure.TooNew(
            file.toString(), "it was written by a newer Mailcask", "start that version");
      }
      Map<String, List<SavedSearch>> users = new TreeMap<>();
      content.users.forEach((user, searches) -> users.put(user, List.copyOf(searches)));
      return users;
    } catch (JacksonException | NullPointerException e) {
      throw new Failure.Corrupt(
          file.toString(), "it cannot be read", "put back a copy of it, or delete it", e);
    }
  }

  private static SavedSearch checked(SavedSearch search) {
    String name = Normalizer.normalize(search.name(), Normalizer.Form.NFC).strip();
    String query = search.query().strip();
    if (name.isEmpty()
        || name.length() > MAX_NAME
        || name.codePoints().anyMatch(Character::isISOControl)) {
      throw new Failure.Misconfigured(
          "saved search",
          "its name is empty, too long, or has control characters",
          "give it a name of at most " + MAX_NAME + " characters");
    }
    if (query.isEmpty() || query.length() > MAX_QUERY) {
      throw new Failure.Misconfigured(
          "saved search",
          "its query is empty or too long",
          "write a query of at most " + MAX_QUERY + " characters");
    }
    return new SavedSearch(name, query);
  }

  private static String key(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
  }
}
