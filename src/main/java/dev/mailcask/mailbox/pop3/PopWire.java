package dev.mailcask.mailbox.pop3;

import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Security;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bytes of one connection: lines out, answers, lists and messages in. One char a byte (ISO
/// 8859-1) but for what is sent. Used by one thread; after an [IOException] it is of no use.
final class PopWire implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(PopWire.class);

  /// RFC 2449 section 4 allows 512 bytes; nobody who keeps to the protocol sends this many.
  private static final int LONGEST_LINE = 16 << 10;

  private final MailboxSettings account;
  private final SSLSocketFactory tls;
  private final CommandPace pace;
  private Socket socket;
  private InputStream in;
  private OutputStream out;
  private final byte[] buffer = new byte[64 << 10];
  private int at;
  private int limit;
  private boolean open = true;

  /// @param pace at which commands are sent
  PopWire(MailboxSettings account, Pop3Settings settings, SSLSocketFactory tls, CommandPace pace)
      throws IOException {
    this.pace = pace;
    this.account = account;
    this.tls = tls;
    InetSocketAddress address = new InetSocketAddress(account.host(), account.port());
    if (address.isUnresolved()) {
      throw new UnknownHostException(account.host());
    }
    this.socket = new Socket();
    this.in = InputStream.nullInputStream();
    this.out = OutputStream.nullOutputStream();
    boolean connected = false;
    try {
      socket.connect(address, Math.toIntExact(settings.connectTimeout().toMillis()));
      socket.setSoTimeout(Math.toIntExact(settings.readTimeout().toMillis()));
      socket.setTcpNoDelay(true);
      use(socket);
      if (account.security() == Security.TLS) {
        protect();
      }
      connected = true;
    } finally {
      if (!connected) {
        close();
      }
    }
  }

  private void use(Socket its) throws IOException {
    socket = its;
    in = its.getInputStream();
    out = its.getOutputStream();
  }

  private void protect() throws IOException {
    SSLSocket its = (SSLSocket) tls.createSocket(socket, account.host(), account.port(), true);
    SSLParameters parameters = its.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the host name, RFC 2818
    its.setSSLParameters(parameters);
    its.startHandshake();
    use(its);
  }

  /// Puts TLS on the connection, after the server agreed to it.
  ///
  /// @return false if something came in plaintext behind the answer: nothing of it may count, and
  ///     somebody in between has sent it
  boolean startTls() throws IOException {
    if (at < limit) {
      return false;
    }
    protect();
    return true;
  }

  /// Whether there is a connection still.
  boolean isOpen() {
    return open;
  }

  /// Sends a command and reads the first line of the answer.
  PopAnswer command(String line) throws IOException {
    send(line);
    return answer();
  }

  /// Whether another command may be sent at once, ahead of answers.
  boolean ahead() {
    return pace.free();
  }

  /// Sends a line.
  void send(String line) throws IOException {
    if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
      throw new IllegalStateException("a line within a line");
    }
    pace.await();
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /// Reads the first line of an answer.
  PopAnswer answer() throws IOException {
    return PopAnswer.of(line());
  }

  /// Reads the lines of a list, to the one that is a dot.
  void list(Consumer<String> lines) throws IOException {
    for (String line = line(); !line.equals("."); line = line()) {
      lines.accept(line.startsWith(".") ? line.substring(1) : line);
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(80);
    while (true) {
      if (at == limit) {
        fill();
      }
      int from = at;
      while (at < limit && buffer[at] != '\n') {
        at++;
      }
      line.write(buffer, from, at - from);
      if (line.size() > LONGEST_LINE) {
        throw new IOException("a line without an end");
      }
      if (at < limit) {
        at++;
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      }
    }
  }

  private void fill() throws IOException {
    at = 0;
    limit = Math.max(0, in.read(buffer));
    if (limit == 0) {
      throw new EOFException("the server closed the connection");
    }
  }

  /// Reads a message to its end, and takes out the dots that were put in (RFC 1939 section 3).
  ///
  /// Only CR LF ends a line. A message may hold an LF alone, and a dot after it; a client that took
  /// that for the end would keep half a message and read the other half as answers.
  ///
  /// @throws EOFException if the connection ends first: a part of a message is none
  void message(MessageDraft draft) throws IOException {
    Place place = Place.LINE_START;
    while (place != Place.END) {
      if (at == limit) {
        fill();
      }
      place = unstuff(place, draft);
    }
  }

  private enum Place {
    LINE_START,
    /// After a dot at the start of a line, which does not count.
    DOT,
    /// After dot and CR: the end, if LF follows.
    DOT_CR,
    TEXT,
    CR,
    END
  }

  /// Goes through what is in the buffer.
  private Place unstuff(Place before, MessageDraft draft) {
    Place place = before;
    int from = at;
    int i = at;
    while (i < limit) {
      byte b = buffer[i];
      switch (place) {
        case LINE_START -> {
          if (b == '.') {
            draft.write(buffer, from, i - from);
            from = i + 1;
            place = Place.DOT;
          } else {
            place = b == '\r' ? Place.CR : Place.TEXT;
          }
        }
        case DOT -> {
          if (b == '\r') {
            from = i + 1; // held back: it may belong to the end
            place = Place.DOT_CR;
          } else {
            place = Place.TEXT;
          }
        }
        case DOT_CR -> {
          if (b == '\n') {
            at = i + 1;
            return Place.END;
          }
          draft.write(CR, 0, 1);
          place = b == '\r' ? Place.CR : Place.TEXT;
        }
        case TEXT -> {
          while (i < limit && buffer[i] != '\r') {
            i++;
          }
          if (i == limit) {
            continue;
          }
          place = Place.CR;
        }
        case CR -> place = b == '\n' ? Place.LINE_START : b == '\r' ? Place.CR : Place.TEXT;
        case END -> throw new IllegalStateException("the message has ended");
      }
      i++;
    }
    draft.write(buffer, from, limit - from);
    at = limit;
    return place;
  }

  private static final byte[] CR = {'\r'};

  /// Hangs up, without QUIT.
  ///
  /// QUIT is what leads into the UPDATE state, the only one in which a server removes messages (RFC
  /// 1939 section 6): those that were marked, which here is none, but by the policy of some sites
  /// also those that were read (section 8; `EXPIRE 0`, RFC 2449 section 6.7). From a session that
  /// ends without it the server must not remove any. So there is no QUIT in this program, and no
  /// DELE.
  @Override
  public void close() {
    open = false;
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("the connection does not close well", e);
    }
  }
}
