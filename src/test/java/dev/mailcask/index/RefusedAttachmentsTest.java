package dev.mailcask.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.FileTree;
import dev.mailcask.base.Progress;
import dev.mailcask.extract.Documents;
import dev.mailcask.extract.ExtractSettings;
import dev.mailcask.extract.HostileParser;
import dev.mailcask.extract.Readers;
import dev.mailcask.extract.Reason;
import dev.mailcask.index.Attachments.Backlog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Attachments that give no text: why, and what becomes of their list.
class RefusedAttachmentsTest extends AttachmentCase {

  @Test
  void whatWasRefusedIsListedAndTriedAgainByANewVersion() throws IOException {
    ContentId id = place("apple", "secret redness");
    place("pear", "green");
    indexer.catchUp(Progress.NONE);
    attachments.read(Progress.NONE);
    assertThat(attachments.backlog()).isEqualTo(new Backlog(0, 1));
    assertThat(attachments.unread(0, 10))
        .containsExactly(
            new Attachments.Unread(id, "a.txt", "application/octet-stream", Reason.ENCRYPTED, NOW));
    assertThat(attachments.unread(1, 10)).isEmpty();
    assertThat(count(Fields.IS, Fields.IS_UNREAD_ATTACHMENT)).isEqualTo(1);
    assertThat(attachments.read(Progress.NONE)).isZero();

    reader.version = "2";
    assertThat(attachments.read(Progress.NONE)).isEqualTo(1);
    assertThat(attachments.backlog()).isEqualTo(new Backlog(0, 0));
    assertThat(count(Fields.IS, Fields.IS_UNREAD_ATTACHMENT)).isZero();
    assertThat(count(Fields.ATTACHED, "redness")).isEqualTo(1);
    assertThat(reader.read).hasSize(3);
  }

  @Test
  void whatWasRefusedIsTriedAgainOnRequest() {
    place("apple", "secret");
    indexer.catchUp(Progress.NONE);
    attachments.read(Progress.NONE);
    attachments.retry();
    assertThat(attachments.read(Progress.NONE)).isEqualTo(1);
    assertThat(reader.read).hasSize(2);
    end();
    begin(reader);
    assertThat(attachments.read(Progress.NONE)).isZero();
    assertThat(attachments.backlog().refused()).isEqualTo(1);
  }

  @Test
  void aFileThatNobodyThoughtOfStopsNoOther() throws IOException {
    place("apple", "bug");
    place("pear", "greenness");
    indexer.catchUp(Progress.NONE);
    assertThat(attachments.read(Progress.NONE)).isEqualTo(1);
    assertThat(count(Fields.ATTACHED, "greenness")).isEqualTo(1);
    int tried = reader.read.size();
    assertThat(attachments.read(Progress.NONE)).isZero();
    assertThat(reader.read).hasSize(tried);
    attachments.retry();
    assertThat(attachments.read(Progress.NONE)).isZero();
    assertThat(reader.read).as("tried again on request").hasSizeGreaterThan(tried);
  }

  @Test
  void whatWasRefusedIsListedAgainWhereTheListIsLost() throws IOException {
    ContentId id = place("apple", "secret");
    place("pear", "greenness");
    indexer.catchUp(Progress.NONE);
    attachments.read(Progress.NONE);
    List<Attachments.Unread> listed = attachments.unread(0, 10);
    assertThat(listed).extracting(Attachments.Unread::message).containsExactly(id);
    end();
    FileTree.delete(dir.resolve("index/attachments"));
    begin(reader);
    reader.read.clear();
    assertThat(attachments.read(Progress.NONE)).isEqualTo(1);
    assertThat(attachments.unread(0, 10)).isEqualTo(listed);
    assertThat(reader.read).containsExactly("secret");
    assertThat(attachments.read(Progress.NONE)).isZero();

    reader.version = "2";
    assertThat(attachments.read(Progress.NONE)).isEqualTo(1);
    assertThat(attachments.backlog()).isEqualTo(new Backlog(0, 0));
    assertThat(count(Fields.IS, Fields.IS_UNREAD_ATTACHMENT)).isZero();
  }

  @Test
  void aListThatIsDamagedWhileItIsReadComesBack() throws IOException {
    place("apple", "secret");
    indexer.catchUp(Progress.NONE);
    attachments.read(Progress.NONE);
    end();
    begin(reader);
    try (Stream<Path> files = Files.list(dir.resolve("index/attachments"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".si")).toList()) {
        Files.write(file, new byte[10]);
      }
    }
    assertThat(attachments.unread(0, 10)).isEmpty();
    assertThat(attachments.read(Progress.NONE)).isEqualTo(1);
    assertThat(attachments.unread(0, 10)).hasSize(1);
  }

  @Test
  void whatIsLostOfMailThatCannotBeReadIsTriedAgainLater() throws IOException {
    ContentId id = place("apple", "secret");
    indexer.catchUp(Progress.NONE);
    attachments.read(Progress.NONE);
    end();
    FileTree.delete(dir.resolve("index/attachments"));
    begin(reader);
    mail.archive.lose(id);
    assertThat(attachments.read(Progress.NONE)).isZero();
    place("apple", "secret");
    assertThat(attachments.read(Progress.NONE)).isZero();
    now = now.plus(Duration.ofHours(1));
    assertThat(attachments.read(Progress.NONE)).isEqualTo(1);
    assertThat(attachments.unread(0, 10)).hasSize(1);
  }

  @Test
  void filesThatEndTheirReaderCostTheirOwnTextAlone() throws IOException {
    end();
    begin(Readers.hostile(dir, new ExtractSettings(1, 64, Duration.ofSeconds(3), 1 << 20, "off")));
    byte[] bomb = new byte[] {'x'};
    for (int i = 0; i < 50; i++) {
      bomb = Documents.zip(Map.of("a.zip", bomb));
    }
    Map<ContentId, Reason> hostile = new HashMap<>();
    place("pear", "greenness before");
    hostile.put(mail.place("work", "Inbox", message("apple", "a.zip", bomb)), Reason.TOO_DEEP);
    hostile.put(placeHostile("recurse"), Reason.TOO_DEEP);
    hostile.put(placeHostile("be killed"), Reason.CRASHED);
    hostile.put(placeHostile("spin"), Reason.TOO_SLOW);
    hostile.put(placeHostile("take all memory"), Reason.TOO_MUCH_MEMORY);
    place("pear", "greenness after");
    indexer.catchUp(Progress.NONE);
    assertThat(attachments.read(Progress.NONE)).isEqualTo(7);
    assertThat(count(Fields.ATTACHED, "greenness")).isEqualTo(2);
    assertThat(count(Fields.SUBJECT, "apple")).isEqualTo(5);
    assertThat(attachments.backlog()).isEqualTo(new Backlog(0, 5));
    Map<ContentId, Reason> listed = new HashMap<>();
    attachments.unread(0, 10).forEach(unread -> listed.put(unread.message(), unread.reason()));
    assertThat(listed).isEqualTo(hostile);
  }

  private ContentId placeHostile(String says) {
    return mail.place("work", "Inbox", message("apple", "a.txt", HostileParser.file(says)));
  }
}
