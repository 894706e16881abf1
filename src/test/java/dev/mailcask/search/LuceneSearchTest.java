package dev.mailcask.search;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.index.IndexSettings;
import dev.mailcask.index.LuceneIndexer;
import dev.mailcask.search.Search.Answer;
import dev.mailcask.search.Search.Excerpt;
import dev.mailcask.search.Search.Request;
import dev.mailcask.search.Search.Sort;
import dev.mailcask.testing.ArchivedMail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneSearchTest {

  @TempDir Path dir;
  private ArchivedMail mail;
  private LuceneIndexer indexer;
  private LuceneSearch search;
  private final Map<ContentId, String> names = new HashMap<>();

  @BeforeEach
  void fill() {
    mail = new ArchivedMail(dir);
    indexer = indexer();
    search = search();
    place(
        "lunch",
        "work",
        "Inbox",
        """
        Date: Tue, 5 Mar 2024 10:00:00 +0000
        From: "Anna Müller" <anna.mueller@mail.example.com>
        To: Bert Straße <bert@example.org>
        Cc: cem@example.net
        Subject: Lunch on Friday
        Message-ID: <lunch-1@mail.example.com>

        Shall we have lunch at the harbour? The big ships come in at noon.
        """);
    place(
        "invoice",
        "work",
        "Projects/Kunde Groß/2023",
        """
        Date: Fri, 1 Dec 2023 10:00:00 +0000
        From: billing@shop.example.com
        To: anna.mueller@mail.example.com
        Subject: =?utf-8?q?Rechnung_f=C3=BCr_B=C3=BCcher?=
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain; charset=utf-8

        Vielen Dank für Ihre Bestellung im Großhandel.
        --b
        Content-Type: application/pdf; name="Rechnung 4711.pdf"
        Content-Disposition: attachment

        JVBERi0=
        --b--
        """);
    place(
        "ships",
        "home",
        "INBOX",
        """
        Date: Sun, 10 Mar 2024 10:00:00 +0000
        From: Dora <dora@example.com>
        Bcc: secret@example.org
        To: list@lists.example.org
        Subject: Re: ships

        No big deal. Ships are /dev/md0_raid1 for you.
        """);
    indexer.catchUp(Progress.NONE);
  }

  @AfterEach
  void close() {
    search.close();
    indexer.close();
    mail.close();
  }

  @Test
  void findsWhatIsAskedForNewestFirst() {
    assertThat(found("")).containsExactly("ships", "lunch", "invoice");
    assertThat(found("ships")).containsExactly("ships", "lunch");
    assertThat(found("ships lunch")).containsExactly("lunch");
    assertThat(found("lunch OR rechnung")).containsExactly("lunch", "invoice");
    assertThat(found("ships -lunch")).containsExactly("ships");
    assertThat(found("-ships")).containsExactly("invoice");
    assertThat(found("-(lunch OR invoice)")).containsExactly("ships", "invoice");
    assertThat(found("nothing")).isEmpty();
  }

  @Test
  void findsPhrasesAndBeginnings() {
    assertThat(found("\"big ships\"")).containsExactly("lunch");
    assertThat(found("\"ships big\"")).isEmpty();
    assertThat(found("\"big sh*\"")).containsExactly("lunch");
    assertThat(found("harb*")).containsExactly("lunch");
    assertThat(found("md0_raid1")).containsExactly("ships");
    assertThat(found("/dev/md0*")).containsExactly("ships");
  }

  @Test
  void findsAddressesByTheirParts() {
    assertThat(found("from:anna")).containsExactly("lunch");
    assertThat(found("from:a")).containsExactly("lunch");
    assertThat(found("from:d")).containsExactly("ships");
    assertThat(found("from:\"d\"")).isEmpty();
    assertThat(found("from:mueller@mail.example.com")).containsExactly("lunch");
    assertThat(found("from:example.com")).containsExactly("ships", "lunch", "invoice");
    assertThat(found("from:shop.example.com")).containsExactly("invoice");
    assertThat(found("from:@example.com")).hasSize(3);
    assertThat(found("from:bil*")).containsExactly("invoice");
    assertThat(found("from:anna.mue")).containsExactly("lunch");
    assertThat(found("from:mueller@mail.exam")).containsExactly("lunch");
    assertThat(found("from:\"mueller@mail.exam\"")).isEmpty();
    assertThat(found("to:anna")).containsExactly("invoice");
    assertThat(found("to:bert to:cem")).containsExactly("lunch");
    assertThat(found("cc:cem")).containsExactly("lunch");
    assertThat(found("bcc:secret")).containsExactly("ships");
    assertThat(found("bert@example.org")).containsExactly("lunch");
    assertThat(found("id:lunch-1@mail.example.com")).containsExactly("lunch");
  }

  @Test
  void umlautsAndCaseDoNotMatter() {
    assertThat(found("müller")).containsExactly("lunch", "invoice");
    assertThat(found("MULLER")).containsExactly("lunch", "invoice");
    assertThat(found("\"müller\"")).containsExactly("lunch");
    assertThat(found("strasse")).containsExactly("lunch");
    assertThat(found("GROSSHANDEL")).containsExactly("invoice");
    assertThat(found("subject:bücher")).containsExactly("invoice");
    assertThat(found("subject:BÜCHER")).containsExactly("invoice");
    assertThat(found("subject:bu\u0308cher")).containsExactly("invoice");
  }

  @Test
  void findsAttachments() {
    assertThat(found("has:attachment")).containsExactly("invoice");
    assertThat(found("4711")).containsExactly("invoice");
    assertThat(found("filename:rechnung.pdf")).isEmpty();
    assertThat(found("filename:4711.pdf")).containsExactly("invoice");
    assertThat(found("filename:rechnung-47")).containsExactly("invoice");
    assertThat(found("filename:.pdf")).containsExactly("invoice");
    assertThat(excerpt("4711").attachments()).containsExactly("Rechnung 4711.pdf");
  }

  @Test
  void findsByTime() {
    assertThat(found("after:2024")).containsExactly("ships", "lunch");
    assertThat(found("before:2024")).containsExactly("invoice");
    assertThat(found("after:2024-03-05 before:2024-03-06")).containsExactly("lunch");
    assertThat(found("date:2024-03-10")).containsExactly("ships");
    assertThat(found("date:2023")).containsExactly("invoice");
  }

  @Test
  void findsByPlaceAndKeepsWhatIsGone() {
    assertThat(found("in:inbox")).containsExactly("ships", "lunch");
    assertThat(found("in:inbox account:home")).containsExactly("ships");
    assertThat(found("in:projects")).containsExactly("invoice");
    assertThat(found("in:\"kunde gross\"")).containsExactly("invoice");
    assertThat(found("in:Projects/Kunde*")).containsExactly("invoice");
    assertThat(found("in:2023/projects")).isEmpty();

    mail.gone("home", "INBOX", id("ships"));
    mail.folderGone("work", "Projects/Kunde Groß/2023");
    indexer.catchUp(Progress.NONE);
    assertThat(found("is:gone")).containsExactly("ships", "invoice");
    assertThat(found("is:current")).containsExactly("lunch");
    assertThat(found("in:inbox")).containsExactly("ships", "lunch");
    assertThat(found("in:projects rechnung")).containsExactly("invoice");
  }

  @Test
  void whatWasMovedIsNotGone() {
    place("lunch", "work", "Zeta", mail.archive.read(id("lunch")).orElseThrow().toByteArray());
    mail.gone("work", "Inbox", id("lunch"));
    mail.gone("home", "INBOX", id("ships"));
    indexer.catchUp(Progress.NONE);
    assertThat(found("is:gone")).containsExactly("ships");
    assertThat(found("is:gone OR is:flagged")).containsExactly("ships");
    assertThat(found("is:gone is:unread")).containsExactly("ships");
    assertThat(found("is:gone is:gone")).containsExactly("ships");
    assertThat(found("is:gone (is:unread OR is:flagged)")).containsExactly("ships");
    assertThat(found("is:gone in:inbox")).containsExactly("ships", "lunch");
    assertThat(found("is:gone is:unread in:inbox")).containsExactly("ships", "lunch");
    assertThat(found("(is:gone OR is:read) account:work")).containsExactly("lunch");
  }

  @Test
  void flagsCountWhereTheMessageStillIs() {
    byte[] lunch = mail.archive.read(id("lunch")).orElseThrow().toByteArray();
    place("lunch", "work", "Zeta", lunch);
    mail.gone("work", "Inbox", id("lunch"));
    mail.flags("work", "Zeta", id("lunch"), List.of("\\Seen"));
    indexer.catchUp(Progress.NONE);
    assertThat(found("is:unread lunch")).isEmpty();
    assertThat(found("is:unread in:inbox lunch")).isEmpty();
    assertThat(found("is:read lunch")).containsExactly("lunch");
    assertThat(found("in:inbox lunch")).containsExactly("lunch");
    mail.gone("work", "Zeta", id("lunch"));
    indexer.catchUp(Progress.NONE);
    assertThat(found("is:unread lunch")).containsExactly("lunch");
    assertThat(found("is:read lunch")).containsExactly("lunch");
  }

  @Test
  void noPhraseReachesFromOneFolderIntoAnother() {
    place("lunch", "work", "Zeta", mail.archive.read(id("lunch")).orElseThrow().toByteArray());
    indexer.catchUp(Progress.NONE);
    assertThat(found("in:zeta")).containsExactly("lunch");
    assertThat(found("in:\"inbox zeta\"")).isEmpty();
    assertThat(search.find(new Request("in:zeta", 0, 10, Sort.DATE)).hits().getFirst().message())
        .satisfies(message -> assertThat(message.places()).hasSize(2));
  }

  @Test
  void showsWhereItWasFound() {
    Excerpt excerpt = excerpt("ships noon");
    assertThat(excerpt.snippet()).contains("The big ships come in at noon.");
    assertThat(marked(excerpt)).containsExactly("ships", "noon");
    assertThat(marked(excerpt("\"big deal\""))).containsExactly("big deal");
    assertThat(marked(excerpt("body:SH*"))).containsExactly("Ships");
    assertThat(excerpt("from:anna").snippet()).startsWith("Shall we have lunch");
    assertThat(excerpt("from:anna").marks()).isEmpty();
    assertThat(marked(excerpt("großhandel"))).containsExactly("Großhandel");
    assertThat(search.marks("ships OR noon", "No ships")).containsExactly(3, 8);
  }

  @Test
  void aMessageThatCannotBeReadIsFoundWithoutItsText() {
    mail.archive.damage(id("lunch"));
    assertThat(excerpt("lunch").snippet()).isEmpty();
    assertThat(found("lunch")).containsExactly("lunch");
  }

  @Test
  void givesPagesAndTotals() {
    Answer page = search.find(new Request("", 1, 1, Sort.DATE));
    assertThat(page.total()).isEqualTo(3);
    assertThat(page.exact()).isTrue();
    assertThat(page.hits()).extracting(hit -> names.get(hit.id())).containsExactly("lunch");
    assertThat(search.find(new Request("", 5, 10, Sort.DATE)).hits()).isEmpty();
    assertThat(search.find(new Request("", 0, 0, Sort.DATE)).total()).isEqualTo(3);
    assertThat(page.coverage().indexed()).isEqualTo(3);
    assertThat(page.coverage().archived()).isEqualTo(3);
    assertThatThrownBy(() -> search.find(new Request("", 0, 1001, Sort.DATE)))
        .isInstanceOf(Failure.Misconfigured.class);
  }

  @Test
  void theBestFirstWhereAskedFor() {
    Answer answer = search.find(new Request("lunch OR ships", 0, 10, Sort.RELEVANCE));
    assertThat(answer.hits()).extracting(hit -> names.get(hit.id())).hasSize(2);
    assertThat(search.find(new Request("bücher OR deal", 0, 10, Sort.RELEVANCE)).hits())
        .extracting(hit -> names.get(hit.id()))
        .as("in the subject rather than in the text")
        .containsExactly("invoice", "ships");
  }

  @Test
  void whatOneWroteComesBeforeWhatOneQuoted() {
    String quoting = "Date: Mon, 1 Apr 2024 00:00:00 +0000\nSubject: x\n\nYes.\n\n> quinces\n";
    place("quoted", "home", "INBOX", quoting);
    for (int i = 1; i < 10; i++) {
      place("other" + i, "home", "INBOX", quoting.replace("quinces", "plums " + i));
      place(
          "own" + i,
          "home",
          "INBOX",
          "Date: Mon, %d Jan 2024 00:00:00 +0000\nSubject: y\n\nquinces and %s\n"
              .formatted(i, "more ".repeat(20 * i)));
    }
    indexer.catchUp(Progress.NONE);
    assertThat(search.find(new Request("quinces", 0, 20, Sort.RELEVANCE)).hits())
        .extracting(hit -> names.get(hit.id()))
        .hasSize(10)
        .last()
        .isEqualTo("quoted");
  }

  @Test
  void noMatchOfABeginningIsLostAndTooManyAreRefused() {
    String head = "Date: Mon, 1 Apr 2024 00:00:00 +0000\nSubject: x\n\n";
    String many = IntStream.range(0, 2000).mapToObj("qa%05d "::formatted).collect(joining());
    place("many", "home", "INBOX", head + many);
    place("wanted", "home", "INBOX", head + "turn to qz\n");
    indexer.catchUp(Progress.NONE);
    assertThat(found("\"to q*\"")).containsExactly("wanted");

    String more = IntStream.range(0, 17_000).mapToObj("qb%05d "::formatted).collect(joining());
    place("more", "home", "INBOX", head + more);
    indexer.catchUp(Progress.NONE);
    assertThatThrownBy(() -> found("\"to q*\""))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("too many words begin with 'q'");
    assertThat(found("\"to qz*\"")).containsExactly("wanted");
  }

  @Test
  void seesWhatIsIndexedMeanwhile() {
    place("new", "home", "INBOX", "Date: Mon, 1 Apr 2024 00:00:00 +0000\nSubject: fresh\n\ninside");
    assertThat(answer("").coverage().archived()).isEqualTo(4);
    assertThat(found("fresh")).as("by its subject").containsExactly("new");
    assertThat(found("inside")).isEmpty();
    indexer.catchUp(Progress.NONE);
    assertThat(found("inside")).containsExactly("new");
  }

  @Test
  void answersTheSameFromAnIndexBuiltAnew() throws IOException {
    List<String> queries =
        List.of("", "ships", "from:example.com", "has:attachment", "in:inbox", "\"big ships\"");
    List<List<String>> before = queries.stream().map(this::found).toList();
    indexer.close();
    search.close();
    deleteIndex();
    indexer = indexer();
    search = search();
    assertThat(found("body:ships")).isEmpty();
    assertThat(answer("").coverage().archived()).isEqualTo(3);

    indexer.catchUp(Progress.NONE);
    assertThat(queries.stream().map(this::found).toList()).isEqualTo(before);
    mail.rebuildCatalog();
    indexer.rebuild(Progress.NONE);
    assertThat(queries.stream().map(this::found).toList()).isEqualTo(before);
  }

  @Test
  void aQueryThatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> found("form:anna"))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("did you mean 'from:'");
  }

  @Test
  void tellsOfFoldersAccountsAndLabelsThatThereAreNot() {
    assertThat(notes("in:inbox in:\"kunde gross\" account:WORK label:projects")).isEmpty();
    assertThat(notes("in:inbax"))
        .containsExactly(
            new QueryProblem(3, 5, "no folder is named 'inbax'", "did you mean 'INBOX'?", "INBOX"));
    assertThat(notes("ships OR in:proj"))
        .as("what goes on like this")
        .containsExactly(
            new QueryProblem(
                12,
                4,
                "no folder is named 'proj'",
                "did you mean 'Projects/Kunde Groß/2023'?",
                "\"Projects/Kunde Groß/2023\""));
    assertThat(notes("in:proj*")).isEmpty();
    assertThat(notes("in:\"Projects Kunde Gros\"")).hasSize(1);
    assertThat(notes("-account:wrok lunch (in:!nowhere!)"))
        .extracting(QueryProblem::problem, QueryProblem::hint, QueryProblem::suggestion)
        .containsExactly(
            tuple("no account is named 'wrok'", "did you mean 'work'?", "work"),
            tuple("no folder is named '!nowhere!'", "write a word of its path", null));
    assertThat(notes("account:nobody"))
        .extracting(QueryProblem::hint)
        .containsExactly("write one of home, work");
    assertThat(answer("account:nobody OR lunch").hits()).hasSize(1);
    assertThat(notes("size:5M in:inbax")).extracting(QueryProblem::at).containsExactly(0, 11);
    assertThat(notes("in:nowhere ".repeat(20))).hasSize(Search.NOTES);
  }

  @Test
  void aKeywordOfAMessageIsALabel() {
    assertThat(notes("label:urgent"))
        .extracting(QueryProblem::problem, QueryProblem::hint)
        .containsExactly(tuple("no label is named 'urgent'", "write one that mail has"));
    mail.flags("work", "Inbox", id("lunch"), List.of("Urgent", "\\Seen"));
    indexer.catchUp(Progress.NONE);
    assertThat(found("label:urgent")).containsExactly("lunch");
    assertThat(notes("label:urgent")).isEmpty();
    assertThat(notes("label:urgnet"))
        .extracting(QueryProblem::suggestion)
        .containsExactly("urgent");
  }

  private List<QueryProblem> notes(String query) {
    return answer(query).notes();
  }

  private void place(String name, String account, String folder, String message) {
    names.put(mail.place(account, folder, message), name);
  }

  private void place(String name, String account, String folder, byte[] message) {
    names.put(mail.place(account, folder, message), name);
  }

  private ContentId id(String name) {
    return names.entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private LuceneIndexer indexer() {
    return new LuceneIndexer(
        dir.resolve("index"), mail.archive, mail.catalog, IndexSettings.DEFAULT);
  }

  private LuceneSearch search() {
    return new LuceneSearch(
        dir.resolve("index"), mail.archive, mail.catalog, ZoneOffset.UTC, () -> ArchivedMail.START);
  }

  private Answer answer(String query) {
    return search.find(new Request(query, 0, 50, Sort.DATE));
  }

  private List<String> found(String query) {
    return answer(query).hits().stream().map(hit -> names.getOrDefault(hit.id(), "?")).toList();
  }

  private Excerpt excerpt(String query) {
    return search.excerpts(query, List.of(answer(query).hits().getFirst().id())).getFirst();
  }

  private static List<String> marked(Excerpt it) {
    return IntStream.range(0, it.marks().size() / 2)
        .mapToObj(i -> it.snippet().substring(it.marks().get(2 * i), it.marks().get(2 * i + 1)))
        .toList();
  }

  private void deleteIndex() throws IOException {
    try (Stream<Path> files = Files.walk(dir.resolve("index"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
