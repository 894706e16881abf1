package dev.mailcask.web;

import dev.mailcask.access.Access;
import dev.mailcask.base.Failure;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import jakarta.servlet.DispatcherType;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The appliance's HTTP server. Each request has a thread of the system's until it is answered;
/// [StrangerLimit] and [JobEvents] see to it that some are always left.
public final class WebServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  /// No request of the API comes near this; mail is never uploaded.
  private static final long MAX_REQUEST = 1024 * 1024;

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /// Requests that are being answered may come to their end for so long.
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  /// Connections without a request hold up the end no longer than this.
  private static final Duration SHUTDOWN_IDLE = Duration.ofMillis(100);

  /// A request each, and for as long as somebody watches jobs one each as well.
  private static final int MAX_THREADS = 512;

  private final WebSettings settings;
  private final JobEvents events;
  private final Javalin javalin;

  /// Sets everything up; [#start()] begins to listen.
  public WebServer(WebSettings settings, WebServices services) {
    this(settings, services, HEARTBEAT, "/web");
  }

  WebServer(WebSettings settings, WebServices services, Duration heartbeat, String pages) {
    this.settings = settings;
    this.events = new JobEvents(services.jobs(), services.access(), heartbeat);
    this.javalin =
        Javalin.create(
            config -> {
              configure(config);
              limit(config, services.access());
              install(config.routes, services, pages);
            });
  }

  private static void configure(JavalinConfig config) {
    config.jetty.threadPool = requestThreads();
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = MAX_REQUEST;
    config.http.prefer405over404 = true;
    config.http.generateEtags = false;
    config.http.defaultContentType = "text/plain";
    config.jsonMapper(new Json());
    config.jetty.modifyServer(
        server -> {
          server.setErrorHandler(new PlainErrors());
          server.setStopTimeout(STOP_TIMEOUT.toMillis());
        });
    config.jetty.modifyHttpConfiguration(WebServer::hideVersion);
  }

  /// Threads of the system's, which shares the processors fairly among them and before what works
  /// in the background; the two or so that carry virtual threads would be held by two slow answers.
  private static QueuedThreadPool requestThreads() {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("web");
    threads.setDaemon(true);
    return threads;
  }

  private static void hideVersion(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
  }

  private static void limit(JavalinConfig config, Access access) {
    config.jetty.modifyServletContextHandler(
        handler ->
            handler.addFilter(new StrangerLimit(access), "/*", EnumSet.of(DispatcherType.REQUEST)));
  }

  private void install(RoutesConfig routes, WebServices services, String pages) {
    MessageLookup messages = new MessageLookup(services);
    RequestGate gate = new RequestGate(services.access(), settings);
    new SecurityHeaders(settings).install(routes);
    gate.install(routes);
    Problems.install(routes);
    new SessionResource(services.access(), gate).install(routes);
    new AccountsResource(services).install(routes);
    new SignInsResource(services).install(routes);
    new StatusResource(services).install(routes);
    new BrowseResource(services).install(routes);
    new SearchResource(services.search(), messages).install(routes);
    new SearchesResource(services.searches()).install(routes);
    new MessagesResource(messages, services.search()).install(routes);
    new AttachmentsResource(messages).install(routes);
    new UnreadResource(services).install(routes);
    new RestoreResource(services, messages).install(routes);
    new JobsResource(services.jobs(), events).install(routes);
    new UpkeepResource(services).install(routes);
    new ApplianceResource(services).install(routes);
    new FrontEnd(pages).install(routes);
  }

  /// Begins to listen.
  ///
  /// @throws Failure.Misconfigured if the address or the port cannot be had, with what to do
  public WebServer start() {
    try {
      javalin.start(settings.bind(), settings.port());
    } catch (RuntimeException e) {
      throw refused(e);
    }
    for (Connector connector : javalin.jettyServer().server().getConnectors()) {
      if (connector instanceof AbstractConnector idle) {
        idle.setShutdownIdleTimeout(SHUTDOWN_IDLE.toMillis());
      }
    }
    LOG.info("listening on {} port {}", settings.bind(), port());
    return this;
  }

  /// The port that is listened on; it was picked where the settings say 0.
  public int port() {
    return javalin.port();
  }

  /// Every route as `GET /path/{parameter}`.
  List<String> routes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(parsed -> parsed.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint -> endpoint.method + " " + endpoint.path)
        .toList();
  }

  /// Stops listening, ends the event streams, and waits a little for other answers to end.
  @Override
  public void close() {
    events.close();
    javalin.stop();
  }

  private RuntimeException refused(RuntimeException thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return new Failure.Misconfigured(
            "address " + settings.bind(),
            "this machine does not know it",
            "bind to localhost, to 0.0.0.0 for all addresses, or to one of this machine's own");
      }
      if (cause instanceof SocketException) {
        return cannotBind(String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT));
      }
    }
    return thrown;
  }

  private Failure cannotBind(String reason) {
    String port = "port " + settings.port();
    if (reason.contains("permission")) {
      return new Failure.Misconfigured(
          port, "only the system's administrator may listen there", "use one above 1023");
    }
    if (reason.contains("assign")) {
      return new Failure.Misconfigured(
          "address " + settings.bind(),
          "it is none of this machine's",
          "bind to localhost, to 0.0.0.0 for all addresses, or to one of this machine's own");
    }
    return new Failure.Misconfigured(
        port,
        "another program listens there, or another Mailcask",
        "end that one, or use another port with --port");
  }
}
