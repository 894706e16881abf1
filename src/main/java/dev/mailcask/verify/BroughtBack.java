package dev.mailcask.verify;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent.Repaired;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.DiskFailure;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.Catalog.OnServer;
import dev.mailcask.catalog.Message;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.OpenFolder;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores damaged messages anew: first those that the second copy has, then those that a server
/// still has under the UIDs at which they were seen. Nothing is taken for a message but what has
/// its SHA-256. Each account's messages go through its own writer and are noted in its journal.
final class BroughtBack {

  private static final Logger LOG = LoggerFactory.getLogger(BroughtBack.class);

  /// Bytes stored before they are made durable.
  private static final long COMMIT_BYTES = 64L << 20;

  private static final int ATTEMPTS = 2;

  private final Means means;
  private final Progress progress;

  private final Set<ContentId> ids = new HashSet<>();
  private final Set<ContentId> postponed = new HashSet<>();
  private final Set<String> problems = new LinkedHashSet<>();

  BroughtBack(Means means, Progress progress) {
    this.means = means;
    this.progress = progress;
  }

  /// The messages that are durable again.
  Set<ContentId> ids() {
    return ids;
  }

  long count() {
    return ids.size();
  }

  /// Whether the message may still be had, but not now.
  boolean isPostponed(ContentId id) {
    return postponed.contains(id);
  }

  /// Why messages could not be had, for people.
  Set<String> problems() {
    return problems;
  }

  private void at(String stage, String detail) {
    progress.checkCancelled("verify");
    progress.at(new Progress.Step(stage, detail, ids.size(), -1, 0));
  }

  // the copy

  /// Notes messages that can be read again since their packs came back.
  void withPacks(Collection<ContentId> readable) {
    Map<AccountId, List<ContentId>> homes = homes(readable);
    homes.forEach(
        (account, messages) -> {
          try (Storing storing = new Storing(account, "copy")) {
            messages.forEach(storing::note);
            storing.commit();
          } catch (Failure.Locked e) {
            problems.add(e.subject() + ": " + e.problem()); // they are there, and only not noted
          }
        });
  }

  void fromCopy(Archive copy, Collection<ContentId> wanted) {
    homes(wanted)
        .forEach(
            (account, messages) -> {
              try (Storing storing = new Storing(account, "copy")) {
                for (ContentId id : messages) {
                  at("bringing messages back from the copy", account.name());
                  read(copy, id).ifPresent(content -> storing.store(id, content));
                }
                storing.commit();
              } catch (Failure.Locked e) {
                postpone(messages, e);
              }
            });
  }

  private Map<AccountId, List<ContentId>> homes(Collection<ContentId> wanted) {
    Map<AccountId, List<ContentId>> homes = new TreeMap<>();
    for (ContentId id : wanted) {
      home(id).ifPresent(a -> homes.computeIfAbsent(a, _ -> new ArrayList<>()).add(id));
    }
    return homes;
  }

  /// In whose journal it is noted: the first account in which it was seen.
  private Optional<AccountId> home(ContentId id) {
    List<Message.Place> places = means.catalog().message(id).map(Message::places).orElse(List.of());
    return places.isEmpty()
        ? means.archive().accounts().stream().findFirst()
        : Optional.of(places.getFirst().account());
  }

  private static Optional<Content> read(Archive copy, ContentId id) {
    try {
      return copy.read(id);
    } catch (Failure.Corrupt e) {
      LOG.warn("the second copy is damaged too: {}", e.getMessage());
      return Optional.empty();
    }
  }

  // the servers

  /// @param wanted of which those that are here already are left out
  void fromServers(Collection<ContentId> wanted) {
    Map<AccountId, Map<Folder, SortedMap<Long, OnServer>>> accounts = new TreeMap<>();
    Map<Spot, ContentId> expected = new HashMap<>();
    for (ContentId id : wanted) {
      if (!ids.contains(id)) {
        for (OnServer place : means.catalog().onServer(id)) {
          Folder folder = new Folder(place.folder(), place.path(), place.uidValidity());
          accounts
              .computeIfAbsent(place.account(), _ -> new HashMap<>())
              .computeIfAbsent(folder, _ -> new TreeMap<>())
              .put(place.uid(), place);
          expected.put(new Spot(place.account(), folder, place.uid()), id);
        }
      }
    }
    accounts.forEach((account, folders) -> fromServer(account, folders, expected));
  }

  private record Folder(String raw, String path, long uidValidity) {}

  private record Spot(AccountId account, Folder folder, long uid) {}

