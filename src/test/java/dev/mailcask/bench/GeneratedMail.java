package dev.mailcask.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;

/// Mail that is made up, the same each time, over twenty years.
///
/// @param messages how many there are
/// @param words of the language it is in
record GeneratedMail(long messages, int words) {

  private static final Instant FIRST = Instant.parse("2005-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2025-01-01T00:00:00Z");

  /// People who write.
  static final int PEOPLE = 3_000;

  /// When a message was received.
  Instant date(long number) {
    long seconds = LAST.getEpochSecond() - FIRST.getEpochSecond();
    return FIRST.plusSeconds(seconds / messages * number);
  }

  /// A message.
  ///
  /// @param number from 1
  byte[] message(long number) {
    SplittableRandom random = new SplittableRandom(number);
    StringBuilder text = new StringBuilder(2_000);
    int person = random.nextInt(PEOPLE);
    text.append("From: Person ").append(person).append(" <person").append(person);
    text.append("@example.org>\r\nTo: owner@example.org\r\nSubject: ").append(words(random, 5));
    text.append("\r\nDate: ");
    text.append(DateTimeFormatter.RFC_1123_DATE_TIME.format(date(number).atOffset(ZoneOffset.UTC)));
    text.append("\r\nMessage-ID: <").append(number).append("@example.org>\r\n\r\n");
    for (int lines = 1 + random.nextInt(30); lines > 0; lines--) {
      text.append(words(random, 10)).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /// Words as frequent as those of a language: few are common, most are rare.
  private String words(SplittableRandom random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(word((int) Math.pow(words, random.nextDouble())));
    }
    return text.toString();
  }

  /// The word that is the so many-th in frequency.
  ///
  /// @param rank from 1
  static String word(int rank) {
    return Integer.toString(rank * 7919, 36);
  }
}
