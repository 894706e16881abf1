package dev.mailcask.demo;

import dev.mailcask.demo.MailStore.Folder;
import dev.mailcask.demo.SampleText.Person;
import dev.mailcask.demo.SampleText.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// Fills the demo account with the mail of Anna Becker, who builds garden houses: threads with
/// customers and colleagues, invoices, a mailing list, newsletters, family, in English and German,
/// some with attachments, some odd. Always the same messages with the same UIDs, so that a demo
/// that was restarted finds nothing new.
final class SampleMailbox {

  /// How a server writes INTERNALDATE (RFC 3501 section 9, date-time).
  static final DateTimeFormatter INTERNAL_DATE =
      DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss Z", Locale.ENGLISH);

  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final ZonedDateTime FIRST = ZonedDateTime.of(2019, 3, 4, 8, 15, 0, 0, ZONE);
  private static final Duration SPAN = Duration.ofDays(2_780);
  private static final int PROJECT_THREADS = 170;
  private static final int LIST_THREADS = 150;
  private static final int FAMILY_THREADS = 90;

  private final MailStore store;
  private final SplittableRandom random = new SplittableRandom(1896);
  private final List<Draft> drafts = new ArrayList<>();
  private int counter;

  SampleMailbox(MailStore store) {
    this.store = store;
  }

  /// A message that waits for its UID.
  @SuppressWarnings("ArrayRecordComponent") // moved on once, never compared
  private record Draft(String folder, ZonedDateTime date, List<String> flags, byte[] bytes) {}

  /// Makes the folders and puts all messages into them in order of time.
  void fill() {
    folder("Drafts", "\\Drafts");
    folder("Sent", "\\Sent");
    folder("Junk", "\\Junk");
    folder("Trash", "\\Trash");
    folder("Projects", "");
    folder("Projects/Garden houses", "");
    folder("Projects/Website", "");
    folder("Familie", "");
    folder("Rechnungen", "");
    // "Müller & Söhne" in the modified UTF-7 of RFC 3501 section 5.1.3
    folder("Kunden/M&APw-ller &- S&APY-hne", "");
    folder("Lists/timber-frame", "");
    folder("Newsletters", "");
    threads("Projects/Garden houses", SampleText.GARDEN, SampleText.CUSTOMERS, PROJECT_THREADS, 5);
    threads("Projects/Website", SampleText.WEBSITE, SampleText.COLLEAGUES, 40, 6);
    threads("Kunden/M&APw-ller &- S&APY-hne", SampleText.KUNDEN, SampleText.MUELLER, 55, 4);
    threads("Familie", SampleText.FAMILIE, SampleText.FAMILY, FAMILY_THREADS, 4);
    threads("Lists/timber-frame", SampleText.TIMBER, SampleText.LIST_MEMBERS, LIST_THREADS, 7);
    threads("INBOX", SampleText.OFFICE, SampleText.COLLEAGUES, 60, 3);
    invoices();
    newsletters();
    oddities();
    drafts.sort(Comparator.comparing(Draft::date));
    for (Draft draft : drafts) {
      folder(draft.folder(), "")
          .add(draft.bytes(), INTERNAL_DATE.format(draft.date()), draft.flags());
    }
  }

  private Folder folder(String name, String attribute) {
    store.create(name, attribute);
    Folder folder = store.folder(name);
    if (folder == null) {
      throw new IllegalStateException("a folder vanished");
    }
    return folder;
  }

  private ZonedDateTime anyTime() {
    return FIRST
        .plusSeconds(random.nextLong(SPAN.toSeconds()))
        .withHour(7 + random.nextInt(13))
        .withMinute(random.nextInt(60));
  }

  private void threads(
      String folder, List<Topic> topics, List<Person> people, int count, int mean) {
    for (int i = 0; i < count; i++) {
      Topic topic = topics.get(i % topics.size());
      thread(folder, topic, people, 1 + random.nextInt(2 * mean));
    }
  }

