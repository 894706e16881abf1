package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebServerTest {

  @Test
  void aTakenPortIsExplained(@TempDir Path directory) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      WebSettings settings = new WebSettings("localhost", taken.getLocalPort(), List.of(), false);
      assertThatThrownBy(() -> new TestAppliance(directory, settings))
          .isInstanceOf(Failure.Misconfigured.class)
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("another program")
          .hasMessageContaining("--port");
    }
  }

  @Test
  void anAddressOfAnotherMachineIsExplained(@TempDir Path directory) {
    for (String address : List.of("192.0.2.1", "no-such-host.invalid")) {
      WebSettings settings = new WebSettings(address, 0, List.of(), false);
      assertThatThrownBy(() -> new TestAppliance(directory.resolve(address), settings))
          .as(address)
          .isInstanceOf(Failure.Misconfigured.class)
          .hasMessageContaining("address " + address);
    }
    assertThatThrownBy(() -> new WebSettings("localhost", 70_000, List.of(), false))
        .isInstanceOf(Failure.Misconfigured.class);
  }

  @Test
  void byDefaultOnlyThisMachineIsServed(@TempDir Path directory) throws IOException {
    assertThat(WebSettings.DEFAULT.bind()).isEqualTo("localhost");
    assertThat(WebSettings.DEFAULT.port()).isEqualTo(8080);
    int port;
    try (TestAppliance appliance = new TestAppliance(directory)) {
      port = appliance.server.port();
      assertThat(port).isPositive();
      InetAddress own = InetAddress.getLocalHost();
      if (!own.isLoopbackAddress()) {
        assertThatThrownBy(() -> new Socket(own, port).close())
            .isInstanceOf(ConnectException.class);
      }
      new Socket("localhost", port).close();
    }
    assertThatThrownBy(() -> new Socket("localhost", port).close())
        .as("after the end")
        .isInstanceOf(ConnectException.class);
  }
}
