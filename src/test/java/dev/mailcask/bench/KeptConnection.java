package dev.mailcask.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A connection that asks one thing after another (RFC 9112 section 9.3), with next to no work of
/// its own: appliance and benchmark share two cores, and what a client spends is taken from the
/// searches that it measures. Used by one thread.
final class KeptConnection implements AutoCloseable {

  private static final String LENGTH = "content-length:";

  private final Socket socket;
  private final InputStream in;
  private final String headers;

  /// @param cookies as sent with each request
  KeptConnection(URI site, String cookies) throws IOException {
    socket = new Socket(site.getHost(), site.getPort());
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    headers = " HTTP/1.1\r\nHost: " + site.getAuthority() + "\r\nCookie: " + cookies + "\r\n\r\n";
  }

  String get(String path) throws IOException {
    socket.getOutputStream().write(("GET " + path + headers).getBytes(StandardCharsets.ISO_8859_1));
    String status = line();
    int length = -1;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = Integer.parseInt(line.substring(LENGTH.length()).strip());
      }
    }
    byte[] bytes = length >= 0 ? in.readNBytes(length) : chunks();
    String body = new String(bytes, StandardCharsets.UTF_8);
    ArchiveBench.check(status.startsWith("HTTP/1.1 200"), path + " says " + status + " " + body);
    return body;
  }

  /// A body without a length (RFC 9112 section 7.1).
  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int size;
    do {
      size = Integer.parseInt(line(), 16);
      body.write(in.readNBytes(size));
      line();
    } while (size > 0);
    return body.toByteArray();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      ArchiveBench.check(octet >= 0, "the appliance closed the connection");
      if (octet != '\r') {
        line.append((char) octet);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
