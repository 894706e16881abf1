package dev.mailcask;

import dev.mailcask.access.Access;
import dev.mailcask.access.FileAccess;
import dev.mailcask.access.SavedSearchFile;
import dev.mailcask.access.SavedSearches;
import dev.mailcask.accounts.Accounts;
import dev.mailcask.accounts.JournaledAccounts;
import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveJournal;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.keys.ArchiveKey;
import dev.mailcask.archive.keys.KeyRing;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.archive.storage.LocalStorage;
import dev.mailcask.archive.storage.ReadOnlyStorage;
import dev.mailcask.base.DataLock;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Sleeper;
import dev.mailcask.base.Spool;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.cli.ControlServer;
import dev.mailcask.cli.Rooms;
import dev.mailcask.config.Configuration;
import dev.mailcask.extract.ReaderLibraries;
import dev.mailcask.extract.ReaderProcesses;
import dev.mailcask.index.AttachmentFollower;
import dev.mailcask.index.AttachmentPass;
import dev.mailcask.index.Attachments;
import dev.mailcask.index.IndexSettings;
import dev.mailcask.index.Indexer;
import dev.mailcask.index.LuceneIndexer;
import dev.mailcask.jobs.JobRooms;
import dev.mailcask.jobs.Jobs;
import dev.mailcask.jobs.QuartzJobs;
import dev.mailcask.jobs.Schedules;
import dev.mailcask.mailbox.MailboxConnector;
import dev.mailcask.mailbox.imap.ImapConnector;
import dev.mailcask.mailbox.pop3.Pop3Connector;
import dev.mailcask.mailbox.providers.Discovery;
import dev.mailcask.oauth.OAuthTokens;
import dev.mailcask.oauth.SignIns;
import dev.mailcask.replica.ArchiveReplica;
import dev.mailcask.replica.ArchiveRestore;
import dev.mailcask.replica.CopyReturn;
import dev.mailcask.replica.Replica;
import dev.mailcask.restore.MailboxRestore;
import dev.mailcask.restore.Restore;
import dev.mailcask.search.LuceneSearch;
import dev.mailcask.search.Search;
import dev.mailcask.secrets.SealedSecretStore;
import dev.mailcask.sync.AccountBackup;
import dev.mailcask.sync.Backup;
import dev.mailcask.verify.HeadLog;
import dev.mailcask.verify.Means;
import dev.mailcask.verify.ReadingVerify;
import dev.mailcask.verify.Verify;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All rooms of one data directory, put together: the only place that says `new` to them.
///
/// A house holds the data's lock and listens on the control socket for the commands of other
/// processes. Its rooms are opened when they are first asked for, so that a command that lists
/// folders never loads Lucene, and closed in the opposite order.
final class House implements Rooms {

  private static final Logger LOG = LoggerFactory.getLogger(House.class);

  /// Bytes of a message that lies in memory while its attachments are read.
  private static final int ATTACHMENTS_IN_MEMORY = 8 << 20;

  private final DataDirectory data;
  private final Configuration configuration;
  private final boolean appliance;
  private final InstantSource clock;
  private final ZoneId zone;
  private final KeyRing.Source keySource;
  private final DataLock lock;
  private final ControlServer control;

  private final Lazy<ArchiveStorage> storage = new Lazy<>(this::openStorage);
  private final Lazy<SealedSecretStore> secrets = new Lazy<>(this::openSecrets);
  private final Lazy<KeyRing> keys = new Lazy<>(() -> new KeyRing(storage.get()));
  private final Lazy<PackedArchive> archive = new Lazy<>(this::openArchive);
  private final Lazy<Catalog> catalog = new Lazy<>(this::openCatalog);
  private final Lazy<Accounts> accounts = new Lazy<>(this::openAccounts);
  private final Lazy<SignIns> signIns = new Lazy<>(this::openSignIns);
  private final Lazy<LuceneIndexer> lucene = new Lazy<>(this::openIndexer);
  private final Lazy<Indexer> indexer = new Lazy<>(lucene::get);
  private final Lazy<Attachments> attachments = new Lazy<>(this::openAttachments);
  private final Lazy<AttachmentFollower> attachmentFollower =
      new Lazy<>(() -> new AttachmentFollower(attachments.get(), this::busy));
  private final Lazy<LuceneSearch> search = new Lazy<>(this::openSearch);
  private final Lazy<Backup> backup = new Lazy<>(this::openBackup);
  private final Lazy<Restore> restore = new Lazy<>(this::openRestore);
  private final Lazy<Verify> verify = new Lazy<>(this::openVerify);
  private final Lazy<HeadLog> heads = new Lazy<>(this::openHeads);
  private final Lazy<Replica> replica = new Lazy<>(this::openReplica);
  private final Lazy<Jobs> jobs = new Lazy<>(this::openJobs);
  private final Lazy<Access> access = new Lazy<>(this::openAccess);
  private final Lazy<SavedSearches> searches = new Lazy<>(this::openSearches);

