package dev.mailcask.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.JournalEvent.FolderLeft;
import dev.mailcask.archive.JournalEvent.RunSummary;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void aSummaryOfBeforeFoldersWereToldToBeGone() {
    RunSummary before = new RunSummary("complete", "", 1, 2, 3, 4, 5, 6, 7, 8, List.of());
    String json = Json.of(before);
    String earlier = json.replace(",\"foldersGone\":[]", "").replace("\"foldersGone\":[],", "");
    assertThat(earlier).isNotEqualTo(json);
    assertThat(Json.summary(earlier)).isEqualTo(before);
  }

  @Test
  void aSummary() {
    RunSummary summary =
        new RunSummary(
            "complete",
            "",
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            List.of(),
            List.of(),
            null,
            List.of(new FolderLeft(2, "A", 5)));
    assertThat(Json.summary(Json.of(summary))).isEqualTo(summary);
  }
}
