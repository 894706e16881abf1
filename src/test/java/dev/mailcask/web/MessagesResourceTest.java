package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.ContentId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
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
    assertThat(raw.header("Content-Disposition"))
        .isEqualTo(FileNames.disposition("2026-11-20 Quarterly report.eml"));
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
  void aMessageIsPrintedWithItsHeader() {
    ApiClient.Answer html = client.get(path(appliance.report) + "/html?print=true").is(200);
    assertThat(html.text())
        .contains("<title>Quarterly report</title>", ">Quarterly report</h1>")
        .contains(">From: Jürgen &lt;juergen@example.org&gt;</p>")
        .contains(">Date: Fri, 20 Nov 2026 10:00:00 +0100</p>");
    // The page may tell this frame to print; nothing in it may run, as nowhere else.
    assertThat(html.header("Content-Security-Policy"))
        .contains("default-src 'none'", "sandbox allow-same-origin allow-modals")
        .doesNotContain("script");
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
  void whatIsLookedAtIsDecidedByTheBytes() {
    JsonNode attachments = client.get(path(appliance.report)).json().get("attachments");
    String logo = "/attachments/" + attachments.get(0).get("index").asInt();
    String page = "/attachments/" + attachments.get(1).get("index").asInt();
    assertThat(attachments.get(0).get("preview").asString()).isEqualTo("image");
    assertThat(attachments.get(1).get("preview").asString()).isEqualTo("text");
    ApiClient.Answer image = client.get(path(appliance.report) + logo + "/view").is(200);
    assertThat(image.header("Content-Type")).isEqualTo("image/png");
    assertThat(image.header("Content-Disposition")).startsWith("inline");
    assertThat(image.header("Content-Security-Policy")).contains("sandbox");
    client
        .get(path(appliance.report) + page + "/view")
        .isProblem(415, "neither an image nor a PDF");
    JsonNode text = client.get(path(appliance.report) + page + "/text").is(200).json();
    assertThat(text.get("text").asString()).isEqualTo("<script>alert(1)</script>");
    assertThat(text.get("cut").asBoolean()).isFalse();
    client.get(path(appliance.report) + "/attachments/99/view").isProblem(404, "attachment");
  }

  @Test
  void allAttachmentsComeInOneFile() throws Exception {
    ApiClient.Answer zip = client.get(path(appliance.report) + "/attachments").is(200);
    assertThat(zip.header("Content-Type")).isEqualTo("application/zip");
    assertThat(entries(zip.http().body()))
        .containsEntry("évilname.html", "<script>alert(1)</script>")
        .hasSize(2);
    client.get(path(appliance.plain) + "/attachments").isProblem(404, "no such attachment");
  }

  @Test
  void severalMessagesComeInOneFile() throws Exception {
    String ids = appliance.report + "," + appliance.gone.toString().substring(0, 10);
    assertThat(entries(client.get("/api/v1/messages.zip?ids=" + ids).is(200).http().body()))
        .containsEntry("2026-11-20 Quarterly report.eml", TestAppliance.REPORT)
        .containsEntry("2026-11-20 gone by now.eml", TestAppliance.GONE)
        .hasSize(2);
    client.get("/api/v1/messages.zip?ids=" + "01234567,".repeat(200)).isProblem(400, "too many");
    client.get("/api/v1/messages.zip?ids=" + "aaaaaaaa,".repeat(10)).isProblem(404, "message");
    client.get("/api/v1/messages.zip").isProblem(400, "parameter ids");
  }

  @Test
  void oneDamagedMessageNeverStopsTheOthers() throws Exception {
    appliance.archive.lose(appliance.gone);
    try {
      Map<String, String> entries =
          entries(
              client
                  .get("/api/v1/messages.zip?ids=" + appliance.gone + "," + appliance.plain)
                  .is(200)
                  .http()
                  .body());
      assertThat(entries).containsEntry("2026-11-20 Re.eml", TestAppliance.PLAIN);
      assertThat(entries.get("NOT COMPLETE.txt"))
          .contains("gone by now.eml: no pack of the archive holds it");
    } finally {
      appliance.archive.put(
          TestAppliance.WORK, TestAppliance.GONE.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Map<String, String> entries(byte[] zip) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
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
