package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.RemoteFolder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.angus.mail.iap.Argument;
import org.jspecify.annotations.Nullable;

/// The folders of an account: plain `LIST "" "*"`, as the extended forms are advertised by servers
/// that answer them with nothing, and NAMESPACE, asked once, whose failure is survived. What more
/// there is to know of a folder is asked for afterwards ([FolderStatus], by LIST-STATUS where that
/// is answered), so that no folder is missed for it.
final class Folders {

  private static final String INBOX = "INBOX";

  private final ImapSession session;
  private @Nullable Hierarchy hierarchy;

  Folders(ImapSession session) {
    this.session = session;
  }

  List<RemoteFolder> list() {
    Hierarchy names = hierarchy();
    Map<String, Entry> entries = new LinkedHashMap<>();
    String subject = session.complaints().subject();
    Completion answer =
        session.command(subject, "LIST \"\" \"*\"", null, response -> note(response, entries));
    if (!answer.ok()) {
      throw session.complaints().refused(subject, "the folders cannot be listed", answer);
    }
    Map<FolderName, String> ids = ids(entries.keySet());
    List<RemoteFolder> folders = new ArrayList<>();
    entries.forEach(
        (raw, entry) -> {
          if (!names.isForeign(raw)) {
            String path = names.pathOf(raw, entry.delimiter());
            FolderName name = new FolderName(raw);
            folders.add(
                new RemoteFolder(
                    name, path, entry.delimiter(), entry.attributes(), ids.getOrDefault(name, "")));
          }
        });
    if (folders.isEmpty()) {
      throw session
          .complaints()
          .nonsense(subject, "the server lists no folders, though every account has an INBOX");
    }
    folders.sort(Comparator.comparing(folder -> !folder.name().raw().equals(INBOX)));
    return List.copyOf(folders);
  }

  /// What the server calls folders whatever their names are; one that it gives to two of them means
  /// nothing.
  private Map<FolderName, String> ids(Collection<String> raws) {
    Map<FolderName, String> ids = new LinkedHashMap<>();
    if (session.offers("OBJECTID")) {
      Set<String> once = new HashSet<>();
      Set<String> twice = new HashSet<>();
      FolderStatus.of(session, raws.stream().map(FolderName::new).toList(), "MAILBOXID")
          .forEach(
              (name, values) -> {
                String id = values.getOrDefault("MAILBOXID", "");
                if (!once.add(id)) {
                  twice.add(id);
                }
                ids.put(name, id);
              });
      ids.values().removeIf(twice::contains);
    }
    return ids;
  }

  /// How the server names folders; asked for once.
  Hierarchy hierarchy() {
    if (hierarchy == null) {
      hierarchy = ask();
    }
    return hierarchy;
  }

  private Hierarchy ask() {
    Map<String, Entry> root = new LinkedHashMap<>();
    String subject = session.complaints().subject();
    Completion _ =
        session.command(subject, "LIST \"\" \"\"", null, response -> note(response, root));
    String delimiter = root.values().stream().findFirst().map(Entry::delimiter).orElse("");
    Namespaces namespaces = new Namespaces();
    if (session.offers("NAMESPACE")) {
      try {
        Completion _ = session.command(subject, "NAMESPACE", null, namespaces::note);
      } catch (Failure.Unreachable e) {
        session.redial(); // one server is known to hang up on NAMESPACE, and does all else well
      }
    }
    return namespaces.hierarchy(delimiter);
  }

  /// Creates and subscribes to a folder unless it is there.
  void create(FolderName folder) {
    if (folder.raw().equalsIgnoreCase(INBOX)) {
      return;
    }
    String subject = session.complaints().subject(folder.raw());
    Completion answer =
        session.command(subject, "CREATE", ImapSession.name(folder.raw()), response -> {});
    if (!answer.ok() && !answer.hasCode("ALREADYEXISTS") && !exists(subject, folder.raw())) {
      throw answer.hasCode("OVERQUOTA")
          ? ImapAppend.full(subject, answer)
          : session.complaints().refused(subject, "the folder cannot be made", answer);
    }
    // Many mail programs show subscribed folders only; a server without subscriptions says NO.
    Completion _ =
        session.command(subject, "SUBSCRIBE", ImapSession.name(folder.raw()), response -> {});
  }

  private boolean exists(String subject, String raw) {
    Map<String, Entry> found = new LinkedHashMap<>();
    Argument arguments = ImapSession.name("");
    arguments.append(ImapSession.name(raw));
    Completion answer =
        session.command(subject, "LIST", arguments, response -> note(response, found));
    return answer.ok() && found.containsKey(raw);
  }

  private static void note(WireResponse response, Map<String, Entry> entries) {
    if (!response.is("LIST")) {
      return;
    }
    Tokens tokens = response.tokens("* LIST".length());
    List<String> attributes = tokens.list();
    String delimiter = tokens.string();
    String raw = tokens.at('"') || tokens.at('{') ? tokens.string() : tokens.rest();
    if (raw == null) {
      return;
    }
    String key = raw.equalsIgnoreCase(INBOX) ? INBOX : raw;
    entries.merge(
        key,
        new Entry(
            delimiter == null ? "" : delimiter,
            new LinkedHashSet<>(attributes == null ? List.of() : attributes)),
        Entry::and);
  }

  /// What LIST tells of a name.
  private record Entry(String delimiter, Set<String> attributes) {
    Entry and(Entry other) {
      attributes.addAll(other.attributes);
      return this;
    }
  }
}
