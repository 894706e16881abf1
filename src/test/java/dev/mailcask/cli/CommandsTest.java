package dev.mailcask.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.restore.Restore;
import dev.mailcask.restore.Restore.Problem;
import dev.mailcask.search.QueryProblem;
import dev.mailcask.search.Search;
import dev.mailcask.testing.MemoryTerminal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What every command has in common, and those that show mail and bring it back.
class CommandsTest extends CommandCase {
  @Test
  void foldersAreListedAsOfATime() {
    world.fill();
    assertThat(world.ok("--json", "folders", "work").lines())
        .hasSize(2)
        .first()
        .isEqualTo(
            "{\"folder\":\"INBOX\",\"messages\":1,\"bytes\":%d,\"gone\":null}"
                .formatted(CommandWorld.MAIL.length));
    assertThat(world.ok("folders", "work"))
        .contains("FOLDER    MESSAGES  SIZE  GONE SINCE")
        .contains("Old/Post         1  %d B  2026-11-22 11:00".formatted(CommandWorld.MAIL.length));
    assertThat(world.ok("folders", "work", "--at", "2026-11-21")).doesNotContain("2026-11-22");
    assertThat(world.ok("--json", "folders", "work", "--at", "2026-11-19")).isEmpty();
  }

  @Test
  void messagesAreListedAndControlsAreHarmless() {
    world.fill();
    JsonNode line = json(world.ok("list", "work", "INBOX", "--json"));
    assertThat(line.get("id").stringValue()).isEqualTo(ID);
    assertThat(line.get("uid").intValue()).isEqualTo(7);
    assertThat(line.get("date").stringValue()).isEqualTo("2026-11-20T08:00:00Z");
    assertThat(line.get("flags").get(0).stringValue()).isEqualTo("\\Seen");
    assertThat(line.get("subject").stringValue()).isEqualTo("Hello \u001b[31mred");
    assertThat(world.ok("list", "work", "INBOX"))
        .contains(ID.substring(0, 10))
        .contains("2026-11-20 09:00")
        .contains("Hello \uFFFD[31mred");
    assertThat(world.run(terminal, "list", "work", "Inbx")).isEqualTo(2);
    assertThat(terminal.errors()).contains("folder Inbx: there is no such folder");
  }

  @Test
  void aMessageIsShownAndItsBytesAreExact() {
    world.fill();
    assertThat(world.run(terminal, "show", ID.substring(0, 8), "--raw")).isZero();
    assertThat(terminal.bytes()).isEqualTo(CommandWorld.MAIL);
    assertThat(world.ok("show", ID))
        .contains("ID:       " + ID)
        .contains("In:       work, Old/Post, UID 9, gone since 2026-11-22 11:00")
        .contains("\n\nbyte for byte \uFFFD");
    assertThat(json(world.ok("--json", "show", ID)).get("places")).hasSize(2);
    MemoryTerminal wrong = new MemoryTerminal();
    assertThat(world.run(wrong, "show", "abc")).isEqualTo(2);
    assertThat(world.run(wrong, "show", "00000000")).isEqualTo(2);
    assertThat(wrong.errors())
        .contains("message abc: it is not an ID")
        .contains("message 00000000: there is no such message");
  }

  @Test
  void searchAsksAndAnswers() {
    world.fill();
    world.search.found = List.of(CommandWorld.ID);
    world.search.understoodAs = "mail with hello";
    world.search.notes =
        List.of(
            new QueryProblem(3, 4, "no folder is named 'Snet'", "did you mean 'Sent'?", "Sent"));
    world.search.excerpts.put(
        CommandWorld.ID,
        new Search.Excerpt(
            CommandWorld.ID,
            List.of(),
            List.of(),
            "say hello to all",
            List.of(4, 9),
            null,
            List.of("a.pdf")));
    JsonNode answer =
        json(world.ok("--json", "search", "hello", "--limit", "5", "--sort", "relevance"));
    assertThat(world.search.last)
        .isEqualTo(new Search.Request("hello", 0, 5, Search.Sort.RELEVANCE));
    assertThat(answer.get("total").intValue()).isEqualTo(1);
    assertThat(answer.get("understoodAs").stringValue()).isEqualTo("mail with hello");
    assertThat(answer.get("notes").get(0).get("at").intValue()).isEqualTo(3);
    assertThat(answer.get("notes").get(0).get("suggestion").stringValue()).isEqualTo("Sent");
    assertThat(answer.get("coverage").get("archived").intValue()).isEqualTo(2);
    JsonNode hit = answer.get("hits").get(0);
    assertThat(hit.get("account").stringValue()).isEqualTo("work");
    assertThat(hit.get("folders")).hasSize(2);
    assertThat(hit.get("attachments").get(0).stringValue()).isEqualTo("a.pdf");
    assertThat(world.ok("search", "hello", "world"))
        .contains("say hello to all")
        .contains("1 message, mail with hello")
        .contains("no folder is named 'Snet'; did you mean 'Sent'?\n")
        .contains("1 archived message is not searchable yet");
    assertThat(world.search.last)
        .isEqualTo(new Search.Request("hello world", 0, 20, Search.Sort.DATE));
    for (String sign : List.of("-", "\"", "AND", "*")) {
      world.ok("search", sign);
      assertThat(world.search.last)
          .as("what it means is for the search to say")
          .isEqualTo(new Search.Request(sign, 0, 20, Search.Sort.DATE));
    }
    assertThat(world.run(terminal, "search", "x", "--limit", "2000")).isEqualTo(2);
    assertThat(terminal.errors()).contains("--limit 2000: it is out of range; give 0 to 1000");
  }

