package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The time limit is there so that a server that answers nobody fails the test.
@Timeout(60)
class StrangerLimitTest extends ApiTest {

  /// More than the server has threads.
  private static final int MANY = 530;

  /// Signs in, and never says more than the first byte of it.
  private Socket slow() throws IOException {
    Socket socket = new Socket("localhost", client.port);
    String head =
        """
        POST /api/v1/session HTTP/1.1
        Host: localhost:%d
        Content-Type: application/json
        Content-Length: 100

        {"""
            .formatted(client.port)
            .replace("\n", "\r\n");
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private ApiClient.Answer untilItIs(int status) throws InterruptedException {
    while (true) {
      ApiClient.Answer answer = appliance.stranger().get("/");
      if (answer.status() == status) {
        return answer;
      }
      Thread.sleep(20);
    }
  }

  @Test
  void strangersWhoDawdleHoldUpNobodyWhoIsSignedIn() throws Exception {
    List<Socket> dawdling = new ArrayList<>();
    try {
      for (int i = 0; i < MANY; i++) {
        dawdling.add(slow());
      }
      ApiClient.Answer busy = untilItIs(503).isProblem(503, "not signed in", "few seconds");
      assertThat(busy.header("Retry-After")).isEqualTo("5");
      client.get("/").is(200);
      client.get("/api/v1/accounts").is(200);
      ApiClient forged = appliance.stranger();
      forged.cookie = "x".repeat(43);
      forged.get("/").is(503);
    } finally {
      for (Socket socket : dawdling) {
        socket.close();
      }
    }
    untilItIs(200);
    appliance.user().get("/api/v1/accounts").is(200);
  }
}
