package dev.mailcask.web;

import dev.mailcask.access.FileAccess;
import dev.mailcask.access.SavedSearchFile;
import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.JournalEvent.AccountSet;
import dev.mailcask.archive.JournalEvent.Alarm;
import dev.mailcask.archive.JournalEvent.Evidence;
import dev.mailcask.archive.JournalEvent.FetchFailed;
import dev.mailcask.archive.JournalEvent.FolderCount;
import dev.mailcask.archive.JournalEvent.FolderGone;
import dev.mailcask.archive.JournalEvent.FolderSeen;
import dev.mailcask.archive.JournalEvent.GenerationBegan;
import dev.mailcask.archive.JournalEvent.Gone;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.JournalEvent.RunFinished;
import dev.mailcask.archive.JournalEvent.RunStarted;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Secret;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.index.Indexer.Coverage;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.jobs.UpkeepSettings;
import dev.mailcask.mailbox.providers.Discovery;
import dev.mailcask.message.EnvelopeParser;
import dev.mailcask.oauth.SignIns;
import dev.mailcask.search.Search.Excerpt;
import dev.mailcask.search.Search.InFile;
import dev.mailcask.testing.FakeArchiveJournal;
import dev.mailcask.testing.FakeSearch;
import dev.mailcask.testing.InMemoryArchive;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// A web server with a small archive behind it: the account `work`, backed up twice. Between the
/// runs the folder `Old` and a message of `INBOX` went away; one message could not be fetched.
final class TestAppliance implements AutoCloseable {

  static final String PASSWORD = "correct horse battery";
  static final AccountId WORK = new AccountId("work");
  static final Instant FIRST_RUN = Instant.parse("2026-11-21T02:17:00Z");
  static final Instant SECOND_RUN = Instant.parse("2026-11-22T02:17:00Z");

  /// Copies to nowhere, verifies a twentieth every night.
  static final UpkeepPlan UPKEEP =
      new UpkeepPlan(new UpkeepSettings("0 30 5 * * ?", 5, "", ""), null, "heads.txt");

  static final String REPORT =
      """
      From: =?utf-8?q?J=C3=BCrgen?= <juergen@example.org>
      To: ada@example.org
      Cc: grace@example.org
      Subject: Quarterly report
      Date: Fri, 20 Nov 2026 10:00:00 +0100
      Message-ID: <q3@example.org>
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=outer

      --outer
      Content-Type: multipart/related; boundary=inner

      --inner
      Content-Type: text/html; charset=utf-8

      <p onclick="steal()">See <img src="cid:logo@x" alt="logo"> and
      <img src="https://tracker.example/pixel.gif"> <script>alert(1)</script></p>
      --inner
      Content-Type: image/png
      Content-ID: <logo@x>
      Content-Disposition: inline
      Content-Transfer-Encoding: base64

      iVBORw0KGgo=
      --inner--
      --outer
      Content-Type: text/html
      Content-Disposition: attachment; filename="../../évil\\"name.html"
      Content-Transfer-Encoding: base64

      PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==
      --outer--
      """
          .replace("\n", "\r\n");

  static final String PLAIN =
      "From: ada@example.org\r\nTo: juergen@example.org\r\nSubject: Re\r\n\r\nThank you.\r\n";

  static final String GONE = "From: x@example.org\r\nSubject: gone by now\r\n\r\nBye.\r\n";

  final AtomicReference<Instant> now = new AtomicReference<>(FIRST_RUN);
  final AtomicBoolean ready = new AtomicBoolean(true);
  final SignIns signIns = new SignIns(InstantSource.system(), time -> Thread.sleep(5));
  final FakeAccounts accounts = new FakeAccounts();
  final FakeJobs jobs = new FakeJobs();
  final FakeRestore restore = new FakeRestore();
  final InMemoryArchive archive = new InMemoryArchive(now::get);
  final FakeArchiveJournal own = new FakeArchiveJournal();
  final FileAccess access;
  final Catalog catalog;
  final FakeAttachments attachments = new FakeAttachments();
  final FakeSearch search;
  final WebServer server;
  final ApiDocument document = new ApiDocument();

  final ContentId report = message(REPORT);
  final ContentId plain = message(PLAIN);
  final ContentId gone = message(GONE);

  TestAppliance(Path directory) {
    this(directory, new WebSettings("localhost", 0, List.of("mail.example.org"), false));
  }

