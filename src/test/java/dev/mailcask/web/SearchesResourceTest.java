package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SearchesResourceTest extends ApiTest {

  private static final String PATH = "/api/v1/searches";

  @Test
  void aSearchIsKeptReplacedAndForgotten() {
    client.put(PATH, "{\"name\":\"Grüße/1\",\"query\":\"subject:grüße\"}").is(200);
    client.put(PATH, "{\"name\":\"invoices\",\"query\":\"invoice\"}").is(200);
    client.put(PATH, "{\"name\":\"Invoices\",\"query\":\"subject:invoice\"}").is(200);
    JsonNode kept = client.get(PATH).is(200).json().get("searches");
    assertThat(kept.size()).isEqualTo(2);
    assertThat(kept.at("/1/name").asString()).isEqualTo("Invoices");
    assertThat(kept.at("/1/query").asString()).isEqualTo("subject:invoice");
    client.delete(PATH + "?name=Gr%C3%BC%C3%9Fe/1").is(200);
    assertThat(client.get(PATH).json().get("searches").size()).isEqualTo(1);
    client.delete(PATH + "?name=invoices").is(200);
    assertThat(client.get(PATH).json().get("searches").size()).isZero();
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    client.put(PATH, "{\"name\":\" \",\"query\":\"x\"}").isProblem(400, "saved search", "name");
    client.put(PATH, "{\"name\":\"x\"}").isProblem(400, "field query");
    client.delete(PATH).isProblem(400, "parameter name");
    appliance.stranger().get(PATH).isProblem(401);
  }
}
