package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.extract.Reason;
import dev.mailcask.index.Attachments.Unread;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class UnreadResourceTest extends ApiTest {

  private static final String PATH = "/api/v1/attachments/unread";

  @Test
  void whatGaveNoTextIsListedWithItsReasonAndItsMessage() {
    appliance.attachments.refused.addAll(
        List.of(
            new Unread(
                appliance.report,
                "../a?b.zip",
                "application/zip",
                Reason.TOO_DEEP,
                TestAppliance.FIRST_RUN),
            new Unread(
                appliance.plain, "", "application/pdf", Reason.CRASHED, TestAppliance.FIRST_RUN)));
    JsonNode list = client.get(PATH).is(200).json();
    assertThat(list.get("waiting").asInt()).isEqualTo(12);
    assertThat(list.get("refused").asInt()).isEqualTo(2);
    assertThat(list.at("/attachments/0/message").asString()).isEqualTo(appliance.report.toString());
    assertThat(list.at("/attachments/0/subject").asString()).isEqualTo("Quarterly report");
    assertThat(list.at("/attachments/0/name").asString()).isEqualTo("ab.zip");
    assertThat(list.at("/attachments/0/reason").asString()).contains("zip bomb");
    assertThat(list.at("/attachments/1/name").asString()).isNotEmpty();
    assertThat(client.get(PATH + "?offset=1&limit=1").json().get("attachments").size())
        .isEqualTo(1);
  }

  @Test
  void whatWasRefusedIsTriedAgainWhenItsOwnerAsks() {
    client.post("/api/v1/attachments/retry").is(204);
    assertThat(appliance.attachments.retries).isEqualTo(1);
  }
}
