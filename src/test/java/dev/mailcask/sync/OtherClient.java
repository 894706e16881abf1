package dev.mailcask.sync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mailcask.base.ContentId;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.RawImap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Somebody who uses the mailbox while it is backed up: appends, deletes, moves, copies, flags,
/// makes, renames and deletes folders at random. Not thread-safe.
final class OtherClient implements AutoCloseable {

  private static final List<String> FOLDERS = List.of("INBOX", "A", "A/B", "C", "D e");
  private static final List<String> FLAGS = List.of("\\Seen", "\\Flagged", "\\Answered", "$Label");
  private static final Pattern LISTED =
      Pattern.compile("\\* LIST \\(([^)]*)\\) \"/\" \"?([^\"]*)\"?");
  private static final Pattern FETCHED =
      Pattern.compile(
          "\\* \\d+ FETCH \\(UID (\\d+) FLAGS \\(([^)]*)\\) INTERNALDATE \"([^\"]*)\" BODY\\[] ");

  /// The most messages that a folder is let grow to.
  private static final int MOST = 60;

  /// Few different ones, so that an archive in memory holds what hundreds of runs leave in it.
  private static final int LARGE_MESSAGES = 4;

  /// No message has more bytes.
  static final int LARGEST = 6_000_000;

  private final Random random;
  private final RawImap imap;
  private final Set<ContentId> ever = new HashSet<>();
  private final List<byte[]> sent = new ArrayList<>();
  private final List<byte[]> large = new ArrayList<>();

  OtherClient(DovecotServer server, String user, Random random) {
    this.random = random;
    this.imap = server.imap(user);
  }

  /// Every content that was ever appended.
  Set<ContentId> ever() {
    return ever;
  }

  /// Does one thing at random.
  void act() {
    String folder = FOLDERS.get(random.nextInt(FOLDERS.size()));
    Set<String> there = folders();
    if (!there.contains(folder)) {
      imap.command("CREATE " + RawImap.quoted(folder));
      return;
    }
    List<Long> uids = new ArrayList<>(uids(folder));
    @Nullable Long uid = uids.isEmpty() ? null : uids.get(random.nextInt(uids.size()));
    int what = uids.size() > MOST ? 10 : random.nextInt(22);
    if (uid == null || what < 10) {
      append(folder);
    } else if (what < 13) {
      imap.command("UID STORE " + some(uids) + " +FLAGS.SILENT (\\Deleted)");
      imap.command("EXPUNGE");
    } else if (what < 16) {
      imap.command(
          "UID STORE " + uid + (random.nextBoolean() ? " +" : " -") + "FLAGS (" + flag() + ")");
    } else if (what < 20) {
      String to = FOLDERS.get(random.nextInt(FOLDERS.size()));
      if (there.contains(to)) {
        imap.command(
            (what < 18 ? "UID MOVE " : "UID COPY ") + some(uids) + " " + RawImap.quoted(to));
      }
    } else {
      changeFolder(folder, there);
    }
  }

  private void changeFolder(String folder, Set<String> there) {
    if (folder.equals("INBOX")) {
      return;
    }
    imap.command("EXAMINE INBOX");
    try {
      changeFolderTo(folder, there);
    } catch (IllegalStateException e) {
      // Dovecot may still hold a folder that was deleted while somebody had it open
      if (!String.valueOf(e.getMessage()).contains("[ALREADYEXISTS]")) {
        throw e;
      }
    }
  }

  private void changeFolderTo(String folder, Set<String> there) {
    String to = FOLDERS.get(random.nextInt(FOLDERS.size()));
    if (random.nextInt(3) == 0) {
      imap.command("DELETE " + RawImap.quoted(folder));
    } else if (!there.contains(to) && !to.startsWith(folder) && !folder.startsWith(to)) {
      imap.command("RENAME " + RawImap.quoted(folder) + " " + RawImap.quoted(to));
    }
  }

  /// A part of the messages, mostly a small one.
  private String some(List<Long> uids) {
    int first = random.nextInt(uids.size());
    int count = 1 + (int) Math.abs(random.nextGaussian() * 5);
    List<Long> part = uids.subList(first, Math.min(uids.size(), first + count));
    return String.join(",", part.stream().map(String::valueOf).toList());
  }

  private String flag() {
    return FLAGS.get(random.nextInt(FLAGS.size()));
  }

