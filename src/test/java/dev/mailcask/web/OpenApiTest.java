package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.ArchiveEvent;
import dev.mailcask.base.ContentId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Holds the document to the code. That answers have the form it gives is held by [ApiClient], for
/// every request of every test.
class OpenApiTest extends ApiTest {

  @Test
  void everyRouteIsInTheDocumentAndTheOtherWayRound() {
    Set<String> routes = new TreeSet<>(appliance.server.routes());
    assertThat(routes.remove("GET /")).isTrue();
    assertThat(routes.remove("GET /<path>")).isTrue();
    assertThat(routes).isEqualTo(appliance.document.operations());
  }

  @Test
  void operationsHaveNamesAndTheirParametersAreThoseOfThePath() {
    Set<String> ids = new HashSet<>();
    JsonNode root = appliance.document.root();
    for (var path : root.get("paths").properties()) {
      for (JsonNode operation : path.getValue()) {
        assertThat(ids.add(operation.get("operationId").asString())).as(path.getKey()).isTrue();
        Set<String> inPath = new TreeSet<>();
        if (operation.has("parameters")) {
          for (JsonNode parameter : operation.get("parameters")) {
            JsonNode p =
                parameter.has("$ref")
                    ? root.at(parameter.get("$ref").asString().substring(1))
                    : parameter;
            if (p.get("in").asString().equals("path")) {
              inPath.add("{" + p.get("name").asString() + "}");
            }
          }
        }
        for (String step : path.getKey().split("/", -1)) {
          assertThat(step.startsWith("{") && !inPath.remove(step)).as(path.getKey()).isFalse();
        }
        assertThat(inPath).as(path.getKey()).isEmpty();
      }
    }
  }

  @Test
  void everySchemaIsUsedAndEveryReferenceLeadsSomewhere() {
    String text = appliance.document.root().toString();
    JsonNode schemas = appliance.document.root().at("/components/schemas");
    for (String name : schemas.propertyNames()) {
      assertThat(text).contains("\"#/components/schemas/" + name + "\"");
    }
    var references = java.util.regex.Pattern.compile("\"\\$ref\":\"#([^\"]+)\"").matcher(text);
    while (references.find()) {
      assertThat(appliance.document.root().at(references.group(1)).isObject())
          .as(references.group(1))
          .isTrue();
    }
  }

  @Test
  void theServerServesIt() {
    ApiClient.Answer answer = appliance.stranger().get("/api/openapi.json").is(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.json()).isEqualTo(appliance.document.root());
  }

  @Test
  void theCheckerFindsWhatIsWrong() {
    JsonNode schema = appliance.document.root().at("/components/schemas/Coverage");
    check("{\"indexed\":1,\"archived\":2,\"defective\":0,\"waiting\":0}", schema);
    for (String wrong :
        java.util.List.of(
            "{\"indexed\":1,\"archived\":2}",
            "{\"indexed\":1,\"archived\":2,\"defective\":\"0\",\"waiting\":0}",
            "{\"indexed\":1,\"archived\":2,\"defective\":null,\"waiting\":0}",
            "{\"indexed\":1,\"archived\":2,\"defective\":0,\"waiting\":0,\"more\":1}",
            "[]")) {
      assertThatThrownBy(() -> check(wrong, schema)).as(wrong).isInstanceOf(AssertionError.class);
    }
  }

  private void check(String json, JsonNode schema) {
    appliance.document.check(JsonMapper.shared().readTree(json), schema, "value");
  }

  @Test
  void whatIsLostAndTheArchivesOwnJournalAreAmongTheFigures() {
    ContentId nowhere = ContentId.of(new byte[] {1, 2, 3});
    appliance.own.append(
        Instant.parse("2026-11-23T04:50:43Z"),
        new ArchiveEvent.PacksReplaced(
            List.of(), List.of(), ArchiveEvent.Reason.REPAIR, 0, List.of(nowhere)));
    JsonNode stats = client.get("/api/v1/stats").is(200).json();
    assertThat(stats.get("lost").asInt()).isEqualTo(1);
    assertThat(stats.at("/heads/0/account").asString()).isEqualTo("work");
    assertThat(stats.at("/heads/1/account").asString()).isEqualTo("_archive");
    assertThat(stats.at("/heads/1/segment").asInt()).isEqualTo(1);
  }

  @Test
  void figuresAndHealth() {
    JsonNode stats = client.get("/api/v1/stats").is(200).json();
    assertThat(stats.get("accounts").asInt()).isEqualTo(1);
    assertThat(stats.get("messages").asInt()).isEqualTo(3);
    assertThat(stats.get("placements").asInt()).isEqualTo(1);
    assertThat(stats.get("indexBytes").asInt()).isEqualTo(4096);
    assertThat(stats.get("ratio").asDouble()).isPositive();
    assertThat(client.get("/api/v1/coverage").is(200).json()).isEqualTo(stats.get("coverage"));

    ApiClient stranger = appliance.stranger();
    assertThat(stranger.get("/healthz").is(200).text()).isEqualTo("ok\n");
    assertThat(stranger.get("/readyz").is(200).text()).isEqualTo("ready\n");
    appliance.ready.set(false);
    try {
      assertThat(stranger.get("/readyz").is(503).text()).isEqualTo("not yet\n");
      stranger.get("/healthz").is(200);
    } finally {
      appliance.ready.set(true);
    }
  }
}
