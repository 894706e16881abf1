package dev.mailcask.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.search.Search.Conversation;
import dev.mailcask.search.Search.Request;
import dev.mailcask.search.Search.Sort;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationsTest extends SearchWorld {

  private ContentId place(String account, String name, int day, String header) {
    return mail.place(
        account,
        "Inbox",
        "Message-ID: <%s@example.com>\nDate: %d Mar 2024 10:00:00 +0000\n%s\n\ntext of %s\n"
            .formatted(name, day, header, name));
  }

  private List<String> names(Conversation conversation) {
    return conversation.turns().stream()
        .map(turn -> turn.message().envelope().messageId())
        .map(id -> id.substring(0, id.indexOf('@')))
        .toList();
  }

  @Test
  void gathersAcrossAccountsFromAnyOfItsMessages() {
    ContentId first = place("work", "a", 1, "From: anna@example.com\nSubject: plums");
    ContentId answer =
        place(
            "home",
            "b",
            2,
            "From: bert@example.com\nSubject: Re: plums\nIn-Reply-To: <a@example.com>");
    ContentId late =
        place(
            "work",
            "d",
            4,
            "From: cem@example.com\nSubject: Fwd: pears\nReferences: <a@example.com>\n <c@example.com>");
    place("work", "x", 3, "From: dora@example.com\nSubject: Re: plums");
    place("work", "y", 3, "From: anna@example.com\nSubject: plums");
    indexer.catchUp(Progress.NONE);

    for (ContentId id : List.of(first, answer, late)) {
      Conversation found = search.conversation(id);
      assertThat(names(found)).containsExactly("a", "b", "d");
      assertThat(found.complete()).isTrue();
    }
    assertThat(
            search
                .find(new Request("thread:" + first.toString().substring(0, 12), 0, 10, Sort.DATE))
                .hits())
        .extracting(hit -> hit.message().envelope().messageId())
        .containsExactly("d@example.com", "b@example.com", "a@example.com");
  }

  @Test
  void aReplyWithoutReferencesIsFoundFromBothSides() {
    ContentId first =
        place("work", "a", 1, "From: anna@example.com\nTo: bert@example.com\nSubject: plums");
    ContentId reply =
        place("work", "b", 2, "From: bert@example.com\nTo: anna@example.com\nSubject: AW: Plums");
    place("work", "c", 2, "From: spam@example.net\nTo: you@example.net\nSubject: Re: plums");
    indexer.catchUp(Progress.NONE);
    assertThat(names(search.conversation(first))).containsExactly("a", "b");
    assertThat(names(search.conversation(reply))).containsExactly("a", "b");
  }

  @Test
  void aReplyWithoutReferencesIsFoundLateInALongConversation() {
    String people = "From: anna@example.com\nTo: bert@example.com\nSubject: Re: plums\n";
    ContentId first = place("work", "a", 1, people.replace("Re: ", "").strip());
    String july = "Message-ID: <%s@example.com>\nDate: %d Jul 2024 10:00:00 +0000\n" + people;
    mail.place("work", "Inbox", july.formatted("b", 1) + "In-Reply-To: <a@example.com>\n\ntext\n");
    ContentId late = mail.place("work", "Inbox", july.formatted("c", 2) + "\ntext\n");
    indexer.catchUp(Progress.NONE);
    assertThat(names(search.conversation(first))).containsExactly("a", "b", "c");
    assertThat(names(search.conversation(late))).containsExactly("a", "b", "c");
  }

  @Test
  void aHugeOneIsCutAndSaysSo() {
    ContentId first = place("work", "a", 1, "From: anna@example.com\nSubject: plums");
    for (int i = 0; i < Conversations.MOST + 20; i++) {
      place(
          "work",
          "r" + i,
          2 + i % 20,
          "From: b@example.com\nSubject: Re: plums\nReferences: <a@example.com>\nX: " + i);
    }
    indexer.catchUp(Progress.NONE);
    Conversation found = search.conversation(first);
    assertThat(found.turns()).hasSize(Conversations.MOST);
    assertThat(found.complete()).isFalse();
  }

  @Test
  void aMessageAloneIsAConversationOfOne() {
    ContentId alone = place("work", "a", 1, "Subject: plums");
    assertThat(names(search.conversation(alone))).containsExactly("a");
    indexer.catchUp(Progress.NONE);
    assertThat(names(search.conversation(alone))).containsExactly("a");
    assertThat(search.conversation(ContentId.of(new byte[] {9})).turns()).isEmpty();
  }
}