  @Test
  void restorePlansAndRestores() {
    world.fill();
    assertThat(
            world.ok("restore", "work", "--folder", "Old/Post", "--at", "2026-11-21", "--dry-run"))
        .contains("Old/Post  Old/Post         3      1       2  2.00 KiB  folder is created")
        .contains("Nothing was changed.");
    assertThat(world.requested)
        .isEqualTo(
            new Restore.Request(
                CommandWorld.WORK,
                List.of("Old/Post"),
                List.of(),
                Instant.parse("2026-11-21T22:59:59.999999999Z"),
                null,
                null));
    assertThat(
            world.ok("--json", "restore", "work", "--message", ID, "--to", "work", "--into", "X"))
        .isEqualTo(
            "{\"planned\":3,\"appended\":2,\"alreadyThere\":1,\"failed\":0,\"verified\":2,"
                + "\"seconds\":1.5,\"failures\":[],\"notes\":[]}\n");
    assertThat(world.requested)
        .isEqualTo(
            new Restore.Request(
                CommandWorld.WORK,
                List.of(),
                List.of(CommandWorld.ID),
                null,
                CommandWorld.WORK,
                "X"));
    world.restored =
        new Restore.Report(
            3,
            2,
            0,
            1,
            2,
            1.5,
            List.of(new Problem(CommandWorld.ID, "INBOX", "too large for the server")),
            List.of());
    assertThat(world.run(terminal, "restore", "work")).isEqualTo(3);
    assertThat(terminal.text()).contains("failed: " + ID + " in INBOX: too large for the server");
  }

  @Test
  void anErrorIsOneObjectForPrograms() {
    for (String[] wrong :
        new String[][] {
          {"--json", "verify", "--sample", "0.5"},
          {"--json", "verify", "--smaple"},
          {"show", "--json"},
          {"--json", "folders", "nobody"}
        }) {
      MemoryTerminal each = new MemoryTerminal();
      assertThat(world.run(each, wrong)).isNotZero();
      assertThat(each.text().lines()).hasSize(1);
      JsonNode error = json(each.text()).get("error");
      assertThat(each.errors())
          .contains(error.get("problem").stringValue(), error.get("hint").stringValue());
    }
  }

  @Test
  void serveSaysWhereItIs() {
    assertThat(world.ok("serve", "--port", "0"))
        .contains("http://localhost:8080")
        .contains("Create the first user");
    assertThat(world.served).isEqualTo(1);
  }

  @Test
  void wrongUsageIsOneLine() {
    assertThat(world.run(terminal, "restore", "work", "--fodler", "INBOX")).isEqualTo(2);
    assertThat(terminal.errors())
        .isEqualTo(
            "mailcask: Unknown options: '--fodler', 'INBOX'; did you mean --folder?"
                + " see 'mailcask restore --help'\n");
    MemoryTerminal other = new MemoryTerminal();
    assertThat(world.run(other, "bakup")).isEqualTo(2);
    assertThat(world.run(other, "account")).isEqualTo(2);
    assertThat(world.run(other, "folders", "work", "--at", "yesterday")).isEqualTo(2);
    assertThat(other.errors().lines())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).startsWith("mailcask: "));
    assertThat(other.errors()).contains("did you mean backup");
    assertThat(other.text()).isEmpty();
  }

  @Test
  void helpAndVersionOpenNothing() {
    assertThat(world.ok("--help")).contains("Exit codes").contains("backup");
    assertThat(world.ok("restore", "--help")).contains("--dry-run");
    assertThat(world.ok("--version")).startsWith("mailcask");
  }

  @Test
  void theOptionsOfAllCommandsStandAnywhere() {
    assertThat(Commands.globals(List.of("--data", "/a", "backup")).data()).isEqualTo("/a");
    assertThat(Commands.globals(List.of("backup", "--data=/b", "--config", "c")))
        .isEqualTo(new Site.Globals("/b", "c"));
    assertThat(Commands.globals(List.of("search", "--", "--data", "/a")).data()).isNull();
  }
}
