package dev.mailcask.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.JournalEvent.FolderLeft;
import dev.mailcask.archive.JournalEvent.RunSummary;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoneTextTest {

  private static String text(long gone, FolderLeft... folders) {
    return GoneText.of(
        new RunSummary(
            "complete",
            "",
            1,
            0,
            0,
            0,
            gone,
            0,
            0,
            0,
            List.of(),
            List.of(),
            null,
            List.of(folders)));
  }

  @Test
  void foldersThatWentAreNamed() {
    assertThat(text(0)).isEqualTo("0 gone");
    assertThat(text(1_243, new FolderLeft(2, "Projects", 1_240)))
        .isEqualTo("1,243 gone (1 folder with 1,240 messages: Projects)");
    assertThat(
            text(
                4,
                new FolderLeft(1, "A", 1),
                new FolderLeft(2, "B", 1),
                new FolderLeft(3, "C", 1),
                new FolderLeft(4, "D", 1)))
        .isEqualTo("4 gone (4 folders with 4 messages: A, B, C and 1 more)");
  }
}
