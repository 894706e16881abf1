package dev.mailcask.testing;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.FolderState;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxConnector;
import dev.mailcask.mailbox.MailboxLogin;
import dev.mailcask.mailbox.MailboxSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An account in memory, and the connections to it. Delimiter `/`, paths and raw names are the
/// same. Faults are switched on by the test and stay until switched off, but for the lost
/// connections, which are counted. Thread-safe; a connection is not.
public final class FakeMailbox implements MailboxConnector {

  /// A message as it lies on the server.
  @SuppressWarnings("ArrayRecordComponent") // compared piece by piece in tests
  public record Mail(byte[] bytes, String internalDate, List<String> flags) {
    public Mail {
      flags = List.copyOf(flags);
    }
  }

  /// A folder as it lies on the server.
  final class Folder {
    long uidValidity;
    long uidNext = 1;
    final TreeMap<Long, Mail> mails = new TreeMap<>();
    final Set<String> attributes = new HashSet<>();
    final String mailboxId = "F" + nextMailboxId++;
    long modSeq = 1;
    boolean quiet;
    final Map<Long, Long> changed = new HashMap<>();

    Folder(long uidValidity) {
      this.uidValidity = uidValidity;
    }

    void put(long uid, Mail mail) {
      mails.put(uid, mail);
      changed(uid);
    }

    void changed(long uid) {
      if (!quiet) {
        changed.put(uid, ++modSeq);
      }
    }
  }

  record Uid(String path, long uid) {}

  final Map<String, Folder> folders = new TreeMap<>();
  private long nextUidValidity = 1000;
  private int nextMailboxId = 1;
  boolean names;
  private final Map<String, String> nicknames = new HashMap<>();
  volatile int cuts;
  int open;
  private int mostOpen;
  private int connects;
  private final List<String> operations = new ArrayList<>();
  final Map<String, Integer> bodies = new HashMap<>();

  private @Nullable Failure login;
  private int unreachable;
  private int connectionLimit = 2;
  boolean modSeqs;
  boolean listFails;
  final Set<String> refused = new HashSet<>();
  final Set<String> deadly = new HashSet<>();
  final Set<Uid> poison = new HashSet<>();
  final Map<Uid, String> unfetchable = new HashMap<>();
  final Set<Uid> hidden = new HashSet<>();
  final Set<Uid> mute = new HashSet<>();
  final Set<Uid> skipped = new HashSet<>();
  int mostErrors = Integer.MAX_VALUE;
  boolean oneReader;
  final Map<String, Object> readers = new HashMap<>();
  int bodiesUntilLoss = -1;
  int lossesToCome;
  int lossEvery;
  int appendsUntilLoss = -1;
  boolean lossAfterDelivery;
  Set<String> keptFlags = Set.of();
  boolean appendUid = true;
  boolean honestSizes = true;
  UnaryOperator<byte[]> onAppend = bytes -> bytes;
  UnaryOperator<String> onAppendDate = date -> date;
  final List<byte[]> rejected = new ArrayList<>();
  long quota = Long.MAX_VALUE;
  private Consumer<String> hook = operation -> {};

  /// An account with an empty INBOX.
  public FakeMailbox() {
    folders.put("INBOX", new Folder(nextUidValidity++));
  }

  // the server's side

  /// Makes a folder.
  public synchronized FakeMailbox folder(String path, String... attributes) {
    folders
        .computeIfAbsent(path, p -> new Folder(nextUidValidity++))
        .attributes
        .addAll(Arrays.asList(attributes));
    return this;
  }

  /// Puts a message into a folder, which is made if need be.
  public synchronized long add(String path, byte[] bytes, String internalDate, String... flags) {
    folder(path);
    Folder folder = get(path);
    long uid = folder.uidNext++;
    folder.put(uid, new Mail(bytes, internalDate, List.of(flags)));
    notifyAll();
    return uid;
  }

  /// Removes a message.
  public synchronized void remove(String path, long uid) {
    get(path).mails.remove(uid);
    get(path).changed(uid);
  }

  /// Changes the flags of a message.
  public synchronized void flag(String path, long uid, String... flags) {
    Mail mail = mail(path, uid);
    get(path).put(uid, new Mail(mail.bytes, mail.internalDate, List.of(flags)));
  }

