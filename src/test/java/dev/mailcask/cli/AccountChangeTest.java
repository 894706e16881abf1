package dev.mailcask.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.AccountSettings.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What an account's server is asked for, set by commands.
class AccountChangeTest extends CommandCase {

  private AccountSettings settings() {
    return world.accounts().get(CommandWorld.WORK).settings();
  }

  @Test
  void anAccountIsAddedWithItsLimits() {
    terminal.input = "secret\n";
    String[] line = {
      "account",
      "add",
      "work",
      "--host",
      "h",
      "--user",
      "u",
      "--password-stdin",
      "--bytes-per-day",
      "1.5 GB",
      "--connections",
      "1",
      "--commands-per-minute",
      "30",
      "--watch",
      "INBOX",
      "--watch",
      "Lists/Java"
    };
    assertThat(world.run(terminal, line)).as(terminal.errors()).isZero();
    assertThat(settings().limits()).isEqualTo(new Limits(1, 1_500_000_000, 30));
    assertThat(settings().watch()).containsExactly("INBOX", "Lists/Java");
  }

  @Test
  void whatIsNotNamedStaysAsItIs() {
    world.fill();
    AccountSettings before = settings();
    assertThat(world.ok("account", "change", "work", "--bytes-per-day", "500 MB"))
        .isEqualTo("Changed account work.\n");
    world.ok("account", "change", "work", "--connections", "1", "--watch", "none");
    AccountSettings after = settings();
    assertThat(after.limits()).isEqualTo(new Limits(1, 500_000_000, 0));
    assertThat(after.watch()).isEmpty();
    assertThat(after.schedule()).isEqualTo(before.schedule());

    world.ok("account", "change", "work", "--bytes-per-day", "default", "--watch", "default");
    world.ok("account", "change", "work", "--connections", "default");
    assertThat(settings()).isEqualTo(before);
  }

  @Test
  void theScheduleIsChanged() {
    world.fill();
    world.ok("account", "change", "work", "--schedule", "0 0 4 * * ?");
    assertThat(settings().schedule()).isEqualTo("0 0 4 * * ?");
    world.ok("account", "change", "work", "--schedule", "nightly");
    assertThat(settings().schedule()).isEqualTo(world.accounts().nightly(CommandWorld.WORK));
    world.ok("account", "change", "work", "--schedule", "none");
    assertThat(settings().schedule()).isEmpty();
  }

  @Test
  void limitsAreInTheList() {
    world.fill();
    String changed =
        world.ok("--json", "account", "change", "work", "--bytes-per-day", "2 GiB", "--watch", "A");
    JsonNode account = json(changed);
    assertThat(account.get("limits").get("bytesPerDay").longValue()).isEqualTo(2L << 30);
    assertThat(account.get("limits").get("connections").isNull()).isTrue();
    assertThat(account.get("watch").get(0).stringValue()).isEqualTo("A");
    JsonNode listed = json(world.ok("--json", "account", "list"));
    assertThat(listed.get("accounts").get(0)).isEqualTo(account);
  }

  @ParameterizedTest
  @CsvSource({
    "--bytes-per-day, 2, give it with its unit",
    "--bytes-per-day, much, give it with its unit",
    "--bytes-per-day, 10 KB, too few",
    "--connections, 0, whole number",
    "--connections, 9, not possible",
    "--commands-per-minute, -3, whole number",
    "--commands-per-minute, 3, too few",
    "--watch, '', a folder to wait in has no name",
    "--schedule, sometimes, schedule"
  })
  void whatMakesNoSenseIsSaidAndChangesNothing(String option, String value, String said) {
    world.fill();
    AccountSettings before = settings();
    assertThat(world.run(terminal, "account", "change", "work", option, value)).isEqualTo(2);
    assertThat(terminal.errors()).contains(said);
    assertThat(settings()).isEqualTo(before);
  }

  @Test
  void withoutAnythingToChangeThatIsSaid() {
    world.fill();
    assertThat(world.run(terminal, "account", "change", "work")).isEqualTo(2);
    assertThat(terminal.errors()).contains("nothing to change was given");
    assertThat(world.run(terminal, "account", "change", "nobody", "--watch", "none")).isEqualTo(2);
  }
}
