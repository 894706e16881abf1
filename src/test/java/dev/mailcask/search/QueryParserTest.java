package dev.mailcask.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.index.AttachmentKind;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParserTest {

  /// A Monday.
  static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  /// A query, its tree, and what is said of it.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "``;*;all messages",
        "*;*;all messages",
        "Invoice;invoice;messages containing “Invoice”",
        "\"Invoice\";\"invoice\";messages containing “Invoice”",
        "two words;(two words);messages containing “two” and “words”",
        "\"Two  words\";\"two words\";messages containing “Two words”",
        "„München“;\"munchen\";messages containing “München”",
        "\"not closed;\"not closed\";messages containing “not closed”",
        "inv*;inv*;messages containing “inv…”",
        "\"annual rep*\";\"annual rep*\";messages containing “annual rep…”",
        "-a;-a;messages not containing “a”",
        "NOT a;-a;messages not containing “a”",
        "a NICHT b;(a -b);messages containing “a”, not containing “b”",
        "a - b;(a b);messages containing “a” and “b”",
        "--a;a;messages containing “a”",
        "----- Original Message -----;(original message);messages containing “Original” and “Message”",
        "NOT -a;a;messages containing “a”",
        "-from:a b;(-from:a* b);messages not from “a…”, containing “b”",
        "-\"a b\";-\"a b\";messages not containing “a b”",
        "-(a b);-(a b);messages not (containing “a” and “b”)",
        "a OR b c;((a OR b) c);messages (either containing “a” or containing “b”), containing “c”",
        "a ODER b UND c;((a OR b) c);messages (either containing “a” or containing “b”), containing “c”",
        "a OR (b c);(a OR (b c));messages either containing “a” or (containing “b” and “c”)",
        "a | b | -c;(a OR b OR -c);messages either containing “a” or containing “b” or not containing “c”",
        "a AND b;(a b);messages containing “a” and “b”",
        "a (b (c d));(a b c d);messages containing “a” and “b” and “c” and “d”",
        "{a b};(a OR b);messages either containing “a” or containing “b”",
        "{a b} c;((a OR b) c);messages (either containing “a” or containing “b”), containing “c”",
        "{a OR b (c d)};(a OR b OR (c d));messages either containing “a” or containing “b” or (containing “c” and “d”)",
        "or not and;(or not and);messages containing “or” and “not” and “and”",
        "Müller & Söhne;(muller sohne);messages containing “Müller” and “Söhne”",
        "Re: offer;(re offer);messages containing “Re:” and “offer”",
        "form: filled in;(form filled in);messages containing “form:” and “filled” and “in”",
        "https://example.com/a;\"https example com a\";messages containing “https://example.com/a”",
        "10:30;\"10 30\";messages containing “10:30”",
        "in:anywhere -;*;all messages",
        "(* AND);*;all messages",
        "a AROUND 5 b;(a AROUND 5 b);messages containing “a” within 5 words of “b”",
        "a AROUND(5) \"b c\" d;((a AROUND 5 \"b c\") d);messages containing “a” within 5 words of “b c”, containing “d”",
        "a AROUND b;(a AROUND 10 b);messages containing “a” within 10 words of “b”",
        "subject:(a AROUND 1 b);(subject:a AROUND 1 subject:b);messages with “a” next to “b” in the subject",
      })
  void understandsWords(String query, String tree, String words) {
    understands(query, tree, words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "from:Anna;from:anna*;messages from “Anna…”",
        "from:\"Anna\";from:\"anna\";messages from “Anna”",
        "FROM:a;from:a*;messages from “a…”",
        "from:\"a\";from:\"a\";messages from “a”",
        "von:anna an:bert;(from:anna* to:bert*);messages from “anna…”, to “bert…”",
        "from: anna;from:anna*;messages from “anna…”",
        "from:anna.b@example.com;from:\"anna b example com*\";messages from “anna.b@example.com…”",
        "from:@example;from:example*;messages from “@example…”",
        "cc:ab kopie:cd;(cc:ab* cc:cd*);messages with a copy to “ab…”, with a copy to “cd…”",
        "bcc:ab;bcc:ab*;messages with a blind copy to “ab…”",
        "subject:\"a b\";subject:\"a b\";messages with “a b” in the subject",
        "betreff:rechnung;subject:rechnung;messages with “rechnung” in the subject",
        "body:a filename:b.pdf;(body:a filename:\"b pdf*\");messages with “a” in the text, with “b.pdf…” in the name of an attachment",
        "dateiname:.pdf;filename:pdf*;messages with “.pdf…” in the name of an attachment",
        "list:linux-raid;list:\"linux raid*\";messages of the mailing list “linux-raid…”",
        "from:(anna OR bert);(from:anna* OR from:bert*);messages either from “anna…” or from “bert…”",
        "from:{anna bert};(from:anna* OR from:bert*);messages either from “anna…” or from “bert…”",
        "rfc822msgid:<m1@example.com>;rfc822msgid:\"m1@example.com\";messages with the Message-ID “m1@example.com”",
        "id:m1@x;rfc822msgid:\"m1@x\";messages with the Message-ID “m1@x”",
        "thread:4F2A90C1;thread:4f2a90c1;messages in the conversation of message 4f2a90c1",
        "has:attachment;has:attachment;messages with attachments",
        "hat:anhang;has:attachment;messages with attachments",
        "hat:Anhänge;has:attachment;messages with attachments",
        "has:link is:encrypted;(has:link is:encrypted);messages with links, encrypted",
        "has:pdf typ:bild;(type:pdf type:image);messages with a PDF attached, with an image attached",
        "type:Word type:excel;(type:document type:spreadsheet);messages with a document attached, with a spreadsheet attached",
        "type:docx type:.jpg;(filename:\"docx\" filename:\"jpg\");messages with “docx” in the name of an attachment, with “.jpg” in the name of an attachment",
        "type:pages type:DWG;(filename:\"pages\" filename:\"dwg\");messages with “pages” in the name of an attachment, with “DWG” in the name of an attachment",
        "lang:de sprache:Französisch;(lang:de lang:fr);messages written in German, written in French",
        "larger:5m smaller:1G;(larger:5M smaller:1G);messages of at least 5MB, smaller than 1GB",
        "größer:1,5MB groesser:2k kleiner:1000;(larger:1536K larger:2K smaller:1000);messages of at least 1536KB, of at least 2KB, smaller than 1000B",
      })
  void understandsOperators(String query, String tree, String words) {
    understands(query, tree, words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "in:Work/2024;in:\"work 2024\";messages in folder “Work/2024”",
        "in:anywhere x;x;messages containing “x”",
        "in:Work*;in:\"work*\";messages in folder “Work…”",
        "account:Work;account:work;messages in account “Work”",
        "is:gone;is:gone;messages gone from the server",
        "ist:ungelesen;is:unread;messages unread",
        "is:starred is:answered;(is:flagged is:replied);messages flagged and replied to",
        "konto:work a ordner:inbox ist:gelesen;((account:work in:\"inbox\" is:read) a);messages in account “work” and in folder “inbox” and read, containing “a”",
        "account:work (in:a OR in:b);(account:work (in:\"a\" OR in:\"b\"));messages in account “work” and (in folder “a” or in folder “b”)",
        "in:{a b};(in:\"a\" OR in:\"b\");messages (in folder “a” or in folder “b”)",
        "in:a OR (in:b is:read);(in:\"a\" OR (in:\"b\" is:read));messages (in folder “a” or (in folder “b” and read))",
        "in:a OR b;(in:\"a\" OR b);messages either in folder “a” or containing “b”",
        "in:a -in:b;(in:\"a\" -in:\"b\");messages in folder “a”, not in folder “b”",
        "label:Urgent;label:\"urgent\";messages labelled “Urgent”",
      })
  void understandsPlaces(String query, String tree, String words) {
    understands(query, tree, words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "after:2024 before:2025-02;(after:2024-01-01 before:2025-02-01);messages received from 1 January 2024 on, received before 1 February 2025",
        "date:2024-3-5;on:2024-03-05;messages received on 5 March 2024",
        "on:2024/3/5;on:2024-03-05;messages received on 5 March 2024",
        "am:5.3.2024;on:2024-03-05;messages received on 5 March 2024",
        "on:13/3/2024;on:2024-03-13;messages received on 13 March 2024",
        "on:3/13/2024;on:2024-03-13;messages received on 13 March 2024",
        "on:2024-03;on:2024-03;messages received in March 2024",
        "on:3.2024;on:2024-03;messages received in March 2024",
        "on:march-2024;on:2024-03;messages received in March 2024",
        "on:\"5. März 2024\";on:2024-03-05;messages received on 5 March 2024",
        "after:october;after:2026-10-01;messages received from 1 October 2026 on",
        "after:dez;after:2025-12-01;messages received from 1 December 2025 on",
        "on:2024;on:2024;messages received in 2024",
        "on:today;on:2026-11-23;messages received on 23 November 2026",
        "vor:gestern;before:2026-11-22;messages received before 22 November 2026",
        "nach:2024;after:2024-01-01;messages received from 1 January 2024 on",
        "older_than:7d;before:2026-11-16;messages received before 16 November 2026",
        "newer_than:2w;after:2026-11-09;messages received from 9 November 2026 on",
        "älter_als:3m;before:2026-08-23;messages received before 23 August 2026",
        "aelter_als:1j;before:2025-11-23;messages received before 23 November 2025",
        "neuer_als:1y;after:2025-11-23;messages received from 23 November 2025 on",
        "older_than:99999y;before:0001-01-01;messages received before 1 January 0001",
      })
  void understandsDates(String query, String tree, String words) {
    understands(query, tree, words);
  }

  private static void understands(String query, String tree, String words) {
    Understood understood = QueryParser.read(query, TODAY);
    Expression expression = understood.expression();

    assertThat(expression).hasToString(tree);
    assertThat(Description.of(understood)).isEqualTo(words);
    assertThat(understood.notes()).isEmpty();
    assertThat(QueryParser.parse(tree, TODAY)).as("its own text").isEqualTo(expression);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "size:5M;\"size 5m\";0;5;did you mean 'larger:' or 'smaller:'?;larger:",
        "a -year:2024;(a -\"year 2024\");3;5;did you mean 'on:'?;on:",
        "Größe:5M;\"grosse 5m\";0;6;did you mean 'larger:' or 'smaller:'?;larger:",
        "(Jahr:2024);\"jahr 2024\";1;5;did you mean 'on:'?;on:",
        "foo:bar;\"foo bar\";0;4;put it in quotes if that is right;",
        "foo:\"bar baz\";(foo \"bar baz\");0;4;put it in quotes if that is right;",
        "sender:(anna bert);(sender anna bert);0;7;did you mean 'from:'?;from:",
      })
  void tellsOfOperatorsThatThereAreNot(
      String query, String tree, int at, int length, String hint, String suggestion) {
    Understood understood = QueryParser.read(query, TODAY);
    String name = query.substring(at, at + length);

    assertThat(understood.expression()).hasToString(tree);
    assertThat(understood.notes())
        .containsExactly(
            new QueryProblem(
                at,
                length,
                "there is no operator '" + name + "', it is looked for as words",
                hint,
                suggestion));
  }

  @Test
  void whatOthersCallOtherwiseIsNoSlip() {
    for (String name : UnknownOperator.ELSEWHERE.keySet()) {
      assertThat(Operator.NAMES.get(name)).as(name).isNull();
      assertThat(QueryParser.read(name + ":x", TODAY).notes())
          .as(name)
          .singleElement()
          .satisfies(note -> assertThat(note.suggestion()).isNotNull());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Re:offer",
        "fwd:offer",
        "invoice: march",
        "https://example.com",
        "mailto:a@example.com",
        "std::vector",
        "\"size:5M\"",
        "10:30",
        "md0:raid",
        "C:temp",
        "(size:)"
      })
  void wordsWithColonsThatLookLikeNoOperatorAreNotTold(String query) {
    assertThat(QueryParser.read(query, TODAY).notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "form:anna;0;5;there is no 'form:';did you mean 'from:'? To search for the words, put them in quotes;from:",
        "form:\"anna b\";0;5;there is no 'form:';did you mean 'from:'? To search for the words, put them in quotes;from:",
        "a subjct:b;2;7;there is no 'subjct:';did you mean 'subject:'? To search for the words, put them in quotes;subject:",
        "older-thn:7d;0;10;there is no 'older-thn:';did you mean 'older_than:'? To search for the words, put them in quotes;older_than:",
        "has:atachment;4;9;there is no 'has:atachment';did you mean 'attachment'?;attachment",
        "is:unred;3;5;there is no 'is:unred';did you mean 'unread'?;unread",
        "ist:ungelsen;4;8;there is no 'is:ungelsen';did you mean 'ungelesen'?;ungelesen",
        "type:dokumnt;5;7;there is no kind of file 'dokumnt';did you mean 'dokument'? To look for it in the names of files, write filename:dokumnt;dokument",
        "type:pfd;5;3;there is no kind of file 'pfd';did you mean 'pdf'? To look for it in the names of files, write filename:pfd;pdf",
        "type:Rechnung;5;8;there is no kind of file 'Rechnung';to look for it in the names of files, write filename:Rechnung;",
        "type:offer;5;5;there is no kind of file 'offer';to look for it in the names of files, write filename:offer;",
        "a type:.q;7;2;there is no kind of file '.q';to look for it in the names of files, write filename:.q;",
        "lang:xx;5;2;there is no 'lang:xx';use one of de, en, fr, es, it, pt, nl, sv, no, da, fi, is, pl, cs, sk, hu, ro, hr, sl, et, lv, lt, tr, id, vi, ca, el, ru, uk, bg, sr, ar, fa, he, hi, zh, ja, ko, th;",
        "AND;0;3;'AND' has no word to look for;write one, or * for all messages;",
        "-;0;1;'-' has no word to look for;write one, or * for all messages;",
        "\";0;1;'\"' has no word to look for;write one, or * for all messages;",
        "\"\" () !;0;7;'\"\" () !' has no word to look for;write one, or * for all messages;",
        "................................................;0;48;that has no word to look for;write one, or * for all messages;",
        "lang:germn;5;5;there is no 'lang:germn';did you mean 'German'?;German",
        "is:purplish;3;8;there is no 'is:purplish';use one of encrypted, signed, defective, unread, read, flagged, replied, forwarded, draft, current, gone;",
        "from:;0;5;nothing follows 'from:';write a value behind the colon;",
        "from:!;5;1;'from:' needs a letter or digit;write a value behind the colon;",
        "in:!;3;1;'in:' needs a letter or digit;write a value behind the colon;",
        "before:someday;7;7;'someday' is not a date;write a year, a month or a day: 2024, 2024-03 or 2024-03-05;",
        "after:2024-13;6;7;'2024-13' is not a date;write a year, a month or a day: 2024, 2024-03 or 2024-03-05;",
        "on:3/5/2024;3;8;'3/5/2024' can be two days;did you mean '2024-05-03'? Or '2024-03-05'?;2024-05-03",
        "older_than:7;11;1;'7' has no unit;did you mean '7d'?;7d",
        "older_than:7x;11;2;'7x' is not a time;write days, weeks, months or years: 7d, 2w, 3m or 1y;",
        "larger:big;7;3;'big' is not a size;write bytes, or 500K, 5M, 1G;",
        "account:a/b;8;3;no account has such a name;use letters, digits, '.', '_' and '-', at most 64, starting with a letter or digit;",
        "thread:xyz;7;3;'xyz' is not the identity of a message;write its first 8 digits at least, as they are shown with the message;",
        "(a b;0;1;the '(' is never closed;add a ')';",
        "{a b;0;1;the '{' is never closed;add a '}';",
        "(a};0;1;the '(' is never closed;add a ')';",
        "a) b;1;1;a ')' has no '(' before it;remove it, or add the '(';",
        "OR a;0;2;nothing stands before OR;write what may be found instead;",
        "a OR;2;2;nothing follows OR;write what may be found instead;",
        "OR OR -;0;2;nothing stands before OR;write what may be found instead;",
        "a NOT;2;3;nothing follows NOT;write what must not be found;",
        "-();0;1;nothing is left to be found;write what must not be found;",
        "a AROUND;2;6;nothing follows AROUND;write the word that is near;",
        "from:ab AROUND 3 b;8;6;AROUND does not stand between two words or phrases;write it like: meeting AROUND 5 friday;",
        "w*rd;1;1;a '*' stands only at the end of a word;move it to the end, or leave it out;",
      })
  void refusesWithThePlaceAndASuggestion(
      String query, int at, int length, String problem, String hint, String suggestion) {
    assertThatThrownBy(() -> QueryParser.parse(query, TODAY))
        .isInstanceOfSatisfying(
            NotUnderstood.class,
            failure ->
                assertThat(failure.what())
                    .isEqualTo(new QueryProblem(at, length, problem, hint, suggestion)));
  }

  @Test
  void aSuggestionPutInItsPlaceIsUnderstood() {
    String query = "invoice form:anna";
    assertThatThrownBy(() -> QueryParser.parse(query, TODAY))
        .isInstanceOfSatisfying(
            NotUnderstood.class,
            failure -> {
              QueryProblem what = failure.what();
              String mended =
                  query.substring(0, what.at())
                      + what.suggestion()
                      + query.substring(what.at() + what.length());
              assertThat(QueryParser.parse(mended, TODAY)).hasToString("(invoice from:anna*)");
              assertThat(failure.subject()).isEqualTo("search query, character 9");
            });
  }

  @Test
  void refusesWhatIsTooLongOrTooDeep() {
    assertRefused("a".repeat(4001));
    assertRefused("(".repeat(100_000));
    assertRefused("(".repeat(2000));
    assertRefused("{".repeat(2000) + "}".repeat(2000));
    assertRefused("-(".repeat(1000) + "a" + ")".repeat(1000));
    assertRefused("NOT ".repeat(900) + "a");
    assertRefused("a ".repeat(2000));
  }

  private static void assertRefused(String query) {
    assertThatThrownBy(() -> QueryParser.parse(query, TODAY))
        .isInstanceOf(Failure.Misconfigured.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uD83D",
        "a\u0000b",
        "\uDC00:\uD83D",
        "\u202E",
        "'",
        "::::",
        "from:\uD83D x",
        "%"
      })
  void oddCharactersAreWordsOrRefused(String query) {
    try {
      assertThat(QueryParser.parse(query, TODAY)).isNotNull();
    } catch (NotUnderstood e) {
      assertThat(e.what().at()).isBetween(0, query.length());
    }
  }

  @ParameterizedTest
  @EnumSource(AttachmentKind.class)
  void everyKindOfAttachmentCanBeAskedFor(AttachmentKind kind) {
    assertThat(QueryParser.parse("type:" + kind.term(), TODAY))
        .isEqualTo(new Expression.Attached(kind))
        .hasToString("type:" + kind.term());
  }
}
