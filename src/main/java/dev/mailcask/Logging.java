package dev.mailcask;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;

/// The log: everything from the configured level on to `logs/mailcask.log`, warnings to standard
/// error. Logback finds this class by its service file, so that no XML is read at the start of
/// every command.
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {

  private static final String TO_FILE =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{0}: %msg%n";
  private static final String TO_PEOPLE = "mailcask: %msg%n%nopex";
  private static final String MAX_FILE = "10MB";
  private static final int FILES = 5;

  /// Held here, because the platform's registry forgets loggers that nobody holds.
  private static final java.util.logging.Logger LUCENE =
      java.util.logging.Logger.getLogger("org.apache.lucene");

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    ConsoleAppender<ILoggingEvent> people = new ConsoleAppender<>();
    people.setTarget("System.err");
    people.addFilter(new Unsaid());
    start(people, context, TO_PEOPLE);
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(people);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /// Begins to write to the file; the caller holds the data's lock.
  static void toFile(Path logs, String level) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      throw new IllegalStateException("another logging library than logback is in the way");
    }
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(level));
    context.getLogger("org.quartz").setLevel(Level.WARN);
    context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
    context.getLogger("io.javalin").setLevel(Level.WARN);
    root.detachAppender("file");
    RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
    file.setName("file");
    file.setContext(context);
    file.setFile(logs.resolve("mailcask.log").toString());
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(file);
    rolling.setFileNamePattern(logs.resolve("mailcask.%i.log").toString());
    rolling.setMinIndex(1);
    rolling.setMaxIndex(FILES);
    rolling.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
    trigger.setContext(context);
    trigger.setMaxFileSize(FileSize.valueOf(MAX_FILE));
    trigger.start();
    file.setRollingPolicy(rolling);
    file.setTriggeringPolicy(trigger);
    start(file, context, TO_FILE);
    root.addAppender(file);
  }

  /// Lucene says through the platform's own logging that vectors would be faster with an incubating
  /// module; Mailcask has no vectors.
  static void quietLucene() {
    LUCENE.setLevel(java.util.logging.Level.SEVERE);
  }

  private static void start(
      OutputStreamAppender<ILoggingEvent> appender, LoggerContext context, String pattern) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setCharset(UTF_8);
    encoder.setPattern(pattern);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
  }

  /// Lets only through to people what nobody else tells them: the command line and its jobs say
  /// themselves what went wrong, findings are in the list of their verification, and what the web
  /// server says is said again as a failure.
  private static final class Unsaid extends Filter<ILoggingEvent> {

    private static final List<String> SELF_SPOKEN =
        List.of(
            "dev.mailcask.cli", "dev.mailcask.jobs", "dev.mailcask.verify.Findings", "io.javalin");

    @Override
    public FilterReply decide(ILoggingEvent event) {
      boolean said =
          SELF_SPOKEN.stream().anyMatch(logger -> event.getLoggerName().startsWith(logger));
      return said || !event.getLevel().isGreaterOrEqual(Level.WARN)
          ? FilterReply.DENY
          : FilterReply.NEUTRAL;
    }
  }
}
