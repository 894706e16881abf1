package dev.mailcask.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.base.AccountId;
import dev.mailcask.testing.IdentityProvider;
import dev.mailcask.testing.MemoryTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Accounts that are signed in to, and settings that are found, from the command line.
class SignInCommandsTest extends CommandCase {

  private static final AccountId HOME = new AccountId("home");
  private static final Pattern ADDRESS = Pattern.compile("http://localhost\\S+/authorize\\S*");

  private final IdentityProvider provider = new IdentityProvider();

  @BeforeEach
  void stayHere() {
    terminal.directory = dir;
  }

  @AfterEach
  void closeProvider() {
    provider.close();
  }

  private int add(String... more) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "account",
                "add",
                "home",
                "--host",
                "mail.example",
                "--user",
                "ann",
                "--oauth",
                "own",
                "--client-id",
                IdentityProvider.CLIENT,
                "--authorize-url",
                provider.url() + "/authorize",
                "--token-url",
                provider.url() + "/token",
                "--device-url",
                provider.url() + "/device",
                "--scope",
                IdentityProvider.SCOPE));
    line.addAll(List.of(more));
    return world.run(terminal, line.toArray(String[]::new));
  }

  private static String browsed(String shown) {
    Matcher address = ADDRESS.matcher(shown);
    String last = "";
    while (address.find()) {
      last = address.group();
    }
    return IdentityProvider.browse(last);
  }

  private AccountSettings settings() {
    return world.accounts().get(HOME).settings();
  }

  @Test
  void theAddressThatTheBrowserEndedAtIsPasted() {
    terminal.typist = SignInCommandsTest::browsed;
    assertThat(add()).as(terminal.errors()).isZero();
    assertThat(terminal.text()).contains("Added account home, 2 folders");
    assertThat(settings().oauth()).isNotNull();
    assertThat(world.accounts().loginProblem(HOME)).isEmpty();
  }

  @Test
  void aBrowserOnThisMachineComesBackByItself() {
    terminal.typist =
        shown -> {
          assertThat(IdentityProvider.page(browsed(shown))).contains("You are signed in");
          return "";
        };
    assertThat(add("--json")).as(terminal.errors()).isZero();
    assertThat(terminal.text()).startsWith("{\"account\":\"home\"");
  }

  @Test
  void aBrowserThatComesWithNonsenseIsToldSo() {
    terminal.typist =
        shown -> {
          String back = browsed(shown);
          assertThat(IdentityProvider.page(back.replace("state=", "state=x")))
              .contains("did not work");
          assertThat(IdentityProvider.page(back.replaceAll("\\?.*", ""))).contains("did not work");
          return back;
        };
    assertThat(add()).isZero();
    assertThat(terminal.errors()).contains("belongs to no sign-in");
  }

  @Test
  void aCodeIsTypedIntoABrowserAnywhere() {
    provider.deviceAnswer("");
    assertThat(add("--grant", "device-code")).as(terminal.errors()).isZero();
    assertThat(terminal.errors()).contains("/type-it-here").contains("ABCD-EFGH");
  }

  @Test
  void aWholeTenantNeedsNobodyToSignIn() throws IOException {
    provider.secret("s3cret");
    Files.writeString(dir.resolve("secret"), "s3cret\n");
    assertThat(add("--grant", "client-credentials", "--client-secret-file", "secret"))
        .as(terminal.errors())
        .isZero();
    assertThat(world.accounts().clientSecret(HOME)).isEqualTo("s3cret");
  }

  @Test
  void aServiceAccountIsAKeyFile() throws IOException {
    Files.writeString(dir.resolve("key.json"), provider.serviceAccountFile());
    assertThat(add("--key-file", "key.json")).as(terminal.errors()).isZero();
    assertThat(settings().oauth())
        .extracting(AccountSettings.OAuth::grant)
        .isEqualTo("service-account");
  }

  @Test
  void anEndedSignInIsShownAndMadeAnew() {
    terminal.typist = SignInCommandsTest::browsed;
    provider.lifetime(0);
    assertThat(add("--no-check")).as(terminal.errors()).isZero();
    provider.revokeAll();
    assertThat(world.run(terminal, "account", "test", "home")).isNotZero();
    assertThat(terminal.errors()).contains("sign in again");
    assertThat(world.ok("account", "list")).contains("cannot log in");
    MemoryTerminal status = new MemoryTerminal();
    world.run(status, "status");
    assertThat(status.text()).contains("CANNOT LOG IN").contains("mailcask account sign-in home");
    provider.lifetime(3600);
    assertThat(world.run(terminal, "account", "sign-in", "home")).as(terminal.errors()).isZero();
    assertThat(terminal.text()).contains("Signed in to home; 2 folders");
    assertThat(world.ok("account", "list")).doesNotContain("cannot log in");
  }

  @Test
  void nobodySignsInToAnAccountWithAPassword() {
    world.fill();
    assertThat(world.run(terminal, "account", "sign-in", "work")).isEqualTo(2);
    assertThat(terminal.errors()).contains("a password opens it");
  }

  @Test
  void aServerThatWasFoundIsConfirmedBeforeThePasswordIsAskedFor() {
    List<String> asked = new ArrayList<>();
    terminal.typist =
        shown -> {
          asked.add(shown);
          return asked.size() == 1 ? "no" : "secret";
        };
    String[] line = {"account", "add", "home", "--user", "ann@gmail.com"};
    assertThat(world.run(terminal, line)).isNotZero();
    assertThat(asked).hasSize(1);
    assertThat(terminal.errors())
        .contains("Found imap.gmail.com, port 993, tls, user ann@gmail.com (known)")
        .contains("did not say that it is the right one");
    asked.clear();
    terminal.typist = shown -> shown.endsWith("(it is not shown): ") ? "yes" : "secret";
    assertThat(world.run(terminal, line)).as(terminal.errors()).isZero();
    assertThat(settings().host()).isEqualTo("imap.gmail.com");
  }

  @Test
  void anUnknownProviderIsNamedWithTheKnown() {
    assertThat(
            world.run(
                terminal, "account", "add", "home", "--host", "h", "--user", "u", "--oauth", "x"))
        .isEqualTo(2);
    assertThat(terminal.errors()).contains("google, microsoft, fastmail, or own");
  }
}
