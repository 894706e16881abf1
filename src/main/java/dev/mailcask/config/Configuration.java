package dev.mailcask.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Nearest;
import dev.mailcask.base.Secret;
import dev.mailcask.config.Values.Unreadable;
import dev.mailcask.config.YamlEntries.Entry;
import dev.mailcask.extract.ExtractSettings;
import dev.mailcask.jobs.JobSettings;
import dev.mailcask.jobs.UpkeepSettings;
import dev.mailcask.mailbox.imap.ImapSettings;
import dev.mailcask.mailbox.pop3.Pop3Settings;
import dev.mailcask.mailbox.providers.Connections;
import dev.mailcask.sync.SyncSettings;
import dev.mailcask.web.UpkeepPlan;
import dev.mailcask.web.WebSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// What the owner configured. The environment outweighs the file, the file the defaults; relative
/// paths are meant from the installation's directory.
///
/// All problems are told at once, each with its line and, for an unknown key, the nearest one.
public final class Configuration {

  /// The one secret among the variables: it has no place in the file, which others may read.
  private static final String PASSPHRASE = "MAILCASK_ARCHIVE_PASSPHRASE";

  private final Map<Key, String> values;
  private final @Nullable Secret passphrase;
  private final Path home;

  private Configuration(Map<Key, String> values, @Nullable Secret passphrase, Path home) {
    this.values = values;
    this.passphrase = passphrase;
    this.home = home;
  }

  /// @param file the file, null for none
  /// @param environment the process's environment variables
  /// @param home the installation's directory
  /// @throws Failure.Misconfigured with everything that is wrong
  public static Configuration read(
      @Nullable Path file, Map<String, String> environment, Path home) {
    Map<Key, String> values = new EnumMap<>(Key.class);
    List<String> problems = new ArrayList<>();
    for (Key key : Key.values()) {
      values.put(key, key.standard());
    }
    if (file != null) {
      readFile(file, values, problems);
    }
    for (Key key : Key.values()) {
      String value = environment.get(key.variable());
      if (value != null) {
        set(key, value.strip(), key.variable(), values, problems);
      }
    }
    String passphrase = environment.getOrDefault(PASSPHRASE, "");
    checkRanges(values, problems);
    checkOneKey(values, !passphrase.isEmpty(), problems);
    if (!problems.isEmpty()) {
      throw new Failure.Misconfigured(
          "configuration" + (file == null ? "" : " " + file),
          String.join("; ", problems),
          "mend " + (problems.size() == 1 ? "it" : "these") + " and start again");
    }
    return new Configuration(values, passphrase.isEmpty() ? null : new Secret(passphrase), home);
  }

  private static void readFile(Path file, Map<Key, String> values, List<String> problems) {
    List<Entry> entries;
    try {
      entries = YamlEntries.read(Files.readString(file, UTF_8));
    } catch (JacksonException e) {
      problems.add(
          "line %d is not YAML (%s)"
              .formatted(
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getOriginalMessage().lines().findFirst().orElse("")));
      return;
    } catch (IOException e) {
      throw new Failure.Misconfigured(
          "configuration " + file,
          "it cannot be read (" + e.getClass().getSimpleName() + ")",
          "name a file that exists and may be read");
    }
    Set<String> seen = new HashSet<>();
    for (Entry entry : entries) {
      Key key = Key.of(entry.path()).orElse(null);
      String where = "line " + entry.line() + ", " + entry.path();
      if (key == null && entry.value() == null && isSection(entry.path())) {
        continue; // all its keys are commented out
      }
      if (key == null) {
        problems.add(where + ": unknown key" + suggestion(entry.path()));
      } else if (!seen.add(entry.path())) {
        problems.add(where + ": it was set before");
      } else if (entry.value() != null) {
        set(key, entry.value(), where, values, problems);
      }
    }
  }

  private static boolean isSection(String path) {
    return Key.paths().stream().anyMatch(key -> key.startsWith(path + "."));
  }

  private static String suggestion(String path) {
    return Nearest.of(path, Key.paths()).map(near -> ", did you mean " + near + "?").orElse("");
  }

  private static void set(
      Key key, String value, String where, Map<Key, String> values, List<String> problems) {
    try {
      Values.check(key, value);
      values.put(key, value);
    } catch (Unreadable e) {
      problems.add("%s: '%s' cannot be read, %s".formatted(where, value, e.getMessage()));
    }
  }

