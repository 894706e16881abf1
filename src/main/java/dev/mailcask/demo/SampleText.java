package dev.mailcask.demo;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// The people of the sample mailbox, and what they write about.
final class SampleText {

  static final Person ANNA = new Person("Anna Becker", "anna", "becker.example");
  static final Person LIST = new Person("Timber framing", "timber-frame", "lists.example");
  static final List<Person> CUSTOMERS =
      List.of(
          new Person("Jane Whitfield", "jane.whitfield", "harbour.example"),
          new Person("Oliver Grant", "oliver", "grant-family.example"),
          new Person("Priya Nair", "priya.nair", "lakeview.example"),
          new Person("Tom\u00e1s Herrera", "tomas", "herrera.example"));
  static final List<Person> COLLEAGUES =
      List.of(
          new Person("Mika Lind", "mika", "becker.example"),
          new Person("Sophie Laurent", "sophie", "pixelworks.example"),
          new Person("Ben Okafor", "ben", "becker.example"));
  static final List<Person> MUELLER =
      List.of(
          new Person("J\u00fcrgen M\u00fcller", "juergen", "mueller-soehne.example"),
          new Person("K\u00e4the M\u00fcller", "kaethe", "mueller-soehne.example"));
  static final List<Person> FAMILY =
      List.of(
          new Person("Mama", "gisela", "familie-becker.example"),
          new Person("Lukas Becker", "lukas", "familie-becker.example"),
          new Person("Tante Hildegard", "hildegard", "post.example"));
  static final List<Person> LIST_MEMBERS =
      List.of(
          new Person("Walt Jorgensen", "walt", "joinery.example"),
          new Person("Ingrid S\u00f8rensen", "ingrid", "tre.example"),
          new Person("Hal Dempsey", "hal", "barnraisers.example"),
          new Person("Yuki \u4f50\u85e4", "yuki", "daiku.example"),
          new Person("Marta Kowalska", "marta", "stolarz.example"));
  static final List<Person> SHOPS =
      List.of(
          new Person("Holzhandel Nord", "rechnung", "holzhandel-nord.example"),
          new Person("Stadtwerke", "service", "stadtwerke.example"),
          new Person("Hoster AG", "billing", "hoster.example"));
  static final List<Person> PUBLISHERS =
      List.of(
          new Person("Wood & Workshop", "editor", "news.example"),
          new Person("Wood & Workshop Offers", "offers", "news.example"));

