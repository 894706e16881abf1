package dev.mailcask.access;

import dev.mailcask.base.Failure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The users in `secrets/users.json`. Not thread-safe; durable when a method returns.
final class UserFile {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final PrivateFile file;
  private List<User> users;

  /// @param password its Argon2id hash in PHC string format
  record User(String name, String password, Instant created) {}

  private record Content(int version, List<User> users) {}

  UserFile(Path path) {
    file = new PrivateFile(path);
    users = file.read().map(this::parse).orElse(List.of());
  }

  boolean isEmpty() {
    return users.isEmpty();
  }

  /// Names are the same without regard to case.
  Optional<User> find(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    return users.stream().filter(u -> u.name.toLowerCase(Locale.ROOT).equals(key)).findFirst();
  }

  /// Adds a user, or takes the place of the one of that name.
  void put(User user) {
    List<User> next = new ArrayList<>(users);
    find(user.name).ifPresent(next::remove);
    next.add(user);
    file.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(new Content(1, next)));
    users = List.copyOf(next);
  }

  private List<User> parse(byte[] bytes) {
    try {
      Content content = JSON.readValue(bytes, Content.class);
      if (content.version > 1) {
        throw new Failure.TooNew(
            file.toString(), "it was written by a newer Mailcask", "start that version");
      }
      return List.copyOf(content.users);
    } catch (JacksonException | NullPointerException e) {
      throw new Failure.Corrupt(
          file.toString(),
          "it cannot be read",
          "put back a copy of it, or delete it and create the first user again",
          e);
    }
  }
}
