package dev.mailcask.mailbox.imap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// The sockets of one connection: makes them for Angus, switches Nagle's algorithm off (a command
/// and its literal are two writes), and remembers the latest, which is the one to read from.
final class Sockets {

  private final SSLSocketFactory tls;
  private @Nullable Socket latest;

  Sockets(SSLSocketFactory tls) {
    this.tls = tls;
  }

  /// The socket to read from: the plain one, or the one with TLS as soon as there is one.
  Socket latest() {
    if (latest == null) {
      throw new IllegalStateException("nothing is connected");
    }
    return latest;
  }

  private Socket remember(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    latest = socket;
    return socket;
  }

  /// Makes plain sockets.
  SocketFactory plain() {
    return new SocketFactory() {
      @Override
      public Socket createSocket() throws IOException {
        return remember(new Socket());
      }

      @Override
      public Socket createSocket(String host, int port) {
        throw unused();
      }

      @Override
      public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
        throw unused();
      }

      @Override
      public Socket createSocket(InetAddress host, int port) {
        throw unused();
      }

      @Override
      public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
        throw unused();
      }
    };
  }

  /// Puts TLS on a connected socket.
  SSLSocketFactory tls() {
    return new SSLSocketFactory() {
      @Override
      public Socket createSocket(Socket under, String host, int port, boolean autoClose)
          throws IOException {
        return remember(tls.createSocket(under, host, port, autoClose));
      }

      @Override
      public String[] getDefaultCipherSuites() {
        return tls.getDefaultCipherSuites();
      }

      @Override
      public String[] getSupportedCipherSuites() {
        return tls.getSupportedCipherSuites();
      }

      @Override
      public Socket createSocket(String host, int port) {
        throw unused();
      }

      @Override
      public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
        throw unused();
      }

      @Override
      public Socket createSocket(InetAddress host, int port) {
        throw unused();
      }

      @Override
      public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
        throw unused();
      }
    };
  }

  private static IllegalStateException unused() {
    return new IllegalStateException("Angus connects sockets itself");
  }
}