  static final List<Topic> GARDEN =
      List.of(
          new Topic(
              "Garden house",
              false,
              List.of(
                  "The foundation is dry now, so we can start with the frame on Monday.",
                  "Could you move the door to the south side? The apple tree needs the other corner.",
                  "I have attached the drawing with the new roof pitch of 28 degrees.",
                  "The larch boards arrived today and look wonderful.",
                  "We would like a small bench under the window, about 120 cm wide.",
                  "The planning office answered: no permit is needed below 30 cubic metres.")),
          new Topic(
              "Roof and gutter",
              false,
              List.of(
                  "The gutter drips on the terrace when it rains from the west.",
                  "Slate would be heavier, but it lasts a hundred years.",
                  "Please quote both variants, with and without insulation.",
                  "I measured again: 3.42 m along the eaves, 2.96 m along the ridge.",
                  "A chain instead of a downpipe would look lovely.")),
          new Topic(
              "Sauna in the garden",
              false,
              List.of(
                  "The stove needs a chimney of 150 mm and 40 cm distance from all timber.",
                  "Aspen for the benches, please; it stays cool.",
                  "Can the electrician come in week 34?",
                  "We are delighted. The whole family was in there last night!")));
  static final List<Topic> WEBSITE =
      List.of(
          new Topic(
              "Website relaunch",
              false,
              List.of(
                  "The new gallery loads in under a second on my old phone.",
                  "We still need photographs of the workshop, ideally in the morning light.",
                  "The contact form now tells people what went wrong instead of just turning red.",
                  "I suggest two languages from the start.",
                  "Here is the budget for the second phase; the hosting is included.")));
  static final List<Topic> OFFICE =
      List.of(
          new Topic(
              "Tool maintenance",
              false,
              List.of(
                  "The band saw needs a new blade before Thursday.",
                  "I ordered two sets of chisels, the old ones go to the apprentice.",
                  "Who has the key of the timber store?")),
          new Topic(
              "Urlaubsplanung",
              true,
              List.of(
                  "Ich w\u00fcrde gern in den Herbstferien zwei Wochen frei nehmen.",
                  "Im August ist die Werkstatt ohnehin geschlossen.",
                  "Br\u00fcckentage bitte bis Ende des Monats eintragen.")));
  static final List<Topic> KUNDEN =
      List.of(
          new Topic(
              "Angebot Ger\u00e4tehaus",
              true,
              List.of(
                  "vielen Dank f\u00fcr das Angebot, wir haben noch zwei Fragen dazu.",
                  "Die K\u00fcndigungsfrist des alten Mietvertrags endet im M\u00e4rz.",
                  "K\u00f6nnen Sie die T\u00fcren auch in Eiche liefern?",
                  "Die Gr\u00f6\u00dfe passt, nur die Dachrinne m\u00fcsste auf die andere Seite.",
                  "Anbei die Stra\u00dfenf\u00fchrung f\u00fcr den Transport.")),
          new Topic(
              "Baugenehmigung",
              true,
              List.of(
                  "das Bauamt hat den Eingang best\u00e4tigt, Aktenzeichen folgt.",
                  "Bitte schicken Sie uns die Statik noch einmal mit Unterschrift.",
                  "\u00dcbrigens: die Nachbarn haben zugestimmt.")));
  static final List<Topic> FAMILIE =
      List.of(
          new Topic(
              "Sommerfest",
              true,
              List.of(
                  "bringst du wieder den Kartoffelsalat mit?",
                  "Die Kinder freuen sich schon auf das Lagerfeuer.",
                  "Oma kommt mit dem Zug um 14:12 Uhr an, Gleis 3.",
                  "Ich habe die Fotos vom letzten Jahr gefunden, die sind herrlich!")),
          new Topic(
              "Omas Rezepte",
              true,
              List.of(
                  "f\u00fcr den Zwetschgenkuchen nimmt man 1 kg Zwetschgen und 200 g Butter.",
                  "Das Geheimnis ist eine Prise Salz und viel Geduld.",
                  "Kannst du mir das Rezept f\u00fcr die Kn\u00f6del noch einmal schicken?")),
          new Topic(
              "Geburtstag",
              true,
              List.of(
                  "alles Liebe zum Geburtstag! Das P\u00e4ckchen kommt leider erst morgen.",
                  "Wir w\u00fcnschen uns dieses Jahr nur eure Gesellschaft.",
                  "Lukas backt, ich k\u00fcmmere mich um die Gitarre.")));
  static final List<Topic> TIMBER =
      List.of(
          new Topic(
              "Scarf joints",
              false,
              List.of(
                  "A stop-splayed scarf with wedges holds about half of the solid beam in bending.",
                  "In my experience green oak closes the joint by itself within two summers.",
                  "Has anybody tested the Japanese okkake daisen tsugi against it?",
                  "Cut it one eighth proud and pare to the line.")),
          new Topic(
              "Draw boring",
              false,
              List.of(
                  "Offset the peg holes by two millimetres in oak, three in pine.",
                  "Riven pegs follow the grain and do not snap.",
                  "I taper mine with a drawknife, eight sides, then leave them on the stove overnight.")),
          new Topic(
              "Raising day safety",
              false,
              List.of(
                  "Everybody wears a helmet, no exceptions, and one person alone gives commands.",
                  "Rent the crane for the whole day; the second bent always takes longer.",
                  "Check every pike pole the evening before.")));

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("dd.MM.yyyy", Locale.ROOT);

