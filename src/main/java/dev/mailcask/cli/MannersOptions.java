package dev.mailcask.cli;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.AccountSettings.Limits;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What an account's server is asked for, and how often; options of several commands.
final class MannersOptions {

  private static final String DEFAULT = "default";
  private static final String NONE = "none";
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?) ?([kmgt]i?b|b)");

  @Option(
      names = "--bytes-per-day",
      paramLabel = "SIZE",
      description =
          "Fetch at most so much within 24 hours, such as '2 GB'. 'default' leaves it to the"
              + " configuration, else to what the provider is known to allow; so with the next two.")
  @Nullable String bytesPerDay;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Back up with so many connections at a time: 1 or 2.")
  @Nullable String connections;

  @Option(
      names = "--commands-per-minute",
      paramLabel = "N",
      description = "Send at most so many commands a minute.")
  @Nullable String commandsPerMinute;

  @Option(
      names = "--watch",
      paramLabel = "FOLDER",
      description =
          "Wait for new mail in this folder, three at the most; 'none' for no folder, 'default' for"
              + " those of the configuration.")
  @Nullable List<String> watch;

  boolean given() {
    return bytesPerDay != null || connections != null || commandsPerMinute != null || watch != null;
  }

  /// The limits before, with what the options say.
  Limits limits(Limits before) {
    return new Limits(
        connections == null ? before.connections() : number("--connections", connections),
        bytesPerDay == null ? before.bytesPerDay() : size(bytesPerDay),
        commandsPerMinute == null
            ? before.commandsPerMinute()
            : number("--commands-per-minute", commandsPerMinute));
  }

  /// The watched folders before, or what the options say.
  @Nullable List<String> watch(@Nullable List<String> before) {
    if (watch == null) {
      return before;
    }
    if (watch.equals(List.of(DEFAULT))) {
      return null;
    }
    if (watch.equals(List.of(NONE))) {
      return List.of();
    }
    if (watch.contains(NONE) || watch.contains(DEFAULT)) {
      throw Session.wrong(
          "--watch",
          "'none' and 'default' stand for themselves, not beside folders",
          "name folders, or one of the two");
    }
    return watch.stream().distinct().toList();
  }

  /// The settings with what the options say.
  AccountSettings in(AccountSettings s) {
    return new AccountSettings(
        s.kind(),
        s.host(),
        s.port(),
        s.security(),
        s.user(),
        s.schedule(),
        s.include(),
        s.exclude(),
        s.oauth(),
        limits(s.limitsOrNone()),
        watch(s.watch()));
  }

  private static int number(String option, String text) {
    if (text.equals(DEFAULT)) {
      return 0;
    }
    if (!text.matches("[1-9]\\d{0,5}")) {
      throw Session.wrong(
          option + " " + text,
          "it is no whole number from 1 to 999999",
          "give a whole number, or 'default'");
    }
    return Integer.parseInt(text);
  }

  private static long size(String text) {
    if (text.equals(DEFAULT)) {
      return 0;
    }
    Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw Session.wrong(
          "--bytes-per-day " + text,
          "it cannot be read",
          "give it with its unit, as in '2 GB' or '500 MB', or 'default'");
    }
    String unit = matcher.group(2);
    BigDecimal factor =
        BigDecimal.valueOf(unit.contains("i") ? 1024 : 1000).pow("bkmgt".indexOf(unit.charAt(0)));
    long bytes = new BigDecimal(matcher.group(1)).multiply(factor).longValue();
    if (bytes == 0) {
      throw Session.wrong(
          "--bytes-per-day " + text, "with none no mail would come", "allow 1 MB or more");
    }
    return bytes;
  }
}
