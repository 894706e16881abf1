package dev.mailcask;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.catalog.Account;
import dev.mailcask.cli.Site.ServeOptions;
import dev.mailcask.cli.Site.Started;
import dev.mailcask.cli.Terminal;
import dev.mailcask.demo.DemoServer;
import dev.mailcask.index.Indexer.Coverage;
import dev.mailcask.web.WebServer;
import dev.mailcask.web.WebServices;
import dev.mailcask.web.WebSettings;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The appliance while it runs: jobs by the clock, the web page, perhaps a demo mail server.
final class Appliance {

  private static final Logger LOG = LoggerFactory.getLogger(Appliance.class);
  private static final AccountId DEMO = new AccountId("demo");

  /// Where the demo mail server listens unless the port is taken.
  private static final int DEMO_PORT = 8143;

  private final House house;
  private final ServeOptions options;
  private final AtomicBoolean caughtUp = new AtomicBoolean();

  Appliance(House house, ServeOptions options) {
    this.house = house;
    this.options = options;
  }

  /// Runs until the process is told to stop.
  void run(Terminal terminal, Consumer<Started> started) throws InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    terminal.onCancel(stop::countDown);
    try (DemoServer demo = options.demo() ? startDemo() : null;
        WebServer web = new WebServer(webSettings(), services()).start()) {
      house.jobs().start();
      house.followAttachments();
      LOG.info("started");
      started.accept(greeting(web.port(), demo));
      stop.await();
      LOG.info("stopping");
      house.jobs().close();
    }
  }

  private WebSettings webSettings() {
    WebSettings configured = house.configuration().web();
    String bind = options.bind();
    Integer port = options.port();
    return new WebSettings(
        bind == null ? configured.bind() : bind,
        port == null ? configured.port() : port,
        configured.hosts(),
        configured.https());
  }

  private WebServices services() {
    return new WebServices(
        house.access(),
        house.searches(),
        house.accounts(),
        house.signIns(),
        house.discovery(),
        house.archive(),
        house.ownJournal(),
        house.catalog(),
        house.indexer(),
        house.search(),
        house.attachments(),
        house.restore(),
        house.jobs(),
        house.configuration().upkeepPlan(),
        house.zone(),
        this::ready);
  }

  /// Ready from the moment on at which the index had caught up for the first time.
  private boolean ready() {
    if (!caughtUp.get()) {
      Coverage coverage = house.indexer().coverage();
      caughtUp.compareAndSet(false, coverage.indexed() >= coverage.archived());
    }
    return caughtUp.get();
  }

  private Started greeting(int port, @Nullable DemoServer demo) {
    String bind = webSettings().bind();
    String host = bind.equals("0.0.0.0") || bind.equals("::") ? "localhost" : bind;
    String address = "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    return new Started(
        address,
        house.access().needsFirstUser()
            ? address + "/#/welcome?token=" + house.access().firstUserToken()
            : null,
        demo == null
            ? null
            : "a demo mail server with %d messages runs on %s port %d; its account here is '%s'"
                .formatted(demo.messages(), demo.host(), demo.port(), DEMO));
  }

  /// Starts the demo mail server, on the port of its account if that can be had, and adds the
  /// account at the first time.
  private DemoServer startDemo() {
    Account known =
        house.accounts().list().stream()
            .filter(account -> account.id().equals(DEMO))
            .findFirst()
            .orElse(null);
    DemoServer server = start(known == null ? DEMO_PORT : known.settings().port());
    AccountSettings settings =
        new AccountSettings(
            "imap",
            server.host(),
            server.port(),
            "none",
            DemoServer.USER,
            house.accounts().nightly(DEMO),
            List.of(),
            List.of());
    if (known == null) {
      house.accounts().add(DEMO, settings, new Secret(DemoServer.PASSWORD));
    } else if (known.settings().port() != server.port()) {
      house.accounts().change(DEMO, settings, null);
    }
    return server;
  }

  private static DemoServer start(int port) {
    try {
      return DemoServer.start(port);
    } catch (Failure.Misconfigured e) {
      return DemoServer.start(0); // somebody else has the port by now
    }
  }
}
