package dev.mailcask.mailbox.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// DNS by the JDK's resolver, against a name server of one answer; and https, or nothing.
class InternetDirectoryTest {

  private static final int MX = 15;
  private static final int SRV = 33;

  @Test
  void readsRecordsOfServicesAndOfMailServers() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread server = Thread.ofVirtual().start(() -> answer(socket));
      InternetDirectory directory =
          new InternetDirectory("dns://127.0.0.1:" + socket.getLocalPort());
      List<ServiceRecord> records =
          directory.srv("_imaps._tcp.example.org").stream()
              .flatMap(text -> ServiceRecord.of(text).stream())
              .toList();
      assertThat(records).containsExactly(new ServiceRecord(10, 5, 993, "imap.example.org"));
      assertThat(directory.mx("example.org")).containsExactly("7 imap.example.org.");
      assertThat(server.isAlive()).isTrue();
    }
  }

  @Test
  void whoDoesNotAnswerSaysNothing() throws IOException {
    int unused;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = socket.getLocalPort();
    }
    InternetDirectory directory = new InternetDirectory("dns://127.0.0.1:" + unused);
    assertThat(directory.mx("example.org")).isEmpty();
    assertThat(directory.exists("nowhere.invalid")).isFalse();
    assertThat(directory.fetch(List.of(URI.create("https://localhost:" + unused + "/x"))))
        .isEmpty();
  }

  @Test
  void nothingIsFetchedInPlaintext() {
    assertThatThrownBy(
            () -> new InternetDirectory().fetch(List.of(URI.create("http://localhost/x"))))
        .isInstanceOf(IllegalStateException.class);
  }

  /// Answers each question with the one record that there is, as RFC 1035 section 4 has it.
  private static void answer(DatagramSocket socket) {
    byte[] buffer = new byte[512];
    while (!socket.isClosed()) {
      try {
        DatagramPacket question = new DatagramPacket(buffer, buffer.length);
        socket.receive(question);
        int end = 12;
        while (buffer[end] != 0) {
          end += buffer[end] + 1;
        }
        int type = buffer[end + 2];
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(buffer, 0, 2);
        out.writeShort(0x8580);
        out.writeShort(1);
        out.writeShort(1);
        out.writeInt(0);
        out.write(buffer, 12, end + 5 - 12);
        out.writeShort(0xc00c);
        out.writeShort(type);
        out.writeShort(1);
        out.writeInt(60);
        byte[] data = record(type);
        out.writeShort(data.length);
        out.write(data);
        byte[] reply = bytes.toByteArray();
        socket.send(
            new DatagramPacket(reply, reply.length, question.getAddress(), question.getPort()));
      } catch (IOException e) {
        return; // the test is over
      }
    }
  }

  private static byte[] record(int type) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    if (type == SRV) {
      out.writeShort(10);
      out.writeShort(5);
      out.writeShort(993);
    } else {
      assertThat(type).isEqualTo(MX);
      out.writeShort(7);
    }
    for (String label : List.of("imap", "example", "org")) {
      out.writeByte(label.length());
      out.write(label.getBytes(StandardCharsets.US_ASCII));
    }
    out.writeByte(0);
    return bytes.toByteArray();
  }
}