  private void append(String folder) {
    byte[] mail =
        sent.isEmpty() || random.nextInt(6) > 0 ? mail() : sent.get(random.nextInt(sent.size()));
    if (sent.size() < 300) {
      sent.add(mail);
    }
    ever.add(ContentId.of(mail));
    long uid = imap.append(folder, random.nextBoolean() ? flag() : "", "", mail);
    if (uid == 0) {
      throw new IllegalStateException("the server tells no UID");
    }
  }

  /// Appends a few messages of 2 to 6 MB to folders that are there; those before them go.
  void appendLarge() {
    List<String> there = new ArrayList<>(folders());
    for (String folder : there) {
      imap.command("SELECT " + RawImap.quoted(folder));
      for (String answer : imap.command("UID SEARCH LARGER 1000000")) {
        if (answer.startsWith("* SEARCH ")) {
          String uids = answer.substring("* SEARCH ".length()).strip().replace(' ', ',');
          imap.command("UID STORE " + uids + " +FLAGS.SILENT (\\Deleted)");
        }
      }
      imap.command("EXPUNGE");
    }
    for (int count = 1 + random.nextInt(3); count > 0; count--) {
      if (large.size() < LARGE_MESSAGES) {
        large.add(mail(80_000 + random.nextInt(120_000)));
      }
      byte[] mail = large.get(random.nextInt(large.size()));
      ever.add(ContentId.of(mail));
      imap.append(there.get(random.nextInt(there.size())), "", "", mail);
    }
  }

  private byte[] mail() {
    return mail((int) Math.exp(random.nextDouble() * 8));
  }

  private byte[] mail(int lines) {
    StringBuilder text = new StringBuilder("From: a@example.org\r\nSubject: ");
    text.append(random.nextLong()).append("\r\n\r\n");
    for (int i = 0; i < lines; i++) {
      text.append("line ").append(i).append(" of ").append(random.nextInt()).append("\r\n");
    }
    return text.toString().getBytes(US_ASCII);
  }

  /// The folders that can be opened.
  Set<String> folders() {
    Set<String> folders = new TreeSet<>();
    for (String answer : imap.command("LIST \"\" *")) {
      Matcher listed = LISTED.matcher(answer);
      if (listed.matches() && !listed.group(1).contains("\\No")) {
        folders.add(listed.group(2));
      }
    }
    return folders;
  }

  /// Opens a folder.
  private SortedMap<Long, String> fetch(String folder) {
    imap.command("EXAMINE " + RawImap.quoted(folder));
    SortedMap<Long, String> messages = new TreeMap<>();
    for (String answer : imap.command("UID FETCH 1:* (UID FLAGS INTERNALDATE BODY.PEEK[])")) {
      Matcher fetched = FETCHED.matcher(answer);
      if (fetched.lookingAt()) {
        messages.put(
            Long.valueOf(fetched.group(1)),
            words(List.of(fetched.group(2).split(" ", -1)), fetched.group(3), body(answer)));
      }
    }
    return messages;
  }

  private static byte[] body(String answer) {
    int begin = answer.indexOf('{');
    int end = answer.indexOf("}\r\n", begin);
    int length = Integer.parseInt(answer.substring(begin + 1, end));
    return answer.substring(end + 3, end + 3 + length).getBytes(ISO_8859_1);
  }

  private Set<Long> uids(String folder) {
    imap.command("SELECT " + RawImap.quoted(folder));
    Set<Long> uids = new TreeSet<>();
    for (String answer : imap.command("UID SEARCH ALL")) {
      if (answer.startsWith("* SEARCH ")) {
        for (String uid : answer.substring("* SEARCH ".length()).split(" ", -1)) {
          uids.add(Long.valueOf(uid));
        }
      }
    }
    return uids;
  }

  /// What the server holds: folder, UID, and what [#words] says.
  SortedMap<String, SortedMap<Long, String>> state() {
    SortedMap<String, SortedMap<Long, String>> state = new TreeMap<>();
    folders().forEach(folder -> state.put(folder, fetch(folder)));
    return state;
  }

  /// A message in short: INTERNALDATE, flags that last, content.
  static String words(List<String> flags, String internalDate, byte[] bytes) {
    Set<String> lasting = new TreeSet<>(flags);
    lasting.remove("\\Recent");
    lasting.remove("");
    return internalDate + " " + lasting + " " + ContentId.of(bytes);
  }

  @Override
  public void close() {
    imap.close();
  }
}
