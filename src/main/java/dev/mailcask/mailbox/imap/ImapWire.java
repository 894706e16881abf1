package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Spool;
import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.MailboxSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.LiteralException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.iap.ResponseInputStream;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.util.MailLogger;
import org.jspecify.annotations.Nullable;

/// One IMAP connection: Angus's protocol object with a command loop and a reader of our own.
///
/// Angus's own loop keeps all responses of a command in memory, drops those that it cannot parse
/// without a word, and turns a lost connection into a response. This one hands each response over
/// as it comes and throws an [IOException] as soon as the connection is of no use any more: lost,
/// timed out, said goodbye to (BYE), or out of step. Whatever breaks a command off in the middle,
/// the caller's own exceptions included, closes the connection.
final class ImapWire extends IMAPProtocol {

  private static final int MOST_SASL_RESPONSES = 50;
  private static final byte[] DONE = "DONE\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Sockets sockets;
  private final Spool spool;
  private final CommandPace pace;
  private @Nullable Socket readFrom;
  private @Nullable WireReader reader;
  private boolean injected;
  private boolean broken;
  private String lastComplaint = "";
  private @Nullable Completion throttling;

  /// Connects and reads the greeting; does not log in.
  ///
  /// @param pace at which commands are sent
  /// @throws ProtocolException if what answers is not an IMAP server, or says BYE
  ImapWire(
      MailboxSettings account,
      ImapSettings settings,
      Sockets sockets,
      Spool spool,
      CommandPace pace)
      throws IOException, ProtocolException {
    this.pace = pace;
    this.sockets = sockets; // read by the greeting, which the constructor above waits for
    this.spool = spool;
    super(
        "imap",
        account.host(),
        account.port(),
        properties(settings, sockets),
        account.security() == MailboxSettings.Security.TLS,
        new MailLogger(ImapWire.class, "imap", false, null));
  }

  private static Properties properties(ImapSettings settings, Sockets sockets) {
    Properties properties = new Properties();
    properties.put("mail.imap.connectiontimeout", millis(settings.connectTimeout()));
    properties.put("mail.imap.timeout", millis(settings.readTimeout()));
    properties.put("mail.imap.writetimeout", millis(settings.writeTimeout()));
    properties.put("mail.imap.ssl.checkserveridentity", "true");
    properties.put("mail.imap.socketFactory", sockets.plain());
    properties.put("mail.imap.socketFactory.fallback", "false");
    properties.put("mail.imap.ssl.socketFactory", sockets.tls());
    return properties;
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }

  /// Sends a command that succeeds or is refused, and drops what else is told.
  Completion execute(String command) throws IOException {
    return execute(command, null, response -> {});
  }

  /// Sends a command, hands over each untagged response as it comes, and returns how it ended.
  ///
  /// @param arguments what follows the command, null for nothing
  Completion execute(String command, @Nullable Argument arguments, Consumer<WireResponse> responses)
      throws IOException {
    if (broken) {
      throw new IOException("the connection was closed before");
    }
    lastComplaint = "";
    broken = true; // until the command has ended
    try {
      Completion completion = completion(writeCommand(command, arguments), responses);
      broken = false;
      return completion;
    } catch (LiteralException e) {
      broken = false;
      return Completion.of(e.getResponse().toString().split(" ", 2)[1]);
    } catch (ProtocolException e) {
      throw new IOException(e);
    } finally {
      if (broken) {
        disconnect();
      }
    }
  }

