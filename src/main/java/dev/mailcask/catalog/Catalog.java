package dev.mailcask.catalog;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.JournalEvent.Restored;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// What the journals say, ready to be asked. Thread-safe: one writer at a time, any number of
/// readers.
///
/// Where a time is asked for, null means now. Times are those of the journal's segments: a message
/// is in a folder at `t` if it was placed at or before `t` and not gone at `t`, in the generation
/// current at `t`.
public interface Catalog extends AutoCloseable {

  /// Applies the segments of the account's journal that are not in the catalog yet, each in one
  /// transaction with its position. What cannot be read is left out and told by [#damage()] from
  /// then on; a folder whose name is lost that way gets one made up, an account whose settings are
  /// lost is among the removed ones.
  void catchUp(Archive archive, AccountId account);

  /// Applies all journals.
  void catchUp(Archive archive, Progress progress);

  /// Empties the catalog and builds it again from the journals, and takes those for what they are:
  /// what an earlier catalog had read in them is forgotten. The change log starts anew with another
  /// [#generation()].
  void rebuild(Archive archive, Progress progress);

  /// Builds it again likewise where it disagrees with the journals, and keeps in mind what an
  /// earlier catalog had read in them.
  void renew(Archive archive, Progress progress);

  /// Holds the catalog against the journals: builds another one beside it from the first segment on
  /// and compares all that they say. Backups go on meanwhile.
  void check(Archive archive, Progress progress, Consumer<Difference> found);

  /// How far each journal was read, with what the last segment was.
  List<Head> heads();

  /// What is wrong with the journals that this catalog was made from, as long as it is.
  List<JournalDamage> damage();

  /// Identifies this life of the change log: a number seen under another generation means nothing.
  String generation();

  /// How far the catalog has come, at one moment.
  ///
  /// @param generation as [#generation()]
  /// @param lastChange as [#lastChange()]
  /// @param messages how many there are
  record Standing(String generation, long lastChange, long messages) {}

  /// What every search asks first, in one look.
  Standing standing();

  // accounts and runs

  /// All accounts that ever were, by name.
  List<Account> accounts();

  /// One account, or empty if it never was.
  Optional<Account> account(AccountId account);

  /// The newest runs of an account, newest first.
  List<Run> runs(AccountId account, int limit);

  /// What the runs of an account fetched that finished after a time, in the order of their ends;
  /// those that fetched nothing are not among them.
  List<Fetched> fetchedAfter(AccountId account, Instant time);

  /// The newest alarm of a kind that was raised for an account, whether the owner has seen it or
  /// not.
  Optional<RaisedAlarm> lastAlarm(AccountId account, String kind);

  /// The alarms of an account that the owner has not seen yet, oldest first.
  List<RaisedAlarm> alarms(AccountId account);

  /// How many messages left the account's server since its last finished run, by the folders that
  /// they left: those that were in a folder then and are in none of the account's folders now.
  Map<Integer, Long> departed(AccountId account);

  /// What was put back into a folder, from any account's archive, in the order of the restores.
  List<Restored> restored(AccountId toAccount, String toFolder);

  // folders

  /// The folders of an account as of a time, by path; those gone by then are among them, and
  /// marked, if they held messages when they were last seen.
  List<FolderAt> folders(AccountId account, @Nullable Instant at);

  /// The messages of a folder as of a time, newest INTERNALDATE first.
  List<MessageAt> messages(
      AccountId account, String path, @Nullable Instant at, long offset, int limit);

  /// Streams all messages of a folder as of a time, in the order of their UIDs. For a folder gone
  /// at that time: as it was when it was last seen.
  void eachMessage(
      AccountId account, String path, @Nullable Instant at, Consumer<MessageAt> reader);

  // what sync needs to know

  /// The folders of an account as last seen, gone ones included, by number.
  List<KnownFolder> knownFolders(AccountId account);

  /// The UIDs and flags archived and not gone in a generation of a folder, in ascending order.
  SortedMap<Long, List<String>> knownMessages(AccountId account, int folder, long uidValidity);

  /// How many messages are archived and not gone in a generation of a folder.
  long held(AccountId account, int folder, long uidValidity);

  /// Reads the UIDs archived and not gone in a generation of a folder, in ascending order.
  void eachKnown(AccountId account, int folder, long uidValidity, LongConsumer reader);

  /// Reads all messages of the account that are archived and not gone, in no promised order.
  void eachHeld(AccountId account, HeldReader reader);

  /// What an earlier run could not fetch and no run since could.
  List<FailedMessage> failed(AccountId account);

  /// The folders of an account that were read as a whole, by number. Empty as long as a segment of
  /// the account's journal cannot be read: what the archive holds is less then than it was.
  Map<Integer, ListedFolder> listed(AccountId account);

  /// The messages that the account's server calls so ([dev.mailcask.archive.JournalEvent.Placed]).
  /// Nothing if the server was ever seen to call two different messages by one name.
  Map<String, NamedMessage> named(AccountId account, Collection<String> objectIds);

  // messages

  /// The message and where it was seen, or empty.
  Optional<Message> message(ContentId id);

  /// The messages of these identities and where they were seen, in the order of the identities;
  /// those that are not there are left out.
  ///
  /// @param ids 1000 at most
  List<Message> messages(List<ContentId> ids);

  /// The identities that begin with the hexadecimal digits, two at the most: one is an answer, two
  /// are a doubt.
  List<ContentId> byPrefix(String hexPrefix);

  /// Messages whose entry changed after the number, in the order of their latest change, one entry
  /// a message.
  List<Change> changesAfter(long number, int limit);

  /// The number of the newest change, 0 where there is none.
  long lastChange();

  /// Identities in ascending order with the numbers of their latest changes.
  ///
  /// @param after the last one seen, null to begin
  List<Numbered> ids(@Nullable ContentId after, int limit);

  /// Where a server still has the message, as far as the last backups saw.
  List<OnServer> onServer(ContentId id);

  /// How many messages there are.
  Counts counts();

  @Override
  void close();

  /// A table that does not say what the journals say.
  ///
  /// @param missing rows that are missing or other than they should be
  /// @param surplus rows that no journal tells of
  /// @param messages the messages that the first thousand of them are about
  record Difference(String table, long missing, long surplus, List<ContentId> messages) {
    public Difference {
      messages = List.copyOf(messages);
    }
  }

  /// What a run fetched.
  ///
  /// @param at when it finished
  /// @param bytes of message bodies
  record Fetched(Instant at, long bytes) {}

  /// Takes messages of a generation of a folder.
  @FunctionalInterface
  interface HeldReader {
    void held(int folder, long uidValidity, long uid, ContentId id);
  }

  /// The last segment of a journal.
  ///
  /// @param hash the SHA-256 of its file, in hexadecimal
  /// @param at when it was committed
  record Head(AccountId account, long segment, String hash, Instant at) {}

  /// @param change the number of its latest change
  record Numbered(ContentId id, long change) {}

  /// @param folder its name as the server sent it
  record OnServer(
      AccountId account, String folder, String path, long uidValidity, long uid, long size) {}

  /// @param messages distinct messages
  /// @param bytes their raw bytes
  /// @param placements messages in folders, now
  record Counts(long messages, long bytes, long placements) {}
}
