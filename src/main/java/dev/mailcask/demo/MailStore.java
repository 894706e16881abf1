package dev.mailcask.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The folders of the demo account, in memory. Every method locks the whole store, which is held
/// for no longer than a command takes.
final class MailStore {

  private final Map<String, Folder> folders = new TreeMap<>();
  private long lastUidValidity = 1_700_000_000L;

  MailStore() {
    create("INBOX", "");
  }

  /// A message with its UID; flags change, bytes never.
  static final class Mail {
    final long uid;
    final byte[] bytes;
    final String internalDate;
    final NavigableSet<String> flags;

    Mail(long uid, byte[] bytes, String internalDate, List<String> flags) {
      this.uid = uid;
      this.bytes = bytes;
      this.internalDate = internalDate;
      this.flags = new TreeSet<>(flags);
    }
  }

  /// A folder; all its state is guarded by the store.
  static final class Folder {
    final String name;
    final String attribute;
    final long uidValidity;
    final List<Mail> mails = new ArrayList<>();
    long uidNext = 1;

    private Folder(String name, String attribute, long uidValidity) {
      this.name = name;
      this.attribute = attribute;
      this.uidValidity = uidValidity;
    }

    Mail add(byte[] bytes, String internalDate, List<String> flags) {
      Mail mail = new Mail(uidNext++, bytes, internalDate, flags);
      mails.add(mail);
      return mail;
    }
  }

  /// Makes a folder, with a UIDVALIDITY that no folder before it had.
  ///
  /// @param attribute its special use (RFC 6154) such as `\Sent`, or empty
  /// @return null if it is there already
  synchronized @Nullable Folder create(String name, String attribute) {
    String key = key(name);
    if (folders.containsKey(key)) {
      return null;
    }
    Folder folder = new Folder(name, attribute, ++lastUidValidity);
    folders.put(key, folder);
    return folder;
  }

  synchronized @Nullable Folder folder(String name) {
    return folders.get(key(name));
  }

  synchronized boolean delete(String name) {
    return !key(name).equals("INBOX") && folders.remove(key(name)) != null;
  }

  synchronized boolean rename(String from, String to) {
    Folder old = folders.get(key(from));
    if (old == null || key(from).equals("INBOX") || folders.containsKey(key(to))) {
      return false;
    }
    folders.remove(key(from));
    Folder renamed = new Folder(to, old.attribute, old.uidValidity);
    renamed.mails.addAll(old.mails);
    renamed.uidNext = old.uidNext;
    folders.put(key(to), renamed);
    return true;
  }

  synchronized List<Folder> folders() {
    return List.copyOf(folders.values());
  }

  synchronized long messages() {
    return folders.values().stream().mapToLong(folder -> folder.mails.size()).sum();
  }

  /// INBOX in any case is one folder (RFC 3501 section 5.1); other names are what they are.
  private static String key(String name) {
    return name.equalsIgnoreCase("INBOX") ? name.toUpperCase(Locale.ROOT) : name;
  }
}
