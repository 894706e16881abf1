package dev.mailcask.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.MailcaskProcess;
import dev.mailcask.testing.RawImap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole story in a real browser against a real mail server: first start, first user, first
/// account, backup, search, read; then a folder is lost on the server and brought back, and
/// compared over IMAP: same bytes, same INTERNALDATE, same flags and keywords.
///
/// Every screen on the way is held against axe-core, in light and in dark, on a desk and on a
/// phone; nothing may be said on the console and no policy may be broken.
class BrowserStoryTest {

  private static final String PROJECTS = "Projekte/H&APw-tte";
  private static final Pattern METADATA =
      Pattern.compile(
          "FLAGS \\(([^)]*)\\).*INTERNALDATE \"([^\"]*)\"|INTERNALDATE \"([^\"]*)\".*FLAGS \\(([^)]*)\\)");

  @TempDir private Path dir;

  @Test
  void aLostFolderComesBackExactlyAsItWas() {
    Path data = dir.resolve("data");
    Path output = dir.resolve("output");
    try (DovecotServer server = DovecotServer.start();
        MailcaskProcess appliance = MailcaskProcess.serve(data, output);
        BrowserWatch browser = new BrowserWatch()) {
      fill(server);
      Map<String, Integer> before = folder(server);
      Page page = browser.page();

      page.navigate(appliance.await(output, "/#/welcome").isEmpty() ? "" : link(appliance, output));
      firstUser(browser, page);
      firstAccount(browser, page, server);
      backupIsComplete(browser, page);
      searchAndRead(browser, page);
      everyOtherScreen(browser, page);

      RawImap imap = server.imap("anna");
      imap.command("DELETE " + RawImap.quoted(PROJECTS));
      restore(browser, page);

      assertThat(folder(server)).isEqualTo(before);
      signOutAndIn(browser, page);
      browser.nothingWentWrong();
    }
  }

  private static String link(MailcaskProcess appliance, Path output) {
    Matcher link =
        Pattern.compile("http://\\S*/#/welcome\\S*").matcher(appliance.await(output, "http://"));
    String line = link.find() ? link.group() : appliance.await(output, "Create");
    Matcher inLine = Pattern.compile("http://\\S+").matcher(line);
    assertThat(inLine.find()).as("a link in: %s", line).isTrue();
    return inLine.group();
  }

