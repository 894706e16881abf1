package dev.mailcask.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// A headless Chromium that keeps what goes wrong: words on the console, broken policies, requests
/// to elsewhere, and what axe-core finds.
final class BrowserWatch implements AutoCloseable {

  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final int DESK_WIDTH = 1440;
  private static final int PHONE_WIDTH = 390;
  private static final int HEIGHT = 900;

  // Playwright's Java side makes its words small in the default locale, and the Turkish i of our
  // tests breaks them.
  private final Locale before = Locale.getDefault();
  private final Playwright playwright =
      Playwright.create(
          new Playwright.CreateOptions()
              .setEnv(java.util.Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  private final Browser browser;
  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  BrowserWatch() {
    Locale.setDefault(Locale.ROOT);
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium())
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--no-first-run")));
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(DESK_WIDTH, HEIGHT)
                .setLocale("en-GB")
                .setColorScheme(ColorScheme.LIGHT));
    page = context.newPage();
    page.onConsoleMessage(
        message -> {
          // A refused connection test is an answer; the browser calls it an error.
          boolean answer =
              message.text().contains("the server responded with a status of 4")
                  && message.location().contains("/api/v1/accounts/test");
          if (!answer && List.of("error", "warning").contains(message.type())) {
            complaints.add("console: " + message.text());
          }
        });
    page.onPageError(error -> complaints.add("error: " + error));
    page.onRequest(
        request -> {
          if (!request.url().startsWith("http://localhost:")
              && !request.url().startsWith("data:")) {
            complaints.add("request to elsewhere: " + request.url());
          }
        });
  }

  private static Path chromium() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("no Chromium: scripts/test installs it, or apt does"));
  }

  Page page() {
    return page;
  }

  /// Takes pictures of the screen in both colours and two sizes and has axe-core look at each.
  void look(String name) {
    for (int width : List.of(DESK_WIDTH, PHONE_WIDTH)) {
      for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.setViewportSize(width, HEIGHT);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
        page.waitForTimeout(250);
        String picture =
            "%s-%s-%d.png".formatted(name, colours == ColorScheme.DARK ? "dark" : "light", width);
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(picture)));
        new AxeBuilder(page)
            .exclude("iframe")
            .analyze()
            .getViolations()
            .forEach(
                violation ->
                    complaints.add(
                        "axe, %s: %s: %s"
                            .formatted(picture, violation.getId(), violation.getNodes())));
      }
    }
    page.setViewportSize(DESK_WIDTH, HEIGHT);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
  }

  /// Walks through the screen with the tabulator and holds what was reached against what can be
  /// clicked.
  void everythingByKeyboard() {
    String mark =
        "e => { const a = document.activeElement; if (a && a !== document.body) a.dataset.reached = '1'; }";
    int stops =
        ((Number)
                page.evaluate(
                    "() => document.querySelectorAll('a,button,input,select,textarea').length"))
            .intValue();
    for (int i = 0; i < stops + 5; i++) {
      page.keyboard().press("Tab");
      page.evaluate(mark);
    }
    Object missed =
        page.evaluate(
            """
            () => [...document.querySelectorAll('a[href],button:not(:disabled),input:not(:disabled),select:not(:disabled),textarea')]
              .filter(e => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0)
              .filter(e => !e.dataset.reached)
              // One button of a radio group has the focus, arrow keys reach the others; a list that moves its one stop likewise.
              .filter(e => !(e.type === 'radio' && document.querySelector(`input[name="${e.name}"][data-reached]`)))
              .filter(e => !(e.tabIndex === -1))
              .map(e => e.outerHTML.slice(0, 120))
            """);
    if (missed instanceof List<?> list && !list.isEmpty()) {
      complaints.add("not reached by keyboard on " + page.url() + ": " + list);
    }
  }

  /// Fails with everything that went wrong since the start.
  void nothingWentWrong() {
    Set<String> once = new LinkedHashSet<>(complaints);
    assertThat(once).as("what the browser complains of").isEmpty();
  }

  @Override
  public void close() {
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("last.png")));
    context.close();
    browser.close();
    playwright.close();
    Locale.setDefault(before);
  }
}