  private static void checkRanges(Map<Key, String> values, List<String> problems) {
    Configuration read = new Configuration(values, null, Path.of(""));
    range(Key.LISTEN_PORT, read.port(), 0, 65_535, problems);
    range(Key.IMAP_CONNECTIONS, read.connections(), 1, 2, problems);
    range(Key.BACKUP_PARALLEL, read.parallel(), 1, 64, problems);
    if (Values.list(read.text(Key.BACKUP_WATCH)).size() > Connections.MOST_WAITING) {
      problems.add(
          Key.BACKUP_WATCH.path()
              + ": name three folders at the most; schedules back up the others");
    }
    range(Key.EXTRACT_PROCESSES, read.number(Key.EXTRACT_PROCESSES), 1, 16, problems);
    if (read.size(Key.EXTRACT_MEMORY) < 64 << 20 || read.size(Key.EXTRACT_MEMORY) > 1L << 40) {
      problems.add(Key.EXTRACT_MEMORY.path() + ": use 64 MiB or more");
    }
    if (read.size(Key.EXTRACT_MAX_SIZE) < 1) {
      problems.add(Key.EXTRACT_MAX_SIZE.path() + ": use 1 B or more");
    }
    if (read.commitSize() < 1 << 20) {
      problems.add(Key.BACKUP_COMMIT_SIZE.path() + ": use 1 MiB or more");
    }
    for (Key key :
        List.of(
            Key.IMAP_CONNECT_TIMEOUT,
            Key.IMAP_READ_TIMEOUT,
            Key.BACKUP_COMMIT_INTERVAL,
            Key.EXTRACT_TIME)) {
      if (read.duration(key).toSeconds() < 1) {
        problems.add(key.path() + ": use one second or more");
      }
    }
  }

  private static void checkOneKey(
      Map<Key, String> values, boolean passphrase, List<String> problems) {
    List<String> given = new ArrayList<>();
    for (Key key : List.of(Key.ARCHIVE_KEY_FILE, Key.ARCHIVE_PASSPHRASE_FILE)) {
      if (!values.getOrDefault(key, "").isEmpty()) {
        given.add(key.path());
      }
    }
    if (passphrase) {
      given.add(PASSPHRASE);
    }
    if (given.size() > 1) {
      problems.add(String.join(" and ", given) + ": the archive has one key, give one of them");
    }
  }

  private static void range(Key key, int value, int least, int most, List<String> problems) {
    if (value < least || value > most) {
      problems.add("%s: %d is not from %d to %d".formatted(key.path(), value, least, most));
    }
  }

  /// The data directory.
  public Path data() {
    return home.resolve(text(Key.DATA));
  }

  /// The file whose bytes open an encrypted archive, or null.
  public @Nullable Path archiveKeyFile() {
    return path(Key.ARCHIVE_KEY_FILE);
  }

  /// The file that holds the passphrase of an encrypted archive, or null.
  public @Nullable Path archivePassphraseFile() {
    return path(Key.ARCHIVE_PASSPHRASE_FILE);
  }

  /// The passphrase of an encrypted archive that the environment gave.
  public Optional<Secret> archivePassphrase() {
    return Optional.ofNullable(passphrase);
  }

  /// The address to listen on.
  String bind() {
    return text(Key.LISTEN_BIND);
  }

  /// The port to listen on, 0 for any free one.
  int port() {
    return number(Key.LISTEN_PORT);
  }

  /// The names by which browsers reach the appliance, besides the usual ones.
  List<String> hosts() {
    return Values.list(text(Key.LISTEN_HOSTS));
  }

  /// Whether a proxy in front of the appliance gives it TLS.
  boolean https() {
    return text(Key.LISTEN_HTTPS).toLowerCase(Locale.ROOT).equals("true");
  }

  /// Connections to one account at a time.
  int connections() {
    return number(Key.IMAP_CONNECTIONS);
  }

  /// How long to wait for a connection.
  Duration connectTimeout() {
    return duration(Key.IMAP_CONNECT_TIMEOUT);
  }

  /// How long to wait for the next byte of a server.
  Duration readTimeout() {
    return duration(Key.IMAP_READ_TIMEOUT);
  }

  /// A PEM file of certificates to trust beside the system's, or null.
  @Nullable Path trustedCertificates() {
    return path(Key.IMAP_TRUSTED_CERTIFICATES);
  }

  /// Jobs that run at the same time.
  int parallel() {
    return number(Key.BACKUP_PARALLEL);
  }

  /// Fetched bytes after which a backup makes them durable.
  long commitSize() {
    return size(Key.BACKUP_COMMIT_SIZE);
  }

  /// Bytes to fetch of an account within 24 hours, 0 for as much as its provider allows.
  long bytesPerDay() {
    return size(Key.BACKUP_BYTES_PER_DAY);
  }

