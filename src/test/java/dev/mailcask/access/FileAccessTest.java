package dev.mailcask.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.access.Access.Session;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAccessTest {

  private static final Secret PASSWORD = new Secret("correct horse battery");
  private static final Secret OTHER = new Secret("staple and then some");

  /// As cheap as Argon2 gets: the tests are about everything else.
  private static final Passwords CHEAP = new Passwords(8, 1);

  @TempDir private Path secrets;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T02:00:00Z"));
  private final InstantSource clock = now::get;

  private FileAccess open() {
    return new FileAccess(secrets, clock, CHEAP);
  }

  private FileAccess withUser() {
    FileAccess access = open();
    access.createFirstUser(access.firstUserToken(), "ada", PASSWORD);
    return access;
  }

  private void pass(Duration time) {
    now.updateAndGet(t -> t.plus(time));
  }

  @Test
  void theFirstUserIsCreatedOnceWithTheToken() {
    FileAccess access = open();
    assertThat(access.needsFirstUser()).isTrue();
    String token = access.firstUserToken();
    assertThat(token).hasSizeGreaterThanOrEqualTo(22);
    assertThat(open().firstUserToken()).as("after a restart").isEqualTo(token);

    Session session = access.createFirstUser(token, " ada ", PASSWORD);
    assertThat(session.user()).isEqualTo("ada");
    assertThat(access.needsFirstUser()).isFalse();
    assertThat(secrets.resolve("first-user")).doesNotExist();
    assertThatThrownBy(() -> access.createFirstUser(token, "eve", PASSWORD))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("there is a user already");
    assertThatThrownBy(() -> open().firstUserToken()).isInstanceOf(Failure.Refused.class);
  }

  @Test
  void aWrongTokenCreatesNobody() {
    FileAccess access = open();
    access.firstUserToken();
    assertThatThrownBy(() -> access.createFirstUser("guessed", "eve", PASSWORD))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("open the link");
    assertThat(access.needsFirstUser()).isTrue();
  }

  @Test
  void weakPasswordsAndNamesAreRefusedWithAReason() {
    FileAccess access = open();
    String token = access.firstUserToken();
    assertThatThrownBy(() -> access.createFirstUser(token, "ada", new Secret("short")))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("only 5 characters")
        .hasMessageContaining("at least 10");
    assertThatThrownBy(() -> access.createFirstUser(token, "ada", new Secret("aaaaaaaaaaaaaa")))
        .hasMessageContaining("repeats");
    assertThatThrownBy(
            () ->
                access.createFirstUser(token, "archivist-of-mail", new Secret("Archivist-of-mail")))
        .hasMessageContaining("the user's name");
    for (String name : List.of("", "  ", "a\nb", "x".repeat(65))) {
      assertThatThrownBy(() -> access.createFirstUser(token, name, PASSWORD))
          .isInstanceOf(Failure.Misconfigured.class)
          .hasMessageContaining("user name");
    }
    assertThat(access.needsFirstUser()).isTrue();
  }

  @Test
  void signingInAsksForNameAndPassword() {
    FileAccess access = withUser();
    Session session = access.signIn("ADA", PASSWORD);
    assertThat(session.user()).isEqualTo("ada");
    assertThat(access.session(session.token())).contains(session);
    for (String name : List.of("ada", "nobody")) {
      assertThatThrownBy(() -> access.signIn(name, OTHER))
          .as(name)
          .isInstanceOf(Failure.Refused.class)
          .hasMessageContaining("name or password is wrong");
    }
    assertThat(access.session("made up")).isEmpty();
  }

  @Test
  void theSamePasswordComposedOtherwiseIsTheSame() {
    FileAccess access = open();
    access.createFirstUser(
        access.firstUserToken(), "ada", new Secret("M\u00fcller und S\u00f6hne"));
    assertThat(access.signIn("ada", new Secret("Mu\u0308ller und So\u0308hne")).user())
        .isEqualTo("ada");
  }

  @Test
  void sessionsSurviveARestartAndEndWhenToldTo() {
    FileAccess access = withUser();
    Session first = access.signIn("ada", PASSWORD);
    Session second = access.signIn("ada", PASSWORD);
    assertThat(first.token()).isNotEqualTo(second.token());
    assertThat(first.csrf()).isNotEqualTo(second.csrf()).doesNotContain(first.token());
    access.signOut(first.token());

    FileAccess restarted = open();
    assertThat(restarted.session(first.token())).isEmpty();
    assertThat(restarted.session(second.token())).contains(second);
  }

  @Test
  void anIdleSessionEndsAfterThirtyDaysAndUseProlongsIt() {
    FileAccess access = withUser();
    Session used = access.signIn("ada", PASSWORD);
    Session idle = access.signIn("ada", PASSWORD);
    pass(Duration.ofDays(29));
    assertThat(access.session(used.token())).isPresent();
    pass(Duration.ofDays(2));
    assertThat(access.session(idle.token())).isEmpty();
    FileAccess restarted = open();
    assertThat(restarted.session(used.token())).as("prolonged durably").isPresent();
    pass(Duration.ofDays(31));
    assertThat(restarted.session(used.token())).isEmpty();
  }

  @Test
  void changingThePasswordEndsTheOtherSessions() {
    FileAccess access = withUser();
    Session mine = access.signIn("ada", PASSWORD);
    Session elsewhere = access.signIn("ada", PASSWORD);
    assertThatThrownBy(() -> access.changePassword(mine, OTHER, OTHER))
        .isInstanceOf(Failure.Refused.class);
    assertThatThrownBy(() -> access.changePassword(mine, PASSWORD, new Secret("short")))
        .isInstanceOf(Failure.Misconfigured.class);
    assertThat(access.session(elsewhere.token())).as("nothing changed yet").isPresent();

    access.changePassword(mine, PASSWORD, OTHER);
    assertThat(access.session(mine.token())).isPresent();
    assertThat(access.session(elsewhere.token())).isEmpty();
    assertThatThrownBy(() -> access.signIn("ada", PASSWORD)).isInstanceOf(Failure.Refused.class);
    assertThat(open().signIn("ada", OTHER).user()).isEqualTo("ada");
  }

  @Test
  void wrongTriesCostTimeAndTheRightPasswordGetsInAfterIt() {
    FileAccess access = withUser();
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> access.signIn("ada", OTHER)).isInstanceOf(Failure.Refused.class);
    }
    assertThatThrownBy(() -> access.signIn("Ada", PASSWORD))
        .isInstanceOf(Failure.Throttled.class)
        .hasMessageContaining("wait 1 second");
    pass(Duration.ofSeconds(1));
    assertThatThrownBy(() -> access.signIn("ada", OTHER)).isInstanceOf(Failure.Refused.class);
    assertThatThrownBy(() -> access.signIn("ada", OTHER)).hasMessageContaining("wait 2 seconds");
    pass(Duration.ofSeconds(2));
    assertThat(access.signIn("ada", PASSWORD).user()).isEqualTo("ada");
    assertThatThrownBy(() -> access.signIn("ada", OTHER))
        .as("counted anew")
        .isInstanceOf(Failure.Refused.class);
  }

  @Test
  void secretsAreReadableByTheirOwnerOnlyAndHoldNothingToSignInWith() throws IOException {
    FileAccess access = open();
    String token = access.firstUserToken();
    assertPrivate();
    Session session = access.createFirstUser(token, "ada", PASSWORD);
    assertPrivate();
    String users = Files.readString(secrets.resolve("users.json"));
    assertThat(users).contains("$argon2id$v=19$").doesNotContain(PASSWORD.value());
    assertThat(Files.readString(secrets.resolve("sessions.json")))
        .doesNotContain(session.token())
        .doesNotContain(session.csrf());
    assertThat(session.toString()).doesNotContain(session.token());
  }

  private void assertPrivate() throws IOException {
    try (Stream<Path> files = Files.list(secrets)) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .as(file.toString())
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void aDamagedFileOfUsersIsNeverTakenForNoUsers() throws IOException {
    withUser();
    for (String damaged : List.of("", "{}", "{\"version\":1", "{\"version\":1,\"users\":null}")) {
      Files.writeString(secrets.resolve("users.json"), damaged);
      assertThatThrownBy(this::open).as(damaged).isInstanceOf(Failure.Corrupt.class);
    }
    Files.writeString(secrets.resolve("users.json"), "{\"version\":2,\"users\":[]}");
    assertThatThrownBy(this::open).isInstanceOf(Failure.TooNew.class);
  }

  @Test
  void aDamagedFileOfSessionsOnlySignsOut() throws IOException {
    Session session = withUser().signIn("ada", PASSWORD);
    Files.writeString(secrets.resolve("sessions.json"), "{\"version\":1,\"sess");
    FileAccess restarted = open();
    assertThat(restarted.session(session.token())).isEmpty();
    assertThat(restarted.signIn("ada", PASSWORD).user()).isEqualTo("ada");
  }

  @Test
  void theRealCostIsThatOfTheCheatSheet() {
    String hash = new Passwords().hash(PASSWORD);
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(CHEAP.matches(PASSWORD, hash)).as("parameters come from the hash").isTrue();
    assertThat(CHEAP.matches(OTHER, hash)).isFalse();
    assertThat(CHEAP.matches(new Secret("nobody has this password"), null)).isFalse();
  }
}