  private void fromServer(
      AccountId account,
      Map<Folder, SortedMap<Long, OnServer>> folders,
      Map<Spot, ContentId> expected) {
    List<ContentId> its =
        expected.entrySet().stream()
            .filter(entry -> entry.getKey().account().equals(account))
            .map(Map.Entry::getValue)
            .toList();
    try (Storing storing = new Storing(account, "server")) {
      for (int attempt = 1; ; attempt++) {
        try (Mailbox mailbox = means.accounts().connect(account)) {
          folders.forEach(
              (folder, places) -> fetch(account, mailbox, folder, places, expected, storing));
          storing.commit();
          return;
        } catch (Failure.Unreachable | Failure.Throttled e) {
          if (attempt == ATTEMPTS) {
            storing.commit();
            throw e;
          }
          LOG.info("{}: {}; connecting again", e.subject(), e.problem());
        }
      }
    } catch (Failure.Unreachable | Failure.Throttled | Failure.Refused | Failure.Locked e) {
      postpone(its, e);
    } catch (Failure.Misconfigured e) {
      problems.add(e.subject() + ": " + e.problem()); // an account that was removed
    }
  }

  private void fetch(
      AccountId account,
      Mailbox mailbox,
      Folder folder,
      SortedMap<Long, OnServer> places,
      Map<Spot, ContentId> expected,
      Storing storing) {
    SortedMap<Long, Long> wanted = new TreeMap<>();
    places.forEach(
        (uid, place) -> {
          if (!ids.contains(expected.get(new Spot(account, folder, uid)))) {
            wanted.put(uid, place.size());
          }
        });
    at("bringing messages back from the server", account + ": " + folder.path());
    if (wanted.isEmpty()) {
      return;
    }
    OpenFolder open;
    try {
      open = mailbox.examine(new FolderName(folder.raw()));
    } catch (Failure.Refused e) {
      problems.add(e.subject() + ": " + e.problem()); // it is not there any more, or not for us
      return;
    }
    if (open.state().uidValidity() != folder.uidValidity()) {
      problems.add("account " + account + ": the server has numbered its messages anew");
      return;
    }
    Map<Long, String> reasons =
        open.bodies(
            wanted,
            (content, uid) -> {
              ContentId id = expected.get(new Spot(account, folder, uid));
              if (id != null && !ids.contains(id)) {
                take(account, id, content, storing);
              }
            });
    reasons.forEach(
        (uid, reason) -> {
          if (!reason.equals(OpenFolder.VANISHED)) { // the server has it, and may give it yet
            problems.add("account " + account + ": " + reason);
            ContentId id = expected.get(new Spot(account, folder, uid));
            if (id != null && !ids.contains(id)) {
              postponed.add(id);
            }
          }
        });
  }

  private void take(AccountId account, ContentId id, Content content, Storing storing) {
    at("bringing messages back from the server", account.name());
    if (hash(content).equals(id)) {
      storing.store(id, content);
    } else {
      problems.add("account " + account + ": the server has other bytes now");
    }
  }

  private static ContentId hash(Content content) {
    MessageDigest digest = ContentId.digest();
    try (InputStream in = new DigestInputStream(content.open(), digest)) {
      byte[] buffer = new byte[1 << 16];
      while (in.read(buffer) >= 0) {
        // reading is hashing
      }
    } catch (IOException e) {
      throw DiskFailure.of("a message's spool file", e);
    }
    return ContentId.ofDigest(digest.digest());
  }

  private void postpone(Collection<ContentId> messages, Failure why) {
    problems.add(why.subject() + ": " + why.problem());
    postponed.addAll(messages);
    LOG.warn("messages are not brought back now: {}", why.getMessage());
  }

  /// The writer of one account; what it stored counts when it is durable.
  private final class Storing implements AutoCloseable {
    private final ArchiveWriter writer;
    private final String from;
    private final Set<ContentId> pending = new HashSet<>();

    Storing(AccountId account, String from) {
      this.writer = means.archive().writer(account);
      this.from = from;
    }

    void store(ContentId id, Content content) {
      if (pending.contains(id) || ids.contains(id)) {
        return;
      }
      if (!writer.store(content).equals(id)) {
        throw new IllegalStateException("stored as another message: " + id);
      }
      note(id);
      if (writer.pendingBytes() > COMMIT_BYTES) {
        commit();
      }
    }

    void note(ContentId id) {
      writer.record(new Repaired(id, from));
      pending.add(id);
    }

    void commit() {
      writer.commit();
      ids.addAll(pending);
      pending.clear();
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
