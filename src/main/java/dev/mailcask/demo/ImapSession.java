package dev.mailcask.demo;

import dev.mailcask.demo.CommandReader.Argument;
import dev.mailcask.demo.MailStore.Folder;
import dev.mailcask.demo.MailStore.Mail;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One client's conversation with the demo account (RFC 3501; UIDPLUS RFC 4315, NAMESPACE RFC 2342,
/// ID RFC 2971, LITERAL+ RFC 7888, UNSELECT RFC 3691, SPECIAL-USE RFC 6154).
///
/// The client's sequence numbers refer to `view`, the folder as this client was last told; what
/// others did to it is told between commands.
final class ImapSession {

  private static final String CAPABILITIES =
      "IMAP4rev1 LITERAL+ SASL-IR AUTH=PLAIN ID NAMESPACE UIDPLUS UNSELECT SPECIAL-USE CHILDREN";
  private static final String FLAGS = "(\\Answered \\Deleted \\Draft \\Flagged \\Seen)";
  private static final String NOT_THERE = "NO [NONEXISTENT] there is no such folder";

  private final MailStore store;
  private final OutputStream out;
  private final CommandReader commands;
  private boolean authenticated;
  private @Nullable Folder selected;
  private boolean readOnly;
  private List<Mail> view = new ArrayList<>();
  private boolean leaving;

  ImapSession(MailStore store, InputStream in, OutputStream out) {
    this.store = store;
    this.out = new BufferedOutputStream(out, 1 << 16);
    this.commands =
        new CommandReader(
            new BufferedInputStream(in, 1 << 16),
            () -> {
              line("+ go on");
              this.out.flush();
            });
  }

  /// Talks until the client leaves or goes away.
  void run() throws IOException {
    line("* OK [CAPABILITY " + CAPABILITIES + "] Mailcask's demo mailbox");
    out.flush();
    while (!leaving) {
      List<Argument> command = commands.read();
      if (command.isEmpty()) {
        return;
      }
      String tag = command.getFirst().string();
      line(tag + " " + answer(command.subList(1, command.size())));
      out.flush();
    }
  }

  /// Carries a command out and gives the tagged answer.
  private String answer(List<Argument> command) throws IOException {
    if (command.isEmpty()) {
      return "BAD a command is missing";
    }
    String name = command.getFirst().string().toUpperCase(Locale.ROOT);
    List<Argument> arguments = command.subList(1, command.size());
    try {
      String always = anyState(name, arguments);
      if (always != null) {
        return always;
      }
      if (!authenticated) {
        return "NO log in first";
      }
      String done = withAccount(name, arguments);
      if (done == null) {
        done = selected == null ? "BAD unknown, or no folder is open" : withFolder(name, arguments);
      }
      return done;
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return "BAD the arguments make no sense";
    }
  }

  private @Nullable String anyState(String name, List<Argument> arguments) throws IOException {
    return switch (name) {
      case "CAPABILITY" -> {
        line("* CAPABILITY " + CAPABILITIES);
        yield "OK done";
      }
      case "NOOP" -> {
        tellChanges();
        yield "OK done";
      }
      case "ID" -> {
        line("* ID (\"name\" \"Mailcask demo\")");
        yield "OK done";
      }
      case "LOGOUT" -> {
        line("* BYE see you");
        leaving = true;
        yield "OK done";
      }
      case "LOGIN" -> logIn(arguments.get(0).string(), arguments.get(1).string());
      case "AUTHENTICATE" -> authenticate(arguments);
      default -> null;
    };
  }