  private static void firstUser(BrowserWatch browser, Page page) {
    assertThat(heading(page, "Welcome to Mailcask")).isVisible();
    browser.look("welcome");
    browser.everythingByKeyboard();
    page.getByLabel("User name").fill("anna");
    page.getByLabel("Password", exactly()).fill("an old oak tree");
    page.getByLabel("Password again").fill("an old oak tree");
    button(page, "Create user").click();
    assertThat(heading(page, "Add your first account")).isVisible();
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static void firstAccount(BrowserWatch browser, Page page, DovecotServer server) {
    page.getByLabel("E-mail address or user name").fill("anna");
    page.getByLabel("Mail server (IMAP)").fill("127.0.0.1");
    page.getByLabel("Protection").selectOption("none");
    page.getByLabel("Port").fill(String.valueOf(server.port()));
    page.getByLabel("Name in Mailcask").fill("work");
    page.getByLabel("Password", exactly()).fill("wrong");
    button(page, "Test the connection").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("password");
    page.getByLabel("Password", exactly()).fill(DovecotServer.PASSWORD.value());
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Test")))
        .click();
    assertThat(page.getByText("The connection works.")).isVisible();
    browser.look("add-account");
    browser.everythingByKeyboard();
    button(page, "Add account").click();
    assertThat(heading(page, "work")).isVisible();
  }

  private static void backupIsComplete(BrowserWatch browser, Page page) {
    assertThat(page.getByText("Everything is archived: all 65 messages")).isVisible(patiently());
    assertThat(page.getByText("Projekte/Hütte").first()).isVisible();
    browser.look("account");
    browser.everythingByKeyboard();
  }

  private static com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions
      patiently() {
    return new com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions()
        .setTimeout(60_000);
  }

  private static void searchAndRead(BrowserWatch browser, Page page) {
    page.navigate(page.url().replaceAll("#.*", "#/search"));
    Locator box = page.getByLabel("Search all mail").first();
    box.fill("Kündigungsfrist from:jane");
    box.press("Enter");
    Locator hit = page.getByText("Frage zur Hütte 7").first();
    assertThat(hit).isVisible(patiently());
    assertThat(page.locator(".from mark").first()).containsText("Jane");
    assertThat(page.locator(".snippet mark").first()).containsText("ündigungsfrist");
    assertThat(page.getByText("Understood as").first()).isVisible();
    browser.look("search");
    browser.everythingByKeyboard();
    page.keyboard().press("Escape");
    hit.click();
    assertThat(page.getByLabel("Message", exactly())).containsText("Jane");
    assertThat(page.frameLocator("iframe").getByText("Kündigungsfrist").first()).isVisible();
    browser.look("reading");
    browser.everythingByKeyboard();
    assertThat(page.locator("iframe").first().getAttribute("sandbox"))
        .doesNotContain("allow-scripts");
    goThroughWhatWasFound(page);
    keepTheSearch(page);
    mistype(page, box);
  }

  /// From match to match in a frame that the page cannot look into, and all in one file.
  private static void goThroughWhatWasFound(Page page) {
    button(page, "Where it was found next").click();
    assertThat(page.locator("iframe").first()).hasAttribute("src", Pattern.compile("q=.*#hit-1$"));
    assertThat(page.frameLocator("iframe").locator("mark:target")).isInViewport();
    page.locator(".tick input").first().check();
    Download zip = page.waitForDownload(() -> page.getByText("Save as zip").click());
    assertThat(zip.suggestedFilename()).isEqualTo("messages.zip");
    assertThat(zip.failure()).isNull();
    button(page, "Clear the selection").click();
  }

  private static void keepTheSearch(Page page) {
    button(page, "Save this search").click();
    page.getByLabel("Name", exactly()).fill("Hütte");
    button(page, "Save").click();
    assertThat(button(page, "Delete the saved search Hütte")).isVisible();
  }

  private static void mistype(Page page, Locator box) {
    box.fill("form:jane");
    box.press("Enter");
    button(page, "Search for from:jane").click();
    assertThat(box).hasValue("from:jane");
    assertThat(page.getByText("65 messages", new Page.GetByTextOptions().setExact(true)))
        .isVisible();
    button(page, Pattern.compile("40 messages$")).first().click();
    assertThat(box).hasValue(Pattern.compile("from:jane after:\\S+ before:\\S+"));
  }

  private static void everyOtherScreen(BrowserWatch browser, Page page) {
    Map<String, String> screens = new TreeMap<>();
    screens.put("", "Overview");
    screens.put("accounts", "Accounts");
    screens.put("archive", "Archive");
    screens.put("accounts/work/edit", "Settings of work");
    screens.put("browse/work", "Browse");
    screens.put("jobs", "Activity");
    screens.put("settings", "Settings");
    screens.forEach(
        (address, title) -> {
          page.navigate(page.url().replaceAll("#.*", "#/" + address));
          assertThat(page).hasTitle(Pattern.compile(title));
          browser.look(address.isEmpty() ? "overview" : address.replace('/', '-'));
          browser.everythingByKeyboard();
        });
  }

  private static void restore(BrowserWatch browser, Page page) {
    page.navigate(page.url().replaceAll("#.*", "#/restore"));
    page.getByLabel("Projekte/Hütte").or(page.getByLabel("Hütte")).first().check();
    button(page, "Show the plan").click();
    assertThat(page.getByText("25 messages").first()).isVisible(patiently());
    browser.look("restore-plan");
    browser.everythingByKeyboard();
    button(page, "Restore 25 messages").click();
    assertThat(page.getByText("25 of 25 restored messages are proven.")).isVisible(patiently());
    browser.look("restored");
    browser.everythingByKeyboard();
  }

  private static void signOutAndIn(BrowserWatch browser, Page page) {
    button(page, "Sign out").first().click();
    assertThat(heading(page, "Sign in")).isVisible();
    browser.look("sign-in");
    browser.everythingByKeyboard();
    page.getByLabel("User name").fill("anna");
    page.getByLabel("Password", exactly()).fill("an old oak tree");
    button(page, "Sign in").click();
    assertThat(page.getByRole(AriaRole.NAVIGATION).first()).isVisible();
  }

  private static Locator heading(Page page, String name) {
    return page.getByRole(
        AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator button(Page page, Pattern name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static void fill(DovecotServer server) {
    RawImap imap = server.imap("anna");
    imap.command("CREATE " + RawImap.quoted(PROJECTS));
    for (int i = 0; i < 40; i++) {
      imap.append("INBOX", i % 2 == 0 ? "\\Seen" : "", "", mail(i, "Inbox " + i, "nothing much"));
    }
    List<String> flags = List.of("", "\\Seen", "\\Seen \\Flagged $Kept", "\\Answered Bezahlt");
    for (int i = 0; i < 25; i++) {
      imap.append(
          PROJECTS,
          flags.get(i % flags.size()),
          "%02d-Jul-1996 02:44:%02d -0700".formatted(1 + i, i),
          mail(i, "Frage zur Hütte " + i, i == 7 ? "Kündigungsfrist" : "Wort " + i));
    }
  }

  private static byte[] mail(int number, String subject, String word) {
    return ("From: Jane Roe <jane@example.org>\r\nTo: anna@example.org\r\nSubject: "
            + subject
            + "\r\nMessage-ID: <"
            + subject.hashCode()
            + "."
            + number
            + "@example.org>\r\n"
            + "Date: Fri, 2 Oct 2026 10:00:00 +0200\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: text/html; charset=utf-8\r\n\r\n<h1>Hallo</h1><p>Die "
            + word
            + " endet bald.</p><img src=\"http://tracker.example/x.gif\">"
            + "<script>document.title = 'taken over'</script>\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /// What the server has in the folder: bytes, flags and INTERNALDATE of each message, counted.
  private static Map<String, Integer> folder(DovecotServer server) {
    RawImap imap = server.imap("anna");
    imap.command("EXAMINE " + RawImap.quoted(PROJECTS));
    return imap.command("UID FETCH 1:* (FLAGS INTERNALDATE BODY.PEEK[])").stream()
        .filter(answer -> answer.contains("BODY[]"))
        .map(BrowserStoryTest::essence)
        .collect(Collectors.toMap(essence -> essence, _ -> 1, Integer::sum, TreeMap::new));
  }

  private static String essence(String answer) {
    Matcher metadata = METADATA.matcher(answer.substring(0, answer.indexOf("BODY[]")));
    assertThat(metadata.find()).as(answer).isTrue();
    String flags = metadata.group(1) == null ? metadata.group(4) : metadata.group(1);
    String date = metadata.group(2) == null ? metadata.group(3) : metadata.group(2);
    String sorted =
        flags == null
            ? ""
            : List.of(flags.split(" ", -1)).stream()
                .filter(flag -> !flag.equals("\\Recent"))
                .sorted()
                .collect(Collectors.joining(" "));
    return date + " (" + sorted + ") " + answer.substring(answer.indexOf("BODY[]"));
  }
}