  /// Removes a folder with all that is in it.
  public synchronized void deleteFolder(String path) {
    folders.remove(path);
  }

  /// Renames a folder; UIDs and UIDVALIDITY stay.
  public synchronized void renameFolder(String path, String to) {
    folders.put(to, get(path));
    folders.remove(path);
  }

  /// Gives the folder another UIDVALIDITY, and its messages new UIDs from 1 on.
  public synchronized void renumber(String path) {
    Folder folder = get(path);
    List<Mail> mails = new ArrayList<>(folder.mails.values());
    folder.mails.clear();
    folder.uidValidity = nextUidValidity++;
    folder.uidNext = 1;
    mails.forEach(mail -> folder.put(folder.uidNext++, mail));
  }

  /// Gives the folder a UIDVALIDITY; 0 says that UIDs do not last.
  public synchronized void uidValidity(String path, long uidValidity) {
    get(path).uidValidity = uidValidity;
  }

  public synchronized long uidValidity(String path) {
    return get(path).uidValidity;
  }

  /// Lets the UIDs of a folder go on from here.
  public synchronized void uidNext(String path, long uid) {
    get(path).uidNext = uid;
  }

  /// Whether the server keeps mod-sequences (RFC 7162); it does not at first.
  public synchronized void keepModSeqs(boolean keeps) {
    modSeqs = keeps;
  }

  /// Whether the server names folders and messages (OBJECTID, RFC 8474); it does not at first.
  public synchronized void nameObjects(boolean does) {
    names = does;
  }

  /// Gives a message a name that it should not have.
  public synchronized void callIt(byte[] bytes, String name) {
    nicknames.put(hash(bytes), name);
  }

  /// What the server calls a message, if it names them.
  public static String nameOf(byte[] bytes) {
    return "EMAILID M" + hash(bytes).substring(0, 32);
  }

  private static String hash(byte[] bytes) {
    return ContentId.of(bytes).toString();
  }

  String objectId(Mail mail) {
    return names ? nicknames.getOrDefault(hash(mail.bytes), nameOf(mail.bytes)) : "";
  }

  /// Whether changes in the folder leave its mod-sequences as they are, which no server should.
  public synchronized void keepQuiet(String path, boolean quiet) {
    get(path).quiet = quiet;
  }

  /// Sets the folder's highest mod-sequence.
  public synchronized void modSeq(String path, long modSeq) {
    get(path).modSeq = modSeq;
  }

  public synchronized Set<String> paths() {
    return Set.copyOf(folders.keySet());
  }

  public synchronized SortedMap<Long, Mail> mails(String path) {
    return new TreeMap<>(get(path).mails);
  }

  // what the client did