  private SampleText() {}

  record Person(String name, String mailbox, String domain) {
    String address() {
      return mailbox + "@" + domain;
    }

    String firstName() {
      return name.split(" ", -1)[0];
    }
  }

  /// Something to write about.
  record Topic(String name, boolean german, List<String> sentences) {
    String subject(SplittableRandom random, int number) {
      return switch (random.nextInt(4)) {
        case 0 -> name;
        case 1 -> german ? "Frage zu: " + name : "Question about: " + name;
        case 2 -> name + " (" + (german ? "Auftrag " : "order ") + (4_000 + number % 700) + ")";
        default -> german ? "Neues zum Thema " + name : "News on " + name;
      };
    }

    String reply() {
      return german ? "AW: " : "Re: ";
    }

    String letter(SplittableRandom random, Person from, Person to) {
      StringBuilder letter = new StringBuilder();
      letter.append(german ? "Hallo " : "Hello ").append(to.firstName()).append(",\n\n");
      int paragraphs = 1 + random.nextInt(3);
      for (int i = 0; i < paragraphs; i++) {
        letter.append(sentences.get(random.nextInt(sentences.size()))).append('\n');
        letter.append(sentences.get(random.nextInt(sentences.size()))).append("\n\n");
      }
      letter.append(german ? "Viele Gr\u00fc\u00dfe\n" : "Best wishes\n").append(from.firstName());
      return letter.append("\n\n-- \n").append(from.name()).append("\n").toString();
    }
  }

  static String day(ZonedDateTime date) {
    return DAY.format(date);
  }

  static String quote(String text, Person from, ZonedDateTime date, boolean german) {
    String said = german ? " schrieb am " : " wrote on ";
    return "\n" + from.name() + said + day(date) + ":\n> " + text.strip().replace("\n", "\n> ");
  }

  static String html(String text, boolean german) {
    return "<html lang=\""
        + (german ? "de" : "en")
        + "\"><body style=\"font-family: sans-serif\"><p>"
        + escape(text).replace("\n\n", "</p>\n<p>").replace("\n", "<br>\n")
        + "</p></body></html>";
  }

  static String invoice(Person shop, int number, String total) {
    return """
        Sehr geehrte Frau Becker,

        vielen Dank f\u00fcr Ihren Auftrag. Im Anhang finden Sie die Rechnung %d
        \u00fcber %s EUR, zahlbar innerhalb von 14 Tagen ohne Abzug.

        Mit freundlichen Gr\u00fc\u00dfen
        %s
        """
        .formatted(number, total, shop.name());
  }

  static String newsletter(SplittableRandom random, int week) {
    List<Topic> topics = List.of(GARDEN.get(week % 3), TIMBER.get(week % 3), OFFICE.getFirst());
    StringBuilder text = new StringBuilder("This week in the workshop:\n\n");
    for (Topic topic : topics) {
      text.append("* ").append(topic.name()).append("\n  ");
      text.append(topic.sentences().get(random.nextInt(topic.sentences().size()))).append("\n\n");
    }
    return text.append("Read on at https://news.example/issue/")
        .append(week + 1)
        .append('\n')
        .toString();
  }

  static String newsletterHtml(String text, int week) {
    return "<html><head><style>h1 { color: #7a4a1e }</style></head><body>"
        + "<table width=\"600\"><tr><td><h1>Wood &amp; Workshop</h1>"
        + "<img src=\"https://news.example/header.png\" alt=\"Header\"><p>"
        + escape(text).replace("\n\n", "</p>\n<p>").replace("\n", "<br>\n")
        + "</p><p style=\"font-size: 11px\">Issue "
        + (week + 1)
        + ". <a href=\"https://news.example/unsubscribe\">Unsubscribe</a></p></td></tr></table>"
        + "<img src=\"https://news.example/open.gif?reader=anna\" width=\"1\" height=\"1\"></body></html>";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
