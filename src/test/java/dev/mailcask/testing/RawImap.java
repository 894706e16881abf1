package dev.mailcask.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A bare IMAP client over a plaintext socket, by which tests arrange and inspect what is on a
/// server without the code under test. One char a byte (ISO 8859-1).
public final class RawImap implements AutoCloseable {

  private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}$");
  private static final Pattern APPENDUID = Pattern.compile("\\[APPENDUID \\d+ (\\d+)]");

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private int tags;

  /// Connects and logs in.
  public RawImap(String host, int port, String user, String password) {
    try {
      socket = new Socket(host, port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(30_000);
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      out = socket.getOutputStream();
      line();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    command("LOGIN " + quoted(user) + " " + quoted(password));
  }

  /// Sends a command and returns its untagged responses, with their literals in place; fails if it
  /// is not answered with OK.
  public List<String> command(String command) {
    try {
      String tag = "T" + ++tags;
      send(tag + " " + command + "\r\n");
      return answers(tag, command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Appends a message, in one write with a literal that waits for nothing (RFC 7888).
  ///
  /// @param flags separated by blanks
  /// @param internalDate such as `17-Jul-1996 02:44:25 -0700`, or empty
  /// @return its UID, 0 where the server does not say
  public long append(String folder, String flags, String internalDate, byte[] message) {
    try {
      String tag = "T" + ++tags;
      String date = internalDate.isEmpty() ? "" : quoted(internalDate) + " ";
      String command = "APPEND " + quoted(folder) + " (" + flags + ") " + date;
      String start = tag + " " + command + "{" + message.length + "+}\r\n";
      send(start + new String(message, StandardCharsets.ISO_8859_1) + "\r\n");
      Matcher uid = APPENDUID.matcher(answers(tag, command).getLast());
      return uid.find() ? Long.parseLong(uid.group(1)) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The exact bytes of a message; the folder is opened for reading.
  public byte[] body(String folder, long uid) {
    command("EXAMINE " + quoted(folder));
    for (String answer : command("UID FETCH " + uid + " (UID BODY.PEEK[])")) {
      int item = answer.indexOf("BODY[] {");
      if (item >= 0) {
        int start = answer.indexOf("}\r\n", item);
        int length = Integer.parseInt(answer.substring(item + "BODY[] {".length(), start));
        return answer
            .substring(start + 3, start + 3 + length)
            .getBytes(StandardCharsets.ISO_8859_1);
      }
    }
    throw new IllegalStateException("no message with UID " + uid + " in the folder");
  }

  /// A string as IMAP quotes it.
  public static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private List<String> answers(String tag, String command) throws IOException {
    List<String> answers = new ArrayList<>();
    while (true) {
      String answer = response();
      answers.add(answer);
      if (answer.startsWith(tag + " ")) {
        String status = answer.substring(tag.length() + 1).toUpperCase(Locale.ROOT);
        if (!status.startsWith("OK")) {
          throw new IllegalStateException(command + " was answered with " + answer);
        }
        return answers;
      }
    }
  }

  private String response() throws IOException {
    StringBuilder response = new StringBuilder(line());
    Matcher literal = LITERAL.matcher(response);
    while (literal.find()) {
      byte[] bytes = in.readNBytes(Integer.parseInt(literal.group(1)));
      response.append("\r\n").append(new String(bytes, StandardCharsets.ISO_8859_1));
      int from = response.length();
      response.append(line());
      literal = LITERAL.matcher(response);
      literal.region(from, response.length());
    }
    return response.toString();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private void send(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
