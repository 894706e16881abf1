package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.ContentId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MessagesResourceTest extends ApiTest {

  private String path(ContentId id) {
    return "/api/v1/messages/" + id;
  }

  @Test
  void aMessageIsShownAsPeopleReadIt() {
    JsonNode m = client.get(path(appliance.report)).is(200).json();
    assertThat(m.get("subject").asString()).isEqualTo("Quarterly report");
    assertThat(m.get("from").asString()).isEqualTo("Jürgen <juergen@example.org>");
    assertThat(m.get("cc").asString()).isEqualTo("grace@example.org");
    assertThat(m.get("bcc").asString()).isEmpty();
    assertThat(m.get("messageId").asString()).isEqualTo("q3@example.org");
    assertThat(m.at("/headers/0/name").asString()).isEqualTo("From");
    assertThat(m.at("/places/0/folder").asString()).isEqualTo("INBOX");
    assertThat(m.get("hasHtml").asBoolean()).isTrue();
    assertThat(m.get("remoteBlocked").asInt()).isEqualTo(1);
    assertThat(m.get("text").asString()).contains("See");
    assertThat(m.get("attachments")).hasSize(2);
    assertThat(m.at("/attachments/0/inline").asBoolean()).isTrue();
    assertThat(m.at("/attachments/1/name").asString()).isEqualTo("évilname.html");

    JsonNode plain = client.get(path(appliance.plain)).is(200).json();
    assertThat(plain.get("hasHtml").asBoolean()).isFalse();
    assertThat(plain.get("text").asString()).isEqualTo("Thank you.\r\n");
    assertThat(plain.get("date").isNull()).isTrue();
    assertThat(plain.at("/places/0/gone").isNull()).isFalse();
  }

  @Test
  void aPrefixWillDoAndRubbishWillNot() {
    String id = appliance.report.toString();
    assertThat(client.get("/api/v1/messages/" + id.substring(0, 8)).is(200).json().get("id"))
        .isEqualTo(client.get("/api/v1/messages/" + id).json().get("id"));
    client.get("/api/v1/messages/" + id.substring(0, 7)).isProblem(404);
    client.get("/api/v1/messages/0000000000").isProblem(404, "no such message");
    client.get("/api/v1/messages/not-a-hash").isProblem(404);
    client.get("/api/v1/messages/" + id + "00").isProblem(404);
  }

  @Test
  void theRawMessageIsExact() {
    ApiClient.Answer raw = client.get(path(appliance.report) + "/raw").is(200);
    assertThat(raw.http().body()).isEqualTo(TestAppliance.REPORT.getBytes(StandardCharsets.UTF_8));
    assertThat(raw.header("Content-Type")).isEqualTo("message/rfc822");
    assertThat(raw.header("Content-Disposition")).startsWith("attachment;").contains(".eml");
    assertThat(raw.header("Content-Security-Policy")).contains("sandbox");
  }

  @Test
  void htmlIsHarmlessAndLoadsNothing() {
    ApiClient.Answer html = client.get(path(appliance.report) + "/html").is(200);
    assertThat(html.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
    assertThat(html.text())
        .contains("data:image/png;base64,iVBORw0KGgo")
        .doesNotContain("tracker.example")
        .doesNotContain("onclick")
        .doesNotContain("<script")
        .doesNotContain("cid:");
    assertThat(html.header("X-Remote-Blocked")).isEqualTo("1");
    assertThat(html.header("Content-Security-Policy"))
        .contains("default-src 'none'", "img-src data:;", "sandbox allow-popups", "base-uri 'none'")
        .contains("frame-ancestors 'self'")
        .doesNotContain("allow-scripts")
        .doesNotContain("allow-same-origin")
        .doesNotContain("http");
    assertThat(html.header("X-Frame-Options")).isEqualTo("SAMEORIGIN");
    client.get(path(appliance.plain) + "/html").isProblem(404, "no HTML body");
  }

  @Test
  void anAttachmentIsOnlyEverSaved() {
    JsonNode message = client.get(path(appliance.report)).json();
    int index = message.at("/attachments/1/index").asInt();
    ApiClient.Answer answer = client.get(path(appliance.report) + "/attachments/" + index).is(200);
    assertThat(answer.text()).isEqualTo("<script>alert(1)</script>");
    assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Content-Security-Policy")).contains("sandbox");
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"_vilname.html\"; filename*=UTF-8''%C3%A9vilname.html");
    client.get(path(appliance.report) + "/attachments/99").isProblem(404, "no such attachment");
    client.get(path(appliance.report) + "/attachments/x").isProblem(404);
    client.get(path(appliance.report) + "/attachments/-1").isProblem(404);
  }

  @Test
  void damageIsSaidAndNamed() throws Exception {
    ContentId id = appliance.gone;
    appliance.archive.lose(id);
    try {
      client.get(path(id)).isProblem(500, "no pack of the archive holds it", "verify");
      client.get(path(id) + "/raw").isProblem(500, "Stored data is damaged");
    } finally {
      appliance.archive.put(
          TestAppliance.WORK, TestAppliance.GONE.getBytes(StandardCharsets.UTF_8));
    }
    client.get(path(id)).is(200);
  }
}