  TestAppliance(Path directory, WebSettings settings) {
    access = new FileAccess(directory.resolve("secrets"), now::get);
    catalog = SqliteCatalog.open(directory.resolve("catalog.db"), now::get);
    Coverage coverage = new Coverage(2, 3, 1, 0);
    search = new FakeSearch(catalog, coverage);
    search.found = List.of(report, plain);
    for (ContentId id : search.found) {
      search.excerpts.put(
          id,
          new Excerpt(
              id,
              List.of(0, 9),
              List.of(),
              "the quarterly report",
              List.of(4, 13),
              new InFile("q3.pdf", List.of(0, 2)),
              List.of("q3.pdf")));
    }
    addWork();
    backUpTwice();
    catalog.catchUp(archive, Progress.NONE);
    server =
        new WebServer(
                settings,
                new WebServices(
                    access,
                    new SavedSearchFile(directory.resolve("secrets")),
                    accounts,
                    signIns,
                    new Discovery(),
                    archive,
                    own,
                    catalog,
                    new FakeIndexer(coverage, 4096),
                    search,
                    attachments,
                    restore,
                    jobs,
                    UPKEEP,
                    ZoneId.of("Europe/Berlin"),
                    ready::get),
                Duration.ofMillis(200),
                "/pages")
            .start();
  }

  /// A client that nobody has signed in with.
  ApiClient stranger() {
    return new ApiClient(server.port(), document);
  }

  /// A client of a user who is signed in; the first user is created where there is none.
  ApiClient user() {
    ApiClient client = stranger();
    if (access.needsFirstUser()) {
      access.createFirstUser(access.firstUserToken(), "ada", new Secret(PASSWORD));
    }
    client.signIn("ada", PASSWORD).is(200);
    return client;
  }

  void addWork() {
    AccountSettings settings =
        new AccountSettings(
            "imap", "imap.example.org", 993, "tls", "ada", "0 17 2 * * ?", List.of(), List.of());
    accounts.kept.put(WORK, settings);
    accounts.passwords.put(WORK, new Secret("right"));
    jobs.next.put(new Work.BackupAccount(WORK), Instant.parse("2026-11-24T01:17:00Z"));
  }

  private void backUpTwice() {
    archive.append(WORK, List.of(new AccountSet(accounts.get(WORK).settings())));
    archive.append(WORK, List.of(new RunStarted(1, FIRST_RUN)));
    now.set(FIRST_RUN.plusSeconds(5));
    archive.append(
        WORK,
        List.of(
            new FolderSeen(1, "INBOX", "INBOX", "/", List.of()),
            new GenerationBegan(1, 7),
            placed(1, 1, REPORT),
            placed(1, 2, GONE),
            new FolderSeen(2, "Old", "Old", "/", List.of("\\Archive")),
            new GenerationBegan(2, 8),
            placed(2, 1, PLAIN)));
    now.set(FIRST_RUN.plusSeconds(6));
    archive.append(WORK, List.of(new RunFinished(1, FIRST_RUN.plusSeconds(5), summary(1))));
    now.set(SECOND_RUN);
    archive.append(WORK, List.of(new RunStarted(2, SECOND_RUN)));
    now.set(SECOND_RUN.plusSeconds(3));
    archive.append(
        WORK,
        List.of(
            new Gone(1, 7, List.of(2L)),
            new FolderGone(2),
            new FetchFailed(1, 7, 3, "the server sent no body"),
            new RunFinished(2, SECOND_RUN.plusSeconds(3), summary(2))));
    now.set(Instant.parse("2026-11-23T12:00:00Z"));
  }

  private static RunSummary summary(int run) {
    return run == 1
        ? new RunSummary(
            "complete",
            "",
            2,
            3,
            3,
            0,
            0,
            0,
            0,
            3000,
            List.of(new FolderCount(1, 2, 2, 0), new FolderCount(2, 1, 1, 0)))
        : new RunSummary(
            "partial",
            "one message could not be fetched",
            1,
            3,
            0,
            1,
            1,
            0,
            1,
            0,
            List.of(
                new FolderCount(
                    1, 3, 1, 1, new Evidence("every UID was listed", true, 3, 3, 1, "", null))),
            List.of(new Alarm("dropped", 1, 500, 300, "300 of 500 messages are gone")),
            null);
  }

  private Placed placed(int folder, long uid, String message) {
    return new Placed(
        folder,
        6L + folder,
        uid,
        message(message),
        message.length(),
        "20-Nov-2026 10:00:0" + uid + " +0100",
        List.of("\\Seen", "$Label1"),
        EnvelopeParser.parse(Content.of(message.getBytes(StandardCharsets.UTF_8))));
  }

  private ContentId message(String text) {
    return archive.put(WORK, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.close();
    catalog.close();
  }
}