  private String authenticate(List<Argument> arguments) throws IOException {
    if (!arguments.getFirst().string().equalsIgnoreCase("PLAIN")) {
      return "NO only PLAIN";
    }
    String encoded;
    if (arguments.size() > 1) {
      encoded = arguments.get(1).string();
    } else {
      line("+ ");
      out.flush();
      encoded = commands.line();
    }
    String[] parts =
        new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).split("\0", -1);
    return parts.length == 3 ? logIn(parts[1], parts[2]) : "NO that is not PLAIN";
  }

  private String logIn(String user, String password) {
    authenticated = user.equals(DemoServer.USER) && password.equals(DemoServer.PASSWORD);
    return authenticated
        ? "OK [CAPABILITY " + CAPABILITIES + "] welcome"
        : "NO [AUTHENTICATIONFAILED] the user is 'demo' and so is the password";
  }

  private @Nullable String withAccount(String name, List<Argument> arguments) throws IOException {
    synchronized (store) {
      return switch (name) {
        case "NAMESPACE" -> {
          line("* NAMESPACE ((\"\" \"/\")) NIL NIL");
          yield "OK done";
        }
        case "LIST", "LSUB" -> list(name, arguments);
        case "SELECT", "EXAMINE" -> select(arguments.getFirst().string(), name.equals("EXAMINE"));
        case "STATUS" -> status(arguments);
        case "CREATE" ->
            store.create(arguments.getFirst().string(), "") != null
                ? "OK done"
                : "NO [ALREADYEXISTS] it is there";
        case "DELETE" -> store.delete(arguments.getFirst().string()) ? "OK done" : NOT_THERE;
        case "RENAME" ->
            store.rename(arguments.get(0).string(), arguments.get(1).string())
                ? "OK done"
                : NOT_THERE;
        case "SUBSCRIBE", "UNSUBSCRIBE" -> "OK done";
        case "APPEND" -> append(arguments);
        default -> null;
      };
    }
  }

  private String list(String name, List<Argument> arguments) throws IOException {
    String pattern = arguments.get(arguments.size() - 1).string();
    if (pattern.isEmpty()) {
      line("* " + name + " (\\Noselect) \"/\" \"\"");
      return "OK done";
    }
    StringBuilder regex = new StringBuilder();
    for (char c : (arguments.get(0).string() + pattern).toCharArray()) {
      regex.append(c == '*' ? ".*" : c == '%' ? "[^/]*" : Pattern.quote(String.valueOf(c)));
    }
    Pattern wanted = Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
    for (Folder folder : store.folders()) {
      if (wanted.matcher(folder.name).matches()) {
        line("* %s (%s) \"/\" %s".formatted(name, folder.attribute, quote(folder.name)));
      }
    }
    return "OK done";
  }

  private String select(String name, boolean examine) throws IOException {
    selected = null;
    Folder folder = store.folder(name);
    if (folder == null) {
      return NOT_THERE;
    }
    selected = folder;
    readOnly = examine;
    view = new ArrayList<>(folder.mails);
    line("* FLAGS " + FLAGS);
    line("* " + view.size() + " EXISTS");
    line("* 0 RECENT");
    line("* OK [UIDVALIDITY " + folder.uidValidity + "] UIDs valid");
    line("* OK [UIDNEXT " + folder.uidNext + "] predicted");
    line(
        "* OK [PERMANENTFLAGS "
            + (examine ? "()" : FLAGS.replace(")", " \\*)"))
            + "] what is kept");
    return examine ? "OK [READ-ONLY] done" : "OK [READ-WRITE] done";
  }

  private String status(List<Argument> arguments) throws IOException {
    Folder folder = store.folder(arguments.getFirst().string());
    if (folder == null) {
      return NOT_THERE;
    }
    List<String> items = new ArrayList<>();
    for (String item : arguments.get(1).string().toUpperCase(Locale.ROOT).split(" ", -1)) {
      long value =
          switch (item) {
            case "MESSAGES" -> folder.mails.size();
            case "UIDNEXT" -> folder.uidNext;
            case "UIDVALIDITY" -> folder.uidValidity;
            case "UNSEEN" ->
                folder.mails.stream().filter(mail -> !mail.flags.contains("\\Seen")).count();
            default -> 0;
          };
      items.add(item + " " + value);
    }
    line("* STATUS %s (%s)".formatted(quote(folder.name), String.join(" ", items)));
    return "OK done";
  }

  private String append(List<Argument> arguments) {
    Folder folder = store.folder(arguments.getFirst().string());
    if (folder == null) {
      return "NO [TRYCREATE] there is no such folder";
    }
    List<String> flags = new ArrayList<>();
    String date = null;
    for (Argument argument : arguments.subList(1, arguments.size() - 1)) {
      switch (argument) {
        case Argument.Group group -> group.items().forEach(flag -> flags.add(flag.string()));
        case Argument.Text text -> date = text.string();
        case Argument.Word _ -> throw new IllegalArgumentException();
      }
    }
    if (!(arguments.getLast() instanceof Argument.Text message)) {
      throw new IllegalArgumentException();
    }
    if (date == null) {
      date =
          SampleMailbox.INTERNAL_DATE.format(
              ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
    }
    Mail mail = folder.add(message.bytes(), date, flags);
    return "OK [APPENDUID " + folder.uidValidity + " " + mail.uid + "] done";
  }

  private String withFolder(String name, List<Argument> arguments) throws IOException {
    synchronized (store) {
      return switch (name) {
        case "UID" ->
            byNumber(
                arguments.get(0).string().toUpperCase(Locale.ROOT),
                arguments.subList(1, arguments.size()),
                true);
        case "FETCH", "STORE", "SEARCH" -> byNumber(name, arguments, false);
        case "EXPUNGE" -> expunge();
        case "CHECK" -> "OK done";
        case "CLOSE", "UNSELECT" -> {
          if (name.equals("CLOSE")) {
            removeDeleted();
          }
          selected = null;
          yield "OK done";
        }
        default -> "BAD unknown";
      };
    }
  }

  private String byNumber(String name, List<Argument> arguments, boolean uid) throws IOException {
    MessageSet set =
        MessageSet.of(name.equals("SEARCH") ? "1:*" : arguments.get(0).string(), view, uid);
    switch (name) {
      case "FETCH" -> {
        FetchItems items = FetchItems.of(arguments.get(1), uid);
        for (int i = 0; i < view.size(); i++) {
          if (set.contains(i)) {
            items.write(i + 1, view.get(i), readOnly, out);
          }
        }
      }
      case "STORE" -> store(set, arguments, uid);
      case "SEARCH" -> {
        // Everything is the only question that the demo answers; a UID range narrows it.
        boolean ranged = arguments.size() > 1 && arguments.get(0).string().equalsIgnoreCase("UID");
        MessageSet wanted = ranged ? MessageSet.of(arguments.get(1).string(), view, true) : set;
        StringBuilder found = new StringBuilder("* SEARCH");
        for (int i = 0; i < view.size(); i++) {
          if (wanted.contains(i)) {
            found.append(' ').append(uid ? view.get(i).uid : i + 1);
          }
        }
        line(found.toString());
      }
      case "EXPUNGE" -> {
        return expunge();
      }
      default -> {
        return "BAD unknown";
      }
    }
    return "OK done";
  }

  private void store(MessageSet set, List<Argument> arguments, boolean uid) throws IOException {
    String how = arguments.get(1).string().toUpperCase(Locale.ROOT);
    List<String> flags =
        arguments.get(2) instanceof Argument.Group group
            ? group.items().stream().map(Argument::string).toList()
            : List.of(arguments.get(2).string());
    for (int i = 0; i < view.size() && !readOnly; i++) {
      if (set.contains(i)) {
        Mail mail = view.get(i);
        if (how.startsWith("-")) {
          flags.forEach(mail.flags::remove);
        } else {
          if (!how.startsWith("+")) {
            mail.flags.clear();
          }
          mail.flags.addAll(flags);
        }
        if (!how.contains(".SILENT")) {
          line(
              "* %d FETCH (%sFLAGS (%s))"
                  .formatted(
                      i + 1, uid ? "UID " + mail.uid + " " : "", String.join(" ", mail.flags)));
        }
      }
    }
  }

  private String expunge() throws IOException {
    removeDeleted();
    tellChanges();
    return "OK done";
  }

  private void removeDeleted() {
    if (selected != null && !readOnly) {
      selected.mails.removeIf(mail -> mail.flags.contains("\\Deleted"));
    }
  }

  /// Tells what happened to the open folder since the client was last told.
  private void tellChanges() throws IOException {
    synchronized (store) {
      if (selected == null) {
        return;
      }
      for (int i = view.size() - 1; i >= 0; i--) {
        if (!selected.mails.contains(view.get(i))) {
          view.remove(i);
          line("* " + (i + 1) + " EXPUNGE");
        }
      }
      if (selected.mails.size() > view.size()) {
        view = new ArrayList<>(selected.mails);
        line("* " + view.size() + " EXISTS");
      }
    }
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private void line(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.write('\r');
    out.write('\n');
  }
}