  private long size(Key key) {
    try {
      return Values.size(text(key));
    } catch (Unreadable e) {
      throw new IllegalStateException("checked when it was set", e);
    }
  }

  /// Time after which a backup makes durable what it has, although it is less.
  Duration commitInterval() {
    return duration(Key.BACKUP_COMMIT_INTERVAL);
  }

  /// Where the second copy is, or null.
  public @Nullable Path copyTo() {
    String path = text(Key.COPY_TO);
    return path.isEmpty() ? null : home.resolve(path);
  }

  /// When the appliance looks after the archive by itself.
  UpkeepSettings upkeep() {
    return new UpkeepSettings(
        text(Key.VERIFY_SCHEDULE),
        sample(),
        text(Key.COMPACT_SCHEDULE),
        copyTo() == null ? "" : text(Key.COPY_SCHEDULE));
  }

  /// What the page shows of the archive's upkeep.
  public UpkeepPlan upkeepPlan() {
    Path copy = copyTo();
    String heads = text(Key.ARCHIVE_HEADS);
    return new UpkeepPlan(
        upkeep(), copy == null ? null : copy.toString(), heads.isEmpty() ? null : heads);
  }

  private int sample() {
    try {
      return Values.percent(text(Key.VERIFY_SAMPLE));
    } catch (Unreadable e) {
      throw new IllegalStateException("checked when it was set", e);
    }
  }

  /// Bytes of mail that a verification by schedule reads in a second at most.
  long verifyRate() {
    return size(Key.VERIFY_RATE);
  }

  /// Where the heads of the journals are written to, besides the archive: a file, or an address;
  /// null for nowhere.
  public @Nullable URI heads() {
    String to = text(Key.ARCHIVE_HEADS);
    if (to.isEmpty()) {
      return null;
    }
    return to.startsWith("https://") || to.startsWith("http://")
        ? URI.create(to)
        : home.resolve(to).toAbsolutePath().toUri();
  }

  /// Whether the text of attachments is read.
  public boolean extracts() {
    return text(Key.EXTRACT_ENABLED).toLowerCase(Locale.ROOT).equals("true");
  }

  /// How the text of attachments is read.
  public ExtractSettings extract() {
    return new ExtractSettings(
        number(Key.EXTRACT_PROCESSES),
        (int) (size(Key.EXTRACT_MEMORY) >> 20),
        duration(Key.EXTRACT_TIME),
        size(Key.EXTRACT_MAX_SIZE),
        text(Key.EXTRACT_OCR).strip());
  }

  /// `error`, `warn`, `info`, `debug` or `trace`.
  public String logLevel() {
    return text(Key.LOG_LEVEL);
  }

  /// The settings of connections to accounts.
  ///
  /// @param spool the directory for large messages
  public ImapSettings imap(Path spool) {
    ImapSettings standard = ImapSettings.defaults(spool);
    return new ImapSettings(
        connectTimeout(),
        readTimeout(),
        standard.writeTimeout(),
        trustedCertificates(),
        spool,
        standard.inMemory(),
        standard.batchMessages(),
        standard.batchBytes());
  }

  /// The settings of POP3 connections.
  ///
  /// @param spool the directory for messages too large to be held in memory
  public Pop3Settings pop3(Path spool) {
    return new Pop3Settings(
        connectTimeout(),
        readTimeout(),
        trustedCertificates(),
        spool,
        ImapSettings.defaults(spool).inMemory());
  }

  /// The settings of backups.
  public SyncSettings sync() {
    return new SyncSettings(connections(), commitSize(), commitInterval(), bytesPerDay());
  }

  /// The settings of jobs.
  public JobSettings jobs(ZoneId zone) {
    JobSettings standard = JobSettings.defaults(zone);
    List<String> watch = Values.list(text(Key.BACKUP_WATCH));
    return new JobSettings(parallel(), zone, standard.patience(), upkeep(), verifyRate(), watch);
  }

  /// The settings of the web page.
  public WebSettings web() {
    return new WebSettings(bind(), port(), hosts(), https());
  }

  private @Nullable Path path(Key key) {
    String path = text(key);
    return path.isEmpty() ? null : home.resolve(path);
  }

  private String text(Key key) {
    return values.getOrDefault(key, key.standard());
  }

  private int number(Key key) {
    try {
      return Values.number(text(key));
    } catch (Unreadable e) {
      throw new IllegalStateException("checked when it was set", e);
    }
  }

  private Duration duration(Key key) {
    try {
      return Values.duration(text(key));
    } catch (Unreadable e) {
      throw new IllegalStateException("checked when it was set", e);
    }
  }
}
