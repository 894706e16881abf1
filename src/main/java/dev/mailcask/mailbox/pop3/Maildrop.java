package dev.mailcask.mailbox.pop3;

import dev.mailcask.mailbox.FolderState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is in the mailbox as this session sees it: the server locks it, and nothing comes or goes
/// until the session ends (RFC 1939 section 4).
///
/// POP3 numbers messages from 1 in each session anew; what lasts is the unique-id, a text of the
/// server's own (UIDL, section 7). The rest of Mailcask wants numbers, so the number of a message
/// is the first 52 bits of SHA-256 of its unique-id: the same in each run and on each machine, with
/// nothing to keep, and exact as a number of JSON. That two of a million messages get the same is
/// one in 9,000; so, as for identical copies, which may share a unique-id, the next one in a
/// listing is numbered by unique-id, NUL and 2, and so on, until the number is free.
///
/// Where the server tells no unique-ids, or one for messages of different sizes, nothing can be
/// kept by them: the UIDVALIDITY is 0 then, each run reads everything, and what is stored already
/// is not stored twice.
///
/// @param messages by their numbers for the rest of the program
record Maildrop(FolderState state, SortedMap<Long, Entry> messages) {

  /// All numbers are below.
  static final long END_OF_UIDS = 1L << 52;

  /// @param number of this session
  /// @param uniqueId with what tells it from copies, or empty
  /// @param size as the server says, 0 where it does not
  record Entry(int number, String uniqueId, long size) {}

  /// Lists the mailbox.
  ///
  /// @throws IOException if the connection is lost
  /// @throws dev.mailcask.base.Failure if the server does not list it
  static Maildrop list(PopLogin.Session session, PopComplaints complaints) throws IOException {
    PopWire wire = session.wire();
    PopAnswer stat = wire.command("STAT");
    String count = stat.text().split(" ", 2)[0];
    if (!stat.ok() || !count.matches("\\d{1,9}")) {
      throw complaints.refused("the mailbox cannot be opened", stat);
    }
    long exists = Long.parseLong(count);
    Map<Integer, Long> sizes = new TreeMap<>();
    if (wire.command("LIST").ok()) {
      wire.list(line -> number(line, sizes));
    }
    Map<Integer, String> ids = new TreeMap<>();
    PopAnswer uidl = wire.command("UIDL");
    if (uidl.ok()) {
      wire.list(line -> text(line, ids));
    } else if (session.capabilities().has("UIDL")) {
      throw complaints.nonsense(
          "the server offers UIDL, and does not list it" + PopComplaints.said(uidl));
    }
    return uidl.ok() && tellApart(ids, sizes)
        ? lasting(exists, ids, sizes)
        : passing(exists, sizes);
  }

  private static void number(String line, Map<Integer, Long> sizes) {
    String[] words = line.strip().split(" +", -1);
    if (words.length > 1 && words[0].matches("\\d{1,9}") && words[1].matches("\\d{1,15}")) {
      sizes.put(Integer.valueOf(words[0]), Long.valueOf(words[1]));
    }
  }

  private static void text(String line, Map<Integer, String> ids) {
    String[] words = line.strip().split(" +", 2);
    if (words.length > 1 && words[0].matches("\\d{1,9}")) {
      ids.put(Integer.valueOf(words[0]), words[1]);
    }
  }

  /// Whether messages of one unique-id may be copies of each other, as they must.
  private static boolean tellApart(Map<Integer, String> ids, Map<Integer, Long> sizes) {
    Map<String, Long> sizeOf = new HashMap<>();
    return ids.entrySet().stream()
        .allMatch(
            its -> {
              Long size = sizes.getOrDefault(its.getKey(), 0L);
              Long before = sizeOf.putIfAbsent(its.getValue(), size);
              return before == null || before.equals(size);
            });
  }

  private static Maildrop lasting(long exists, Map<Integer, String> ids, Map<Integer, Long> sizes) {
    SortedMap<Long, Entry> messages = new TreeMap<>();
    Map<String, Integer> copies = new HashMap<>();
    ids.forEach(
        (number, id) -> {
          String name;
          long uid;
          do {
            int copy = copies.merge(id, 1, Integer::sum);
            name = copy == 1 ? id : id + "\0" + copy;
            uid = uid(name);
          } while (uid == 0 || messages.containsKey(uid));
          messages.put(
              uid, new Entry(number, name.replace('\0', ' '), sizes.getOrDefault(number, 0L)));
        });
    return new Maildrop(new FolderState(1, END_OF_UIDS, exists, 0, Set.of()), messages);
  }

  private static Maildrop passing(long exists, Map<Integer, Long> sizes) {
    SortedMap<Long, Entry> messages = new TreeMap<>();
    sizes.forEach((number, size) -> messages.put((long) number, new Entry(number, "", size)));
    return new Maildrop(new FolderState(0, END_OF_UIDS, exists, 0, Set.of()), messages);
  }

  static long uid(String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.ISO_8859_1));
      return ByteBuffer.wrap(hash).getLong() >>> 12;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// The oldest first, as far as the server numbers messages as they come.
  List<Long> byArrival(List<Long> uids) {
    return uids.stream().sorted((a, b) -> Integer.compare(position(a), position(b))).toList();
  }

  private int position(long uid) {
    Entry entry = messages.get(uid);
    return entry == null ? 0 : entry.number();
  }
}
