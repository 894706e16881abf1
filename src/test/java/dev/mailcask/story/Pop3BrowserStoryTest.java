package dev.mailcask.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.MailcaskProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An account by POP3, added on the page, which says what it lacks and where it cannot be used.
class Pop3BrowserStoryTest {

  @TempDir private Path dir;

  @Test
  void whoChoosesPop3IsToldWhatItLacks() {
    Path output = dir.resolve("output");
    try (DovecotServer server = DovecotServer.withPop3();
        MailcaskProcess appliance = MailcaskProcess.serve(dir.resolve("data"), output);
        BrowserWatch browser = new BrowserWatch()) {
      server.deliver("anna", "INBOX", IntStream.range(0, 12).mapToObj(Pop3BrowserStoryTest::mail));
      Page page = browser.page();
      page.navigate(link(appliance, output));
      page.getByLabel("User name").fill("anna");
      page.getByLabel("Password", exactly()).fill("an old oak tree");
      page.getByLabel("Password again").fill("an old oak tree");
      button(page, "Create user").click();
      add(browser, page, server);

      assertThat(page.getByText("Everything is archived: all 12 messages"))
          .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(60_000));
      page.navigate(page.url().replaceAll("#.*", "#/accounts/drop/edit"));
      assertThat(page.getByText("Only the inbox")).isVisible();
      assertThat(page.getByLabel("Mail server (POP3)")).hasValue("127.0.0.1");
      page.navigate(page.url().replaceAll("#.*", "#/restore"));
      assertThat(page.getByText("All accounts are fetched by POP3, which only reads.")).isVisible();
      assertThat(button(page, "Show the plan")).isDisabled();
      browser.look("restore-pop3");
      browser.everythingByKeyboard();
      browser.nothingWentWrong();
    }
  }

  private static void add(BrowserWatch browser, Page page, DovecotServer server) {
    page.getByLabel("E-mail address or user name").fill("anna");
    assertThat(page.getByLabel("Port")).hasValue("993");
    Locator pop3 = page.getByLabel("POP3").first();
    pop3.check();
    assertThat(page.getByLabel("Port")).hasValue("995");
    assertThat(page.getByText("nothing can be put back into it")).isVisible();
    page.getByLabel("Mail server (POP3)").fill("127.0.0.1");
    page.getByLabel("Protection").selectOption("none");
    assertThat(page.getByLabel("Port")).hasValue("110");
    pop3.scrollIntoViewIfNeeded();
    browser.look("add-account-pop3");
    browser.everythingByKeyboard();
    page.getByLabel("Port").fill(String.valueOf(server.pop3Port()));
    page.getByLabel("Name in Mailcask").fill("drop");
    page.getByLabel("Password", exactly()).fill(DovecotServer.PASSWORD.value());
    button(page, "Test the connection").click();
    assertThat(page.getByText("The connection works. 1 folder.")).isVisible();
    assertThat(page.getByText("Take the tick from those to leave out.")).isHidden();
    assertThat(page.getByText("Wait for new mail")).isHidden();
    button(page, "Add account").click();
    assertThat(
            page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName("drop").setExact(true)))
        .isVisible();
  }

  private static byte[] mail(int i) {
    return ("From: a@example.org\r\nSubject: Subject " + i + "\r\n\r\ntext\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String link(MailcaskProcess appliance, Path output) {
    Matcher link = Pattern.compile("http://\\S+").matcher(appliance.await(output, "Create"));
    assertThat(link.find()).as("a link").isTrue();
    return link.group();
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