  /// Sends commands ahead of the answers, so that the server has the next one at hand when it is
  /// done with one, and hands over each untagged response as it comes. Only for commands that do
  /// not depend on one another (RFC 3501 section 5.5).
  ///
  /// @param ahead commands that may be without an answer at a time
  /// @param ends told how each command ended, in their order
  /// @return whether all were sent: not so if the server asked for patience while it did them
  boolean pipeline(
      List<String> commands, int ahead, Consumer<WireResponse> responses, Consumer<Completion> ends)
      throws IOException {
    if (broken) {
      throw new IOException("the connection was closed before");
    }
    lastComplaint = "";
    broken = true; // until all commands have ended
    try {
      Deque<String> tags = new ArrayDeque<>();
      int sent = 0;
      while (!tags.isEmpty() || (sent < commands.size() && throttling == null)) {
        while (sent < commands.size()
            && throttling == null
            && tags.size() < ahead
            && (tags.isEmpty() || pace.free())) {
          tags.add(writeCommand(commands.get(sent++), null));
        }
        ends.accept(completion(tags.remove(), responses));
      }
      broken = false;
      return sent == commands.size();
    } catch (ProtocolException e) {
      throw new IOException(e);
    } finally {
      if (broken) {
        disconnect();
      }
    }
  }

  private Completion completion(String tag, Consumer<WireResponse> responses) throws IOException {
    while (true) {
      Completion end = next(tag, responses);
      if (end != null) {
        return end;
      }
    }
  }

  /// Takes note of a command that was done, and of patience that is asked for with it: Gmail says
  /// OK [THROTTLED]. What came counts.
  private Completion heard(Completion end) {
    if (end.ok() && end.hasCode("THROTTLED")) {
      throttling = end;
    }
    return end;
  }

  /// How the server asked for patience after a command that it did, if it has since this was asked.
  @Nullable Completion takeThrottling() {
    Completion its = throttling;
    throttling = null;
    return its;
  }

  /// Hands over the next response, or returns the command's end.
  private @Nullable Completion next(String tag, Consumer<WireResponse> responses)
      throws IOException {
    WireResponse response = reader().next();
    if (response.isTagged(tag)) {
      return heard(Completion.of(response.text().substring(tag.length())));
    }
    if (response.is("BYE")) {
      throw new GoodbyeException(response.text().substring("* BYE".length()).strip());
    }
    if (response.is("NO") || response.is("BAD")) {
      lastComplaint = response.text().substring(2);
    }
    responses.accept(response);
    return null;
  }

  /// Lets the server tell by itself what happens in the open folder (IDLE, RFC 2177), until that is
  /// enough or the time is over.
  ///
  /// @param enough asked after each response
  /// @return how the server ended it: what is not OK is a server that does not do it
  Completion idle(Duration most, Consumer<WireResponse> responses, BooleanSupplier enough)
      throws IOException {
    if (broken) {
      throw new IOException("the connection was closed before");
    }
    lastComplaint = "";
    broken = true; // until the command has ended
    try {
      String tag = writeCommand("IDLE", null);
      Completion end = listen(tag, System.nanoTime() + most.toNanos(), responses, enough);
      if (end == null) {
        getOutputStream().write(DONE);
        getOutputStream().flush();
        end = completion(tag, responses);
      }
      broken = false;
      return end;
    } catch (ProtocolException e) {
      throw new IOException(e);
    } finally {
      if (broken) {
        disconnect();
      }
    }
  }

  /// Returns null where it was enough, or the time was over.
  private @Nullable Completion listen(
      String tag, long until, Consumer<WireResponse> responses, BooleanSupplier enough)
      throws IOException {
    Socket socket = sockets.latest();
    int patience = socket.getSoTimeout();
    try {
      while (!enough.getAsBoolean()) {
        long left = (until - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return null;
        }
        socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        Completion end = next(tag, responses);
        if (end != null) {
          return end;
        }
      }
      return null;
    } catch (SocketTimeoutException e) {
      if (!reader().partial().isEmpty()) {
        throw e;
      }
      return null;
    } finally {
      socket.setSoTimeout(patience);
    }
  }

