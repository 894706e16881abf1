package dev.mailcask.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Everything that can be set: its name in the file, its default as one would write it there, and
/// what it must look like. `config/mailcask.yaml` explains each.
enum Key {
  DATA("data", "data", Kind.TEXT),
  ARCHIVE_KEY_FILE("archive.key-file", "", Kind.PATH),
  ARCHIVE_PASSPHRASE_FILE("archive.passphrase-file", "", Kind.PATH),
  ARCHIVE_HEADS("archive.heads", "", Kind.TARGET),
  LISTEN_BIND("listen.bind", "localhost", Kind.TEXT),
  LISTEN_PORT("listen.port", "8080", Kind.NUMBER),
  LISTEN_HOSTS("listen.hosts", "", Kind.LIST),
  LISTEN_HTTPS("listen.https", "false", Kind.TRUTH),
  IMAP_CONNECTIONS("imap.connections", "2", Kind.NUMBER),
  IMAP_CONNECT_TIMEOUT("imap.connect-timeout", "20 s", Kind.DURATION),
  IMAP_READ_TIMEOUT("imap.read-timeout", "60 s", Kind.DURATION),
  IMAP_TRUSTED_CERTIFICATES("imap.trusted-certificates", "", Kind.PATH),
  BACKUP_PARALLEL("backup.parallel", "3", Kind.NUMBER),
  BACKUP_COMMIT_SIZE("backup.commit-size", "32 MiB", Kind.SIZE),
  BACKUP_COMMIT_INTERVAL("backup.commit-interval", "10 s", Kind.DURATION),
  BACKUP_WATCH("backup.watch", "", Kind.LIST),
  BACKUP_BYTES_PER_DAY("backup.bytes-per-day", "0 B", Kind.SIZE),
  VERIFY_SCHEDULE("verify.schedule", "0 30 5 * * ?", Kind.CRON),
  VERIFY_SAMPLE("verify.sample", "5 %", Kind.PERCENT),
  VERIFY_RATE("verify.rate", "32 MiB", Kind.SIZE),
  COMPACT_SCHEDULE("compact.schedule", "0 15 0 ? * SUN", Kind.CRON),
  COPY_TO("copy.to", "", Kind.PATH),
  COPY_SCHEDULE("copy.schedule", "0 10 5 * * ?", Kind.CRON),
  EXTRACT_ENABLED("extract.enabled", "true", Kind.TRUTH),
  EXTRACT_PROCESSES("extract.processes", "1", Kind.NUMBER),
  EXTRACT_MEMORY("extract.memory", "256 MiB", Kind.SIZE),
  EXTRACT_TIME("extract.time", "60 s", Kind.DURATION),
  EXTRACT_MAX_SIZE("extract.max-size", "100 MiB", Kind.SIZE),
  EXTRACT_OCR("extract.ocr", "auto", Kind.TEXT),
  LOG_LEVEL("log.level", "info", Kind.LEVEL);

  /// What a value is.
  enum Kind {
    TEXT,
    PATH,
    /// A path, or an address of http or https.
    TARGET,
    NUMBER,
    TRUTH,
    /// Words separated by commas, or a YAML list.
    LIST,
    DURATION,
    SIZE,
    PERCENT,
    /// A Quartz cron expression, or nothing.
    CRON,
    LEVEL
  }

  private final String path;
  private final String standard;
  private final Kind kind;

  Key(String path, String standard, Kind kind) {
    this.path = path;
    this.standard = standard;
    this.kind = kind;
  }

  static Optional<Key> of(String path) {
    return Arrays.stream(values()).filter(key -> key.path.equals(path)).findFirst();
  }

  static List<String> paths() {
    return Arrays.stream(values()).map(key -> key.path).toList();
  }

  /// Its name in the file: `listen.port`.
  String path() {
    return path;
  }

  /// Its default, as one would write it.
  String standard() {
    return standard;
  }

  Kind kind() {
    return kind;
  }

  /// Its environment variable: `MAILCASK_LISTEN_PORT`.
  String variable() {
    return "MAILCASK_" + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