  private void thread(String folder, Topic topic, List<Person> people, int length) {
    Person other = people.get(random.nextInt(people.size()));
    boolean list = folder.startsWith("Lists/");
    String subject = topic.subject(random, counter);
    ZonedDateTime date = anyTime();
    List<String> references = new ArrayList<>();
    String quoted = "";
    for (int i = 0; i < length; i++) {
      boolean mine = !list && i % 2 == 1;
      Person from =
          mine ? SampleText.ANNA : list ? people.get(random.nextInt(people.size())) : other;
      String text = topic.letter(random, from, mine ? other : SampleText.ANNA);
      SampleMessage message =
          new SampleMessage(
                  nextId(from), from, list ? SampleText.LIST : mine ? other : SampleText.ANNA, date)
              .subject(i == 0 ? subject : topic.reply() + subject)
              .references(references)
              .text(text + quoted);
      if (list) {
        message.header("List-Id", "Timber framing <timber-frame.lists.example>");
      }
      if (i == 0 && random.nextInt(3) == 0) {
        attach(message, topic, date);
      } else if (random.nextInt(4) == 0) {
        message.html(SampleText.html(text, topic.german()));
      }
      references.add(message.id());
      add(mine ? "Sent" : folder, date, flags(mine), message);
      quoted = SampleText.quote(text, from, date, topic.german());
      date = date.plusMinutes(20 + random.nextInt(3_000));
    }
  }

  private void attach(SampleMessage message, Topic topic, ZonedDateTime date) {
    switch (random.nextInt(4)) {
      case 0 -> {
        String name = topic.german() ? "Angebot.pdf" : "Offer.pdf";
        message.attach(
            name, "application/pdf", SampleFiles.pdf(topic.name() + " " + date.getYear()));
      }
      case 1 ->
          message.attach(
              topic.german() ? "Grundriss Gartenhütte.png" : "floor plan.png",
              "image/png",
              SampleFiles.png(random.nextInt(12)));
      case 2 ->
          message.attach(
              topic.german() ? "Stückliste.csv" : "parts list.csv",
              "text/csv; charset=utf-8",
              SampleFiles.csv(random));
      default ->
          message.attach(
              "meeting.ics",
              "text/calendar; charset=utf-8",
              SampleFiles.calendar(topic.name(), date));
    }
  }

  private void invoices() {
    for (int month = 0; month < 90; month++) {
      ZonedDateTime date = FIRST.plusMonths(month).withDayOfMonth(3).withHour(6);
      for (Person shop : SampleText.SHOPS) {
        int number = 20_000 + month * 17 + shop.name().length();
        String total =
            String.format(Locale.ROOT, "%d,%02d", 12 + random.nextInt(900), random.nextInt(100));
        SampleMessage message =
            new SampleMessage(nextId(shop), shop, SampleText.ANNA, date)
                .subject("Ihre Rechnung Nr. " + number + " vom " + SampleText.day(date))
                .text(SampleText.invoice(shop, number, total))
                .attach(
                    "Rechnung-" + number + ".pdf",
                    "application/pdf",
                    SampleFiles.pdf("Rechnung " + number + "  " + total + " EUR"));
        add("Rechnungen", date, List.of("\\Seen", "Bezahlt"), message);
      }
    }
  }

  private void newsletters() {
    for (int week = 0; week < 390; week++) {
      ZonedDateTime date = FIRST.plusWeeks(week).withHour(9);
      Person sender = SampleText.PUBLISHERS.get(week % SampleText.PUBLISHERS.size());
      String text = SampleText.newsletter(random, week);
      SampleMessage message =
          new SampleMessage(nextId(sender), sender, SampleText.ANNA, date)
              .subject("Wood & Workshop weekly, issue " + (week + 1))
              .header("List-Unsubscribe", "<https://news.example/unsubscribe?reader=anna>")
              .text(text)
              .html(SampleText.newsletterHtml(text, week));
      add("Newsletters", date, random.nextInt(3) == 0 ? List.of("\\Seen") : List.of(), message);
    }
  }

  /// Mail as it should not be, and is.
  private void oddities() {
    List<String> raw = SampleFiles.oddities();
    for (int i = 0; i < raw.size(); i++) {
      ZonedDateTime date = FIRST.plusDays(200L + 310L * i);
      byte[] bytes = raw.get(i).getBytes(StandardCharsets.ISO_8859_1);
      drafts.add(new Draft(i % 3 == 0 ? "Junk" : "INBOX", date, List.of(), bytes));
    }
  }

  private List<String> flags(boolean mine) {
    List<String> flags = new ArrayList<>();
    if (mine || random.nextInt(10) < 9) {
      flags.add("\\Seen");
    }
    if (!mine && random.nextInt(3) == 0) {
      flags.add("\\Answered");
    }
    if (random.nextInt(25) == 0) {
      flags.add("\\Flagged");
    }
    if (random.nextInt(20) == 0) {
      flags.add("$Label" + (1 + random.nextInt(5)));
    }
    return flags;
  }

  private String nextId(Person from) {
    return String.format(Locale.ROOT, "%d.%08x@%s", ++counter, random.nextInt(), from.domain());
  }

  private void add(String folder, ZonedDateTime date, List<String> flags, SampleMessage message) {
    drafts.add(new Draft(folder, date, flags, message.bytes()));
  }
}
