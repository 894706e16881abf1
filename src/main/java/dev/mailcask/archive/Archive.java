package dev.mailcask.archive;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// All that was archived. Thread-safe.
///
/// Reading checks: a message that is handed out has the SHA-256 by which it was asked for.
public interface Archive extends AutoCloseable {

  /// Whether its files are encrypted.
  boolean encrypted();

  /// Whether the message is stored durably.
  boolean contains(ContentId id);

  /// Notices packs that were taken away since the archive was opened: from now on it does not
  /// contain what was in them, so that it is stored again when it comes again.
  ///
  /// @return how many were noticed until now; while that number stays, so does what is contained
  /// @throws dev.mailcask.base.Failure.Unreachable if nothing of the archive is there any more
  long takeStock();

  /// The exact bytes of a message, or empty if it is not here.
  ///
  /// @throws dev.mailcask.base.Failure.Corrupt if what is stored is damaged, with the pack and the
  ///     block
  Optional<Content> read(ContentId id);

  /// All accounts that have a journal, in order of their names.
  List<AccountId> accounts();

  /// The journal of an account for reading; empty where the account never was.
  Journal journal(AccountId account);

  /// The one writer of an account's journal, whose packs nobody else writes to.
  ///
  /// @throws dev.mailcask.base.Failure.Locked if another writer of this account is open
  ArchiveWriter writer(AccountId account);

  /// Reads the packs: structure, names, checksums, the SHA-256 of every blob; and puts every
  /// message together that is made of parts. Damage is handed over as soon as it is known whom it
  /// touches, and stops nothing. Neither consumer is called by two threads at once.
  ///
  /// @param sample which share of the blocks is read, with the messages in them, and at least one
  ///     with a message where there is any; what packs say about themselves is always checked
  Checked check(Sample sample, Consumer<Damage> found, Consumer<Checked> progress);

  /// Figures of what is stored.
  Totals totals();

  @Override
  void close();

  /// @param blobs blobs in all packs
  /// @param rawBytes their bytes before compression
  /// @param storedBytes bytes of the files of packs and journals
  record Totals(long blobs, long rawBytes, long storedBytes) {}

  /// What a check has read.
  ///
  /// @param messages messages that were read in full
  /// @param mailBytes their bytes, as they were on the server
  /// @param blobs blobs read
  /// @param rawBytes their bytes before compression
  /// @param storedBytes bytes of the files
  record Checked(long messages, long mailBytes, long blobs, long rawBytes, long storedBytes) {}

  /// A finding.
  ///
  /// @param file the path below `archive/`
  /// @param problem what is wrong, for people
  /// @param blobs the messages and parts of messages that are damaged in this file
  /// @param touched the messages that cannot be read for it, from this file or any other
  record Damage(String file, String problem, List<ContentId> blobs, List<ContentId> touched) {
    public Damage {
      blobs = List.copyOf(blobs);
      touched = List.copyOf(touched);
    }
  }
}
