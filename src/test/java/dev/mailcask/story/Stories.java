package dev.mailcask.story;

import dev.mailcask.base.ContentId;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.MailcaskProcess;
import dev.mailcask.testing.RawImap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What several stories do.
final class Stories {

  private static final Pattern UID = Pattern.compile("UID (\\d+)");
  private static final Pattern LITERAL = Pattern.compile("BODY\\[] \\{(\\d+)}\r\n");
  private static final int AT_ONCE = 200;
  private static final JsonMapper JSON = new JsonMapper();

  private Stories() {}

  /// Adds a user's account on the server under the user's name.
  static void addAccount(Path data, DovecotServer server, String user) {
    addAccount(data, server.port(), user);
  }

  /// The same through another port, behind which the server is.
  static void addAccount(Path data, int port, String user) {
    MailcaskProcess.run(
            data,
            DovecotServer.PASSWORD.value() + "\n",
            "account",
            "add",
            user,
            "--host",
            "127.0.0.1",
            "--port",
            String.valueOf(port),
            "--security",
            "none",
            "--user",
            user,
            "--password-stdin")
        .good();
  }

  /// What the archive has in a folder, by UID.
  static Map<Long, String> idsByUid(Path data, String account, String folder) {
    Map<Long, String> ids = new TreeMap<>();
    MailcaskProcess.run(data, "", "--json", "list", account, folder)
        .good()
        .text()
        .lines()
        .forEach(
            line -> {
              JsonNode message = JSON.readTree(line);
              ids.put(message.get("uid").asLong(), message.get("id").asString());
            });
    return ids;
  }

  /// The SHA-256 of what the server sends for each message of a folder, by UID.
  static Map<Long, String> hashesByUid(DovecotServer server, String user, String folder) {
    Map<Long, String> hashes = new TreeMap<>();
    RawImap imap = server.imap(user);
    imap.command("EXAMINE " + RawImap.quoted(folder));
    long last = 0;
    for (String answer : imap.command("UID FETCH 1:* (UID)")) {
      Matcher uid = UID.matcher(answer);
      last = Math.max(last, uid.find() ? Long.parseLong(uid.group(1)) : 0);
    }
    for (long from = 1; from <= last; from += AT_ONCE) {
      long to = Math.min(last, from + AT_ONCE - 1);
      for (String answer : imap.command("UID FETCH " + from + ":" + to + " (UID BODY.PEEK[])")) {
        Matcher literal = LITERAL.matcher(answer);
        Matcher uid = UID.matcher(answer);
        if (literal.find() && uid.find()) {
          int length = Integer.parseInt(literal.group(1));
          byte[] body =
              answer
                  .substring(literal.end(), literal.end() + length)
                  .getBytes(StandardCharsets.ISO_8859_1);
          hashes.put(Long.parseLong(uid.group(1)), ContentId.of(body).toString());
        }
      }
    }
    return hashes;
  }
}
