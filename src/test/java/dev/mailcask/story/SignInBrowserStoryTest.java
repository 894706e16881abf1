package dev.mailcask.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.IdentityProvider;
import dev.mailcask.testing.MailcaskProcess;
import dev.mailcask.testing.RawImap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An account that is signed in to: from the command line first, by a browser that comes back to
/// it; then access is withdrawn, and the owner signs in again on the page, in a second window.
class SignInBrowserStoryTest {

  @TempDir private Path dir;

  @Test
  void whoIsShutOutSignsInAgain() {
    Path data = dir.resolve("data");
    Path output = dir.resolve("output");
    try (IdentityProvider provider = new IdentityProvider().user("anna").rotating();
        DovecotServer server = DovecotServer.start(provider, "oauthbearer");
        MailcaskProcess appliance = MailcaskProcess.serve(data, output);
        BrowserWatch browser = new BrowserWatch()) {
      try (RawImap imap = server.imap("anna")) {
        byte[] mail = "Subject: one\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII);
        imap.append("INBOX", "", "", mail);
      }
      Page page = browser.page();
      page.navigate(welcome(appliance, output));
      page.getByLabel("User name").fill("anna");
      page.getByLabel("Password", exactly()).fill("an old oak tree");
      page.getByLabel("Password again").fill("an old oak tree");
      button(page, "Create user").click();
      assertThat(heading(page, "Add your first account")).isVisible();

      page.getByLabel("E-mail address or user name").fill("anna@outlook.com");
      assertThat(page.getByLabel("Client ID")).isVisible();
      assertThat(page.getByLabel("Mail server (IMAP)")).hasValue("outlook.office365.com");
      assertThat(button(page, "Sign in with Microsoft (365, Outlook.com)")).isDisabled();
      browser.look("add-account-signing-in");
      browser.everythingByKeyboard();

      add(data, server, provider);
      MailcaskProcess.run(data, "", "backup", "home").good();

      provider.revokeAll();
      MailcaskProcess.Answer refused = MailcaskProcess.run(data, "", "account", "test", "home");
      assertThat(refused.exitCode()).isNotZero();
      assertThat(refused.errors()).contains("the sign-in has ended").doesNotContain("access-");

      page.navigate(page.url().replaceAll("#.*", "#/accounts/home"));
      assertThat(page.getByText("Cannot log in").first()).isVisible();
      browser.look("account-shut-out");
      browser.everythingByKeyboard();
      button(page, "Sign in again").click();
      Locator open =
          page.getByRole(
              AriaRole.LINK, new Page.GetByRoleOptions().setName("Open the sign-in page"));
      assertThat(open).isVisible();
      browser.look("account-sign-in");
      Page window = page.waitForPopup(open::click);
      assertThat(heading(window, "You are signed in")).isVisible();
      assertThat(window.url()).doesNotContain("code=").doesNotContain("state=");
      window.close();
      assertThat(heading(page, "Nobody is let in any more")).isHidden();
      MailcaskProcess.run(data, "", "backup", "home").good();
      browser.nothingWentWrong();
    }
  }

  /// By another process, whose command the appliance carries out.
  private void add(Path data, DovecotServer server, IdentityProvider provider) {
    Path said = dir.resolve("said");
    try (MailcaskProcess adding =
        MailcaskProcess.start(
            data,
            said,
            "account",
            "add",
            "home",
            "--host",
            DovecotServer.HOST,
            "--port",
            Integer.toString(server.port()),
            "--security",
            "none",
            "--user",
            "anna",
            "--oauth",
            "own",
            "--client-id",
            IdentityProvider.CLIENT,
            "--authorize-url",
            provider.url() + "/authorize",
            "--token-url",
            provider.url() + "/token",
            "--scope",
            IdentityProvider.SCOPE)) {
      String address = adding.await(said, provider.url() + "/authorize").strip();
      assertThat(IdentityProvider.page(IdentityProvider.browse(address)))
          .contains("You are signed in");
      assertThat(adding.await(said, "Added account home")).contains("Added account home");
    }
  }

  private static String welcome(MailcaskProcess appliance, Path output) {
    Matcher link =
        Pattern.compile("http://\\S*/#/welcome\\S*").matcher(appliance.await(output, "http://"));
    if (link.find()) {
      return link.group();
    }
    Matcher inLine = Pattern.compile("http://\\S+").matcher(appliance.await(output, "Create"));
    assertThat(inLine.find()).as("a link").isTrue();
    return inLine.group();
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static Locator heading(Page page, String name) {
    return page.getByRole(
        AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