  /// Authenticates by a mechanism whose client speaks first (RFC 3501 section 6.2.2), at once where
  /// the server takes that (SASL-IR, RFC 4959).
  ///
  /// @param first what the client says first, in base64
  /// @param answer to each challenge after that, both in base64
  Completion authenticate(String mechanism, String first, UnaryOperator<String> answer)
      throws IOException {
    if (broken) {
      throw new IOException("the connection was closed before");
    }
    lastComplaint = "";
    broken = true; // until the command has ended
    try {
      boolean said = hasCapability("SASL-IR");
      String tag = writeCommand("AUTHENTICATE " + mechanism + (said ? " " + first : ""), null);
      for (int i = 0; i < MOST_SASL_RESPONSES; i++) {
        WireResponse response = reader().next();
        if (response.isTagged(tag)) {
          broken = false;
          return heard(Completion.of(response.text().substring(tag.length())));
        }
        if (response.is("BYE")) {
          throw new GoodbyeException(response.text().substring("* BYE".length()).strip());
        }
        if (response.text().startsWith("+")) {
          String line = said ? answer.apply(response.text().substring(1).strip()) : first;
          said = true;
          getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
          getOutputStream().flush();
        }
      }
      throw new IOException("the server does not come to an end with the login");
    } catch (ProtocolException e) {
      throw new IOException(e);
    } finally {
      if (broken) {
        disconnect();
      }
    }
  }

  /// The address of the server.
  InetAddress server() {
    return sockets.latest().getInetAddress();
  }

  /// Compresses what follows, both ways (RFC 4978), unless the server refuses.
  void deflate() throws IOException {
    broken = true; // until the command has ended
    try {
      compress();
      reader().inflate();
      broken = false;
    } catch (CommandFailedException | BadCommandException e) {
      broken = false;
      lastComplaint = String.valueOf(e.getMessage());
    } catch (ProtocolException e) {
      throw new IOException(e);
    } finally {
      if (broken) {
        disconnect();
      }
    }
  }

  /// What the server last complained about in an untagged NO or BAD during this command; servers
  /// tell so why they are about to hang up.
  String lastComplaint() {
    return lastComplaint;
  }

  /// What was read of the response that broke off.
  String partial() {
    return reader == null ? "" : reader.partial();
  }

  /// The large message that was on its way when the connection was lost; the caller closes it.
  @Nullable BrokenOff takeBrokenOff() {
    return reader == null ? null : reader.takeBrokenOff();
  }

  /// Whether the connection is of no use any more.
  boolean broken() {
    return broken;
  }

  /// Whether plaintext followed the answer to STARTTLS in the same breath: bytes of somebody in the
  /// middle, who wants them believed as if they had come through TLS (CVE-2011-0411 and its like).
  boolean injected() {
    return injected;
  }

  /// Says goodbye, does not wait for an answer, and closes.
  void leave() {
    if (!broken) {
      broken = true;
      try {
        String _ = super.writeCommand("LOGOUT", null);
      } catch (IOException | ProtocolException e) {
        lastComplaint = ""; // it is closed in any case
      }
    }
    disconnect();
  }

  /// Every command goes out here, those that Angus sends by itself among them.
  @Override
  public String writeCommand(String command, @Nullable Argument arguments)
      throws IOException, ProtocolException {
    pace.await();
    return super.writeCommand(command, arguments);
  }

  /// Keeps UTF8=ACCEPT off, which Angus would switch on: it changes names and what APPEND takes.
  @Override
  public void enable(String capability) {}

  /// Leaves FETCH responses unparsed: Angus throws away those that it does not understand.
  @Override
  public Response readResponse() throws IOException, ProtocolException {
    IMAPResponse response = new IMAPResponse(this);
    if (response.isTagged() && response.isOK()) {
      Completion _ = heard(Completion.of("OK " + response.getRest()));
    }
    return response;
  }

  @Override
  protected ResponseInputStream getInputStream() {
    return reader();
  }

  private WireReader reader() {
    Socket latest = sockets.latest();
    WireReader current = reader;
    if (current == null || !latest.equals(readFrom)) {
      injected = current != null && current.available() > 0;
      current = new WireReader(latest, spool);
      reader = current;
      readFrom = latest;
    }
    return current;
  }

  /// The server said BYE.
  static final class GoodbyeException extends IOException {
    private static final long serialVersionUID = 1;

    GoodbyeException(String text) {
      super(text);
    }
  }
}
