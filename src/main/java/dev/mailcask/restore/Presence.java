package dev.mailcask.restore;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.OpenFolder.Metadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds out which of the wanted messages a folder on the server holds already, by content, with as
/// little download as can be. In this order:
///
/// 1. UIDs that the catalog knows under the folder's UIDVALIDITY: their content is known 2. UIDs
/// that the ledger of earlier restores names: what was appended for which message, even where the
/// server altered it 3. other UIDs: by size first, then by the hash of the bytes
///
/// RFC822.SIZE is a hint only (Exchange computes it without looking at the bytes): where a sample
/// shows that the server's sizes are not those of its bodies, everything unknown is downloaded.
///
/// Counting, not only looking: a folder that is to hold a message twice and holds it once lacks
/// one.
final class Presence {

  static final long LAST_UID = 4_294_967_295L;
  private static final int BATCH = 1_000;
  private static final int SAMPLE = 3;

  private final Catalog catalog;
  private final AccountId account;
  private final String path;
  private final Map<ContentId, Integer> needed = new HashMap<>();
  private final Set<Long> sizes = new HashSet<>();
  private long lacking;
  private boolean sizesLie;

  /// @param account the target's
  /// @param path the target folder's
  Presence(Catalog catalog, AccountId account, String path) {
    this.catalog = catalog;
    this.account = account;
    this.path = path;
  }

  /// @return the wanted messages that are not there, in their order
  List<Wanted> missing(OpenFolder folder, List<Wanted> wanted) {
    for (Wanted message : wanted) {
      needed.merge(message.id(), 1, Integer::sum);
      sizes.add(message.size());
    }
    lacking = wanted.size();
    if (folder.state().exists() > 0 && lacking > 0) {
      look(folder);
    }
    List<Wanted> missing = new ArrayList<>();
    for (Wanted message : wanted) {
      if (take(message.id())) {
        missing.add(message);
      }
    }
    return missing;
  }

  private void look(OpenFolder folder) {
    NavigableSet<Long> unknown = staying(folder);
    long uidValidity = folder.state().uidValidity();
    if (uidValidity != 0) {
      TreeMap<Long, ContentId> known = new TreeMap<>();
      catalog.eachMessage(
          account,
          path,
          null,
          message -> {
            if (message.uidValidity() == uidValidity && unknown.contains(message.uid())) {
              known.put(message.uid(), message.id());
            }
          });
      known.forEach(
          (uid, id) -> {
            if (take(id)) {
              unknown.remove(uid);
            }
          });
      ledger(uidValidity, unknown);
      unknown.removeAll(known.keySet());
    }
    if (lacking > 0) {
      download(folder, new ArrayList<>(unknown));
    }
  }

  /// What is flagged `\Deleted` is on its way out, and so as good as gone.
  private static NavigableSet<Long> staying(OpenFolder folder) {
    TreeSet<Long> uids = new TreeSet<>();
    folder
        .flags(1, LAST_UID)
        .forEach(
            (uid, flags) -> {
              if (flags.stream().noneMatch("\\Deleted"::equalsIgnoreCase)) {
                uids.add(uid);
              }
            });
    return uids;
  }

  private void ledger(long uidValidity, Set<Long> unknown) {
    if (lacking == 0) {
      return;
    }
    catalog
        .restored(account, path)
        .forEach(
            restored -> {
              boolean here =
                  restored.uidValidity() == uidValidity && unknown.contains(restored.uid());
              if (here && take(restored.id())) {
                unknown.remove(restored.uid());
              }
            });
  }

  private boolean take(ContentId id) {
    Integer count = needed.get(id);
    if (count == null) {
      return false;
    }
    if (count == 1) {
      needed.remove(id);
    } else {
      needed.put(id, count - 1);
    }
    lacking--;
    return true;
  }

  private void download(OpenFolder folder, List<Long> unknown) {
    SortedMap<Long, Long> others = new TreeMap<>();
    for (int from = 0; from < unknown.size() && lacking > 0; from += BATCH) {
      List<Long> batch = unknown.subList(from, Math.min(unknown.size(), from + BATCH));
      SortedMap<Long, Long> candidates = new TreeMap<>();
      for (Map.Entry<Long, Metadata> message : folder.metadata(batch).entrySet()) {
        long size = message.getValue().size();
        boolean candidate = size == 0 || sizes.contains(size);
        (candidate ? candidates : others).put(message.getKey(), size);
      }
      compare(folder, candidates);
    }
    SortedMap<Long, Long> sample = new TreeMap<>();
    others.entrySet().stream().limit(SAMPLE).forEach(e -> sample.put(e.getKey(), e.getValue()));
    if (lacking > 0) {
      compare(folder, sample);
    }
    if (sizesLie && lacking > 0) {
      others.keySet().removeAll(sample.keySet());
      compare(folder, others);
    }
  }

  private void compare(OpenFolder folder, SortedMap<Long, Long> uids) {
    if (uids.isEmpty()) {
      return;
    }
    folder.bodies(
        uids,
        (content, uid) -> {
          Long said = uids.get(uid);
          if (said != null && said != 0 && said != content.size()) {
            sizesLie = true;
          }
          take(hash(content));
        });
  }

  /// The identity of content of any size.
  static ContentId hash(Content content) {
    MessageDigest digest = ContentId.digest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = content.open()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ContentId.ofDigest(digest.digest());
  }
}