  private House(
      DataDirectory data,
      Configuration configuration,
      boolean appliance,
      InstantSource clock,
      ZoneId zone,
      KeyRing.Source keySource,
      DataLock lock) {
    this.data = data;
    this.configuration = configuration;
    this.appliance = appliance;
    this.clock = clock;
    this.zone = zone;
    this.keySource = keySource;
    this.lock = lock;
    this.control = ControlServer.start(data.tmp(), new GuestSite(this));
  }

  /// Takes the lock and begins to listen for other processes' commands; opens no room yet.
  ///
  /// @param appliance whether schedules will be carried out
  /// @param keySource asked for the archive's key when the archive is opened
  /// @throws Failure.Locked if another process holds the data
  static House open(
      DataDirectory data,
      Configuration configuration,
      boolean appliance,
      InstantSource clock,
      ZoneId zone,
      KeyRing.Source keySource) {
    if (Replica.isCopy(data.root())) {
      throw new Failure.Refused(
          "data directory " + data.root(),
          "it is a copy of an archive",
          "bring it back into an empty data directory with 'mailcask restore-archive'",
          null);
    }
    DataLock lock = DataLock.acquire(data.root());
    try {
      data.prepare();
      NativeLibraries.unpackInto(data.tmp());
      Logging.toFile(data.logs(), configuration.logLevel());
      return new House(data, configuration, appliance, clock, zone, keySource, lock);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private ArchiveStorage openStorage() {
    return LocalStorage.open(data.archive());
  }

  private SealedSecretStore openSecrets() {
    return new SealedSecretStore(data.secrets());
  }

  private PackedArchive openArchive() {
    if (Files.exists(data.restoring())) {
      throw new Failure.Refused(
          "data directory " + data.root(),
          "bringing its archive back from a copy has not ended",
          "give the command 'mailcask restore-archive' again; it goes on where it stopped",
          null);
    }
    ArchiveKey key = keys().open(keySource).orElse(null);
    return PackedArchive.open(storage.get(), ArchiveSettings.DEFAULT, clock, key);
  }

  /// Opens the catalog and brings it in step with the journals. Where a journal cannot be read to
  /// its end, the catalog still answers with what it has; where the archive does not open, as
  /// without its key, nothing answers.
  private Catalog openCatalog() {
    Archive truth = archive();
    Catalog opened = SqliteCatalog.open(data.catalog(), clock);
    try {
      opened.catchUp(truth, Progress.NONE);
    } catch (Failure.Corrupt | Failure.OutOfSpace e) {
      LOG.warn("the catalog is not up to date: {}", e.getMessage());
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  private Accounts openAccounts() {
    Lazy<MailboxConnector> imap =
        new Lazy<>(() -> new ImapConnector(configuration.imap(data.tmp())));
    Lazy<MailboxConnector> pop3 =
        new Lazy<>(() -> new Pop3Connector(configuration.pop3(data.tmp())));
    return new JournaledAccounts(
        archive(),
        catalog(),
        secrets.get(),
        new LateConnector(imap, pop3),
        new OAuthTokens(clock),
        Schedules::check);
  }

  private SignIns openSignIns() {
    return new SignIns(clock, Sleeper.REAL);
  }

  private LuceneIndexer openIndexer() {
    Logging.quietLucene();
    return new LuceneIndexer(data.index(), archive(), catalog(), IndexSettings.DEFAULT);
  }

  private Attachments openAttachments() {
    ReaderProcesses readers =
        new ReaderProcesses(
            data.tmp(),
            ReaderLibraries.beside(System.getProperty("java.class.path")),
            configuration.extract());
    return new AttachmentPass(
        data.index(),
        lucene.get(),
        archive(),
        catalog(),
        readers,
        new Spool(data.tmp(), ATTACHMENTS_IN_MEMORY),
        clock);
  }

  /// Reads attachments from now on until the house is closed, unless its owner does not want that.
  void followAttachments() {
    if (configuration.extracts()) {
      attachmentFollower.get().start();
    }
  }

  private boolean busy() {
    return jobs.made().map(Jobs::busy).orElse(false);
  }

  private LuceneSearch openSearch() {
    Logging.quietLucene();
    return new LuceneSearch(
        data.index(),
        archive(),
        catalog(),
        zone,
        clock,
        () -> lucene.made().ifPresent(LuceneIndexer::suspect));
  }

  private Backup openBackup() {
    return new AccountBackup(archive(), catalog(), accounts(), configuration.sync(), clock);
  }

  private Restore openRestore() {
    return new MailboxRestore(archive(), catalog(), accounts(), clock);
  }

  /// Slots of another archive must never take the place of the copy's.
  private Replica openReplica() {
    Replica replica = newReplica();
    return (request, progress) -> {
      keys().check();
      return replica.copy(request, progress);
    };
  }

  private Verify openVerify() {
    return new ReadingVerify(
        new Means(
            archive(),
            archive.get().maintenance(),
            catalog(),
            accounts(),
            indexer,
            keys()::check,
            keys()::putBack,
            this::openCopy,
            clock));
  }

  private HeadLog openHeads() {
    return new HeadLog(
        archive(), archive.get().maintenance().journal(), configuration.heads(), clock);
  }

  /// The second copy, for reading.
  private Optional<Means.Copy> openCopy() {
    Path to = configuration.copyTo();
    if (to == null) {
      return Optional.empty();
    }
    if (!Replica.isCopy(to)) {
      throw new Failure.Refused(
          "copy in " + to,
          "there is no copy in this directory: its disk is not mounted, or no copy was begun",
          "mount the disk",
          null);
    }
    Path files = to.resolve("archive");
    ArchiveStorage there =
        new ReadOnlyStorage(LocalStorage.reading(files, "copy in " + to + ", archive"));
    Replica.checkOrigin(storage.get(), there, "copy in " + to);
    PackedArchive copy =
        PackedArchive.reading(
            there, ArchiveSettings.DEFAULT, clock, keys().open(keySource).orElse(null));
    return Optional.of(new OpenCopy(copy, there));
  }

  private record OpenCopy(PackedArchive archive, ArchiveStorage files) implements Means.Copy {
    @Override
    public ArchiveJournal journal() {
      return archive.maintenance().journal();
    }

    @Override
    public void close() {
      archive.close();
    }
  }

  private Replica newReplica() {
    return new ArchiveReplica(
        archive(),
        storage.get(),
        archive.get().maintenance()::journal,
        archive.get().maintenance()::hasAllOf,
        secrets.get(),
        data.root(),
        configuration.copyTo(),
        clock);
  }

  private Jobs openJobs() {
    return new QuartzJobs(
        new JobRooms(
            archive(),
            archive.get().maintenance(),
            catalog(),
            accounts(),
            backup,
            restore,
            verify,
            indexer,
            replica,
            heads),
        configuration.jobs(zone),
        data.logs().resolve("jobs.jsonl"),
        clock);
  }

  private SavedSearches openSearches() {
    return new SavedSearchFile(data.secrets());
  }

  private Access openAccess() {
    return new FileAccess(data.secrets(), clock);
  }

  @Override
  public KeyRing keys() {
    return keys.get();
  }

  @Override
  public Archive archive() {
    return archive.get();
  }

  @Override
  public ArchiveJournal ownJournal() {
    return archive.get().maintenance().journal();
  }

  @Override
  public Catalog catalog() {
    return catalog.get();
  }

  @Override
  public Accounts accounts() {
    return accounts.get();
  }

  @Override
  public SignIns signIns() {
    return signIns.get();
  }

  @Override
  public Discovery discovery() {
    return new Discovery();
  }

  Indexer indexer() {
    return indexer.get();
  }

  @Override
  public Search search() {
    return search.get();
  }

  @Override
  public Restore restore() {
    return restore.get();
  }

  @Override
  public Jobs jobs() {
    return jobs.get();
  }

  @Override
  public ArchiveRestore archiveRestore() {
    if (archive.made().isPresent()) {
      throw new Failure.Refused(
          "data directory " + data.root(),
          "it is in use and not empty",
          "give an empty one with --data DIR",
          null);
    }
    return new CopyReturn(storage.get(), secrets.get(), data.restoring(), data::isFresh, clock);
  }

  Attachments attachments() {
    return attachments.get();
  }

  SavedSearches searches() {
    return searches.get();
  }

  Access access() {
    return access.get();
  }

  @Override
  public long indexBytes() {
    return indexer().bytes();
  }

  @Override
  public boolean appliance() {
    return appliance;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public ZoneId zone() {
    return zone;
  }

  Configuration configuration() {
    return configuration;
  }

  /// Lets the commands of other processes end, then closes the rooms and gives the lock back. The
  /// appliance stops its jobs first; they are remembered as interrupted. A command that was given a
  /// job by another process waits for it instead.
  void close() {
    control.stopListening();
    if (appliance) {
      jobs.made().ifPresent(Jobs::close);
    }
    control.close();
    if (!appliance) {
      jobs.made().ifPresent(Jobs::close);
    }
    signIns.made().ifPresent(SignIns::close);
    search.made().ifPresent(LuceneSearch::close);
    attachmentFollower.made().ifPresent(AttachmentFollower::close);
    attachments.made().ifPresent(Attachments::close);
    lucene.made().ifPresent(Indexer::close);
    catalog.made().ifPresent(Catalog::close);
    archive.made().ifPresent(Archive::close);
    keys.made().ifPresent(KeyRing::close);
    NativeLibraries.noMoreInto(data.tmp());
    lock.close();
  }
}
