package dev.mailcask.mailbox.providers;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server that a domain names in its DNS (RFC 2782).
record ServiceRecord(int priority, int weight, int port, String target) {

  /// The smallest priority first, and the greatest weight among equals: the choice by chance that
  /// the RFC wants spreads load, which one account does not make.
  static final Comparator<ServiceRecord> BEST_FIRST =
      Comparator.comparingInt(ServiceRecord::priority)
          .thenComparing(Comparator.comparingInt(ServiceRecord::weight).reversed())
          .thenComparing(ServiceRecord::target);

  private static final Pattern RECORD =
      Pattern.compile("(\\d{1,5})\\s+(\\d{1,5})\\s+(\\d{1,5})\\s+(\\S+?)\\.?");

  /// Reads a record; empty where it is none, or says that there is no such service (`.`, RFC 6186
  /// section 3.4).
  static Optional<ServiceRecord> of(String text) {
    Matcher fields = RECORD.matcher(text.strip());
    if (!fields.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(fields.group(3));
    String target = fields.group(4).toLowerCase(Locale.ROOT);
    return port < 1 || port > 65_535 || target.equals(".")
        ? Optional.empty()
        : Optional.of(
            new ServiceRecord(
                Integer.parseInt(fields.group(1)),
                Integer.parseInt(fields.group(2)),
                port,
                target));
  }
}
