package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrontEndTest extends ApiTest {

  @Test
  void thePageIsAskedForEveryTimeAndItsFilesAreKeptForGood() {
    ApiClient stranger = appliance.stranger();
    ApiClient.Answer page = stranger.get("/").is(200);
    assertThat(page.text()).contains("<title>Test page</title>");
    assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
    assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(stranger.get("/index.html").is(200).header("Cache-Control")).isEqualTo("no-cache");

    ApiClient.Answer script = stranger.get("/assets/app-ABCD1234.js").is(200);
    assertThat(script.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(script.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
  }

  @Test
  void textIsCompressedForWhoCanReadIt() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + client.port + "/assets/app-ABCD1234.js"))
            .header("Accept-Encoding", "gzip")
            .build();
    HttpResponse<byte[]> packed = ApiClient.HTTP.send(request, BodyHandlers.ofByteArray());
    assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
    byte[] plain = client.get("/assets/app-ABCD1234.js").http().body();
    assertThat(packed.body().length).isLessThan(plain.length / 2);
  }

  @Test
  void otherAddressesLeadToThePage() {
    for (String path : List.of("/search", "/accounts/work", "/x/../y")) {
      ApiClient.Answer answer = client.get(path);
      assertThat(answer.status()).as(path).isEqualTo(302);
      assertThat(answer.header("Location")).as(path).isEqualTo("/");
    }
    client.get("/assets/missing-ABCD1234.js").isProblem(404, "no such file");
    client.get("/api/else").isProblem(404);
  }

  @Test
  void nothingButThePagesCanBeReached() {
    for (String path :
        List.of(
            "/../openapi.json",
            "/%2e%2e/openapi.json",
            "/..%2fopenapi.json",
            "/assets/..%2f..%2fopenapi.json",
            "/dev/mailcask/web/WebServer.class",
            "//openapi.json",
            "/.hidden.json")) {
      String answer =
          client.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(answer).as(path).doesNotContain("\"openapi\"").doesNotStartWith("HTTP/1.1 200");
    }
  }
}