  /// How often bodies were handed over, for all messages.
  public synchronized int bodiesFetched() {
    return bodies.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// How often the body of a message was handed over.
  public synchronized int bodiesFetched(String path, long uid) {
    return bodies.getOrDefault(path + " " + uid, 0);
  }

  /// Forgets what was counted.
  public synchronized void forget() {
    bodies.clear();
    operations.clear();
    connects = 0;
    mostOpen = open;
  }

  public synchronized int connects() {
    return connects;
  }

  public synchronized int openConnections() {
    return open;
  }

  public synchronized int mostOpenConnections() {
    return mostOpen;
  }

  /// What was asked of the server, as `examine INBOX`.
  public synchronized List<String> operations() {
    return List.copyOf(operations);
  }

  // faults

  /// Every login fails so; null mends it.
  public synchronized void failLogin(@Nullable Failure failure) {
    login = failure;
  }

  /// The next connections cannot be made.
  public synchronized void unreachable(int times) {
    unreachable = times;
  }

  /// More connections than this are refused.
  public synchronized void limitConnections(int most) {
    connectionLimit = most;
  }

  /// LIST fails, as it does when its answer is empty.
  public synchronized void failList(boolean fails) {
    listFails = fails;
  }

  /// The folder cannot be opened.
  public synchronized void refuse(String path) {
    refused.add(path);
  }

  /// Opening the folder costs the connection.
  public synchronized void deadly(String path) {
    deadly.add(path);
  }

  /// Fetching the message costs the connection, every time.
  public synchronized void poison(String path, long uid) {
    poison.add(new Uid(path, uid));
  }

  /// The message cannot be fetched.
  public synchronized void unfetchable(String path, long uid, String reason) {
    unfetchable.put(new Uid(path, uid), reason);
  }

  /// The listing of UIDs leaves the message out, although it counts.
  public synchronized void hide(String path, long uid) {
    hidden.add(new Uid(path, uid));
  }

  /// The message is listed, and never answered for.
  public synchronized void mute(String path, long uid) {
    mute.add(new Uid(path, uid));
  }

  /// The body of the message does not come, and nothing says so.
  public synchronized void skip(String path, long uid) {
    skipped.add(new Uid(path, uid));
  }

  /// A connection on which so many messages were refused is closed, as by Exchange after ten.
  public synchronized void hangUpAfterErrors(int count) {
    mostErrors = count;
  }

  /// A folder that one connection has open cannot be opened by another.
  public synchronized void oneReaderOnly() {
    oneReader = true;
  }

  /// All folders and messages are well again.
  public synchronized void heal() {
    refused.clear();
    deadly.clear();
    poison.clear();
    unfetchable.clear();
    hidden.clear();
    mute.clear();
    skipped.clear();
  }

  /// The connection is lost after so many bodies, so many times.
  public synchronized void loseAfterBodies(int count, int times) {
    bodiesUntilLoss = count;
    lossEvery = count;
    lossesToCome = times;
  }

  /// The connection is lost once after so many appends, after or before the last one arrived.
  public synchronized void loseAfterAppends(int count, boolean arrives) {
    appendsUntilLoss = count;
    lossAfterDelivery = arrives;
  }

  /// Only these flags are kept, in all folders; none means all.
  public synchronized void keepFlags(String... flags) {
    keptFlags = Set.of(flags);
  }

  /// APPEND does not tell the UID.
  public synchronized void tellNoUids() {
    appendUid = false;
  }

  /// RFC822.SIZE is a bit too large.
  public synchronized void lieAboutSizes() {
    honestSizes = false;
  }

  /// What is appended becomes something else.
  public synchronized void alterOnAppend(UnaryOperator<byte[]> change) {
    onAppend = change;
  }

  /// The INTERNALDATE of what is appended becomes something else.
  public synchronized void alterDateOnAppend(UnaryOperator<String> change) {
    onAppendDate = change;
  }

  /// This message is not taken.
  public synchronized void reject(byte[] message) {
    rejected.add(message);
  }

  /// Only so many more messages are taken before the account is full.
  public synchronized void quota(long messages) {
    quota = messages;
  }

  /// All connections that are open are lost now.
  public synchronized void loseConnections() {
    cuts++;
    notifyAll();
  }

  /// Called with every operation before it is done; may throw.
  public synchronized void before(Consumer<String> called) {
    hook = called;
  }

  // the client's side

  @Override
  public Mailbox connect(MailboxSettings settings, MailboxLogin proof, CommandPace pace) {
    return connect();
  }

  /// A connection.
  public Mailbox connect() {
    operation("connect");
    synchronized (this) {
      if (login != null) {
        throw login;
      }
      if (unreachable > 0) {
        unreachable--;
        throw lost("it does not answer");
      }
      if (open >= connectionLimit) {
        throw new Failure.Refused("the server", "too many connections", "close others", null);
      }
      connects++;
      open++;
      mostOpen = Math.max(mostOpen, open);
    }
    return new FakeConnection(this);
  }

  void operation(String what) {
    Consumer<String> called;
    synchronized (this) {
      operations.add(what);
      called = hook;
    }
    called.accept(what);
  }

  static Failure lost(String problem) {
    return new Failure.Unreachable("the server", problem, "try again later", null);
  }

  Folder get(String path) {
    Folder folder = folders.get(path);
    if (folder == null) {
      throw new Failure.Refused("folder " + path, "there is no such folder", "look again", null);
    }
    return folder;
  }

  private Mail mail(String path, long uid) {
    Mail mail = get(path).mails.get(uid);
    if (mail == null) {
      throw new IllegalStateException("no message " + uid + " in " + path);
    }
    return mail;
  }

  FolderState state(Folder folder) {
    return new FolderState(
        folder.uidValidity,
        folder.uidNext,
        folder.mails.size(),
        modSeqs ? folder.modSeq : 0,
        keptFlags.isEmpty() ? Set.of("\\*") : keptFlags);
  }
}
