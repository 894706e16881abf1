package dev.mailcask.bench;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.RequestOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// What somebody sees who searches a running appliance in a browser: how long after the last key
/// the first rows are shown, and how evenly the list of all mail scrolls.
///
/// Times are taken within the page, by its own clock: a key is an `input` event of the box, rows
/// are shown when the frame that has them was drawn. The browser has no screen and no graphics
/// card; a frame takes 16.7 ms at the least.
final class PageBench {

  /// Between two keys of somebody who types quickly, in ms.
  private static final double BETWEEN_KEYS = 110;

  private static final int WHEEL_TURNS = 150;
  private static final int DRAG_STEPS = 150;

  /// Says when the rows of the query that was typed are drawn: the list is busy as long as it has
  /// those of another one.
  private static final String METER =
      """
      () => {
        const box = document.querySelector("#query");
        const meter = { shown: -1 };
        let key = 0, busy = false, done = true;
        const asked = () => new URLSearchParams(location.hash.split("?")[1] ?? "").get("q") ?? "";
        const look = () => {
          if (done || asked() !== box.value.trim()) {
            return;
          }
          const list = document.querySelector(".pane.list .virtual");
          if (list === null ? !busy : list.ariaBusy === "true") {
            busy = true;
          } else if (busy && document.querySelector(".pane.list :is([data-message], .empty)")) {
            done = true;
            requestAnimationFrame(() => setTimeout(() => { meter.shown = performance.now() - key; }));
          }
        };
        box.addEventListener("input", () => {
          key = performance.now();
          busy = done = false;
          meter.shown = -1;
        }, true);
        new MutationObserver(look).observe(document.querySelector(".search"), {
          subtree: true, childList: true, attributes: true, attributeFilter: ["aria-busy"],
        });
        window.meter = meter;
      }
      """;

  private static final String FRAMES =
      """
      () => {
        const frames = [];
        let last = 0;
        window.frames_ = frames;
        const frame = (at) => {
          if (last > 0) {
            frames.push(at - last);
          }
          last = at;
          window.frame_ = requestAnimationFrame(frame);
        };
        window.frame_ = requestAnimationFrame(frame);
      }
      """;

  private final URI site;
  private final Page page;

  private PageBench(URI site, Page page) {
    this.site = site;
    this.page = page;
  }

  /// Usage: `URL CHROMIUM QUERIES`; the first user was made by `SearchBench sign-in`.
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    URI site = URI.create(args[0]);
    Playwright.CreateOptions quiet =
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
    try (Playwright playwright = Playwright.create(quiet);
        Browser browser = playwright.chromium().launch(options(Path.of(args[1])))) {
      BrowserContext context =
          browser.newContext(new Browser.NewContextOptions().setViewportSize(1440, 900));
      Page page = context.newPage();
      PageBench bench = new PageBench(site, page);
      bench.open();
      bench.type(Integer.parseInt(args[2]));
      bench.scroll();
    }
  }

  private static BrowserType.LaunchOptions options(Path chromium) {
    return new BrowserType.LaunchOptions()
        .setExecutablePath(chromium)
        .setIgnoreDefaultArgs(List.of("--hide-scrollbars"))
        .setArgs(
            List.of(
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-features=OverlayScrollbar",
                "--no-first-run"));
  }

  private void open() {
    String credentials =
        "{\"user\":\"bench\",\"password\":\"%s\"}".formatted(ApplianceClient.PASSWORD);
    ArchiveBench.check(
        page.request()
            .post(
                site.resolve("/api/v1/session").toString(),
                RequestOptions.create()
                    .setHeader("Content-Type", "application/json")
                    .setData(credentials))
            .ok(),
        "nobody is signed in");
    page.navigate(site.resolve("/#/search").toString());
    page.waitForSelector("[data-message]");
    page.evaluate(METER);
  }

  private void type(int queries) {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < queries / 5; i++) { // learns
      shown(query(random));
    }
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < queries; i++) {
      times.add(shown(query(random)));
    }
    print("rows", times);
  }

  private static String query(SplittableRandom random) {
    String word = GeneratedMail.word(random.nextInt(20, 50_000));
    return switch (random.nextInt(4)) {
      case 0 -> GeneratedMail.word(random.nextInt(1, 50));
      case 1 -> word + " " + GeneratedMail.word(random.nextInt(1, 50));
      case 2 -> "from:person" + random.nextInt(GeneratedMail.PEOPLE);
      default -> word;
    };
  }

  /// Types a query over the one before and says how long after its last key its rows were there.
  private double shown(String query) {
    page.locator("#query").selectText();
    page.keyboard().type(query, new Keyboard.TypeOptions().setDelay(BETWEEN_KEYS));
    return ((Number)
            page.waitForFunction("() => window.meter.shown >= 0 ? window.meter.shown + 0.001 : 0")
                .jsonValue())
        .doubleValue();
  }

  private void scroll() {
    page.locator("#query").fill("");
    page.waitForFunction(
        "() => document.querySelector('.narrow-down:not(.stale) .facet-value') !== null",
        null,
        patiently());
    page.waitForTimeout(1000);
    Locator list = page.locator(".virtual");
    BoundingBox box = list.boundingBox();
    page.evaluate(FRAMES);
    page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
    for (int i = 0; i < WHEEL_TURNS; i++) {
      page.mouse().wheel(0, 240);
      page.waitForTimeout(16);
    }
    ended("wheel");
    double before = top(list);
    ArchiveBench.check(before > 10_000, "the wheel moved the list to " + before);
    list.evaluate("list => { list.scrollTop = 0; }");
    page.waitForTimeout(500);
    drag(list, box);
  }

  private static Page.WaitForFunctionOptions patiently() {
    return new Page.WaitForFunctionOptions().setTimeout(60_000);
  }

  /// Pulls the thumb of the scroll bar down to the end of the list and up to its middle.
  private void drag(Locator list, BoundingBox box) {
    double x = box.x + box.width - 7;
    double first = box.y + 22;
    double length = box.height - 50;
    page.evaluate(FRAMES);
    page.mouse().move(x, first);
    page.mouse().down();
    for (int i = 1; i <= DRAG_STEPS; i++) {
      page.mouse().move(x, first + length * i / DRAG_STEPS, new Mouse.MoveOptions().setSteps(1));
      page.waitForTimeout(16);
    }
    Object atEnd =
        list.evaluate("list => list.scrollTop > 0.95 * (list.scrollHeight - list.clientHeight)");
    for (int i = DRAG_STEPS; i >= DRAG_STEPS / 2; i--) {
      page.mouse().move(x, first + length * i / DRAG_STEPS);
      page.waitForTimeout(16);
    }
    page.mouse().up();
    ended("drag");
    long rest = System.nanoTime();
    page.waitForFunction(
        """
        () => {
          const box = document.querySelector(".virtual").getBoundingClientRect();
          return document.elementFromPoint(box.x + 100, box.y + box.height / 2)
            ?.closest("li")?.querySelector("[data-message]") != null;
        }""");
    ArchiveBench.print("rowsAfterDrag", (System.nanoTime() - rest) / 1e6);
    ArchiveBench.check(Boolean.TRUE.equals(atEnd), "the scroll bar did not lead to the end");
  }

  private static double top(Locator list) {
    return ((Number) list.evaluate("list => list.scrollTop")).doubleValue();
  }

  private void ended(String name) {
    Object frames =
        page.evaluate("() => { cancelAnimationFrame(window.frame_); return window.frames_; }");
    List<Double> times = new ArrayList<>();
    if (frames instanceof List<?> all) {
      all.forEach(each -> times.add(((Number) each).doubleValue()));
    }
    print(name, times);
  }

  private static void print(String name, List<Double> millis) {
    List<Double> sorted = millis.stream().sorted().toList();
    ArchiveBench.print(name + "P50", sorted.get(sorted.size() / 2));
    ArchiveBench.print(name + "P99", sorted.get(sorted.size() * 99 / 100));
    ArchiveBench.print(name + "Max", sorted.getLast());
    ArchiveBench.print(name + "Count", sorted.size());
  }
}
