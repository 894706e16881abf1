package dev.mailcask.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/// An IMAP server of one user with one folder, whose mail is made up while it is read, the same
/// each time: as many messages as one likes, and one as large as one likes, on no disk. It knows
/// the commands of a backup, and nothing else.
final class GeneratedMailbox implements AutoCloseable {

  private static final DateTimeFormatter INTERNAL =
      DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final int LINE = 76;
  private static final int WORDS = 20_000;

  private final ServerSocket listener;
  private final long messages;
  private final GeneratedMail mail;
  private final LongFunction<byte[]> source;
  private final long largest;

  /// @param messages how many there are
  /// @param largest bytes of the body of the one in the middle, 0 for as many as others have
  GeneratedMailbox(long messages, long largest) throws IOException {
    this(messages, largest, new GeneratedMail(messages, WORDS)::message);
  }

  /// @param source the message of a UID, the same each time
  GeneratedMailbox(long messages, long largest, LongFunction<byte[]> source) throws IOException {
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.messages = messages;
    this.mail = new GeneratedMail(messages, WORDS);
    this.source = source;
    this.largest = largest;
    Thread _ = Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread _ = Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(
                    new BufferedInputStream(socket.getInputStream()),
                    StandardCharsets.ISO_8859_1));
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16)) {
      say(out, "* OK [CAPABILITY IMAP4rev1] ready");
      out.flush();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ", 3);
        answer(words[1].toUpperCase(Locale.ROOT), words.length > 2 ? words[2] : "", out);
        say(out, words[0] + " OK done");
        out.flush();
      }
    } catch (IOException e) {
      System.err.println("a client left: " + e.getMessage());
    }
  }

  private void answer(String command, String arguments, OutputStream out) throws IOException {
    switch (command) {
      case "CAPABILITY" -> say(out, "* CAPABILITY IMAP4rev1");
      case "LIST" -> say(out, "* LIST () \"/\" INBOX");
      case "EXAMINE" -> {
        say(out, "* FLAGS (\\Seen)");
        say(out, "* " + messages + " EXISTS");
        say(out, "* OK [UIDVALIDITY 1]");
        say(out, "* OK [UIDNEXT " + (messages + 1) + "]");
      }
      case "UID" -> {
        String[] words = arguments.split(" ", 3); // FETCH set (items)
        eachIn(words[1], uid -> fetch(uid, words[2], out));
      }
      case "LOGIN", "NOOP", "LOGOUT" -> out.flush();
      default -> throw new IOException("not known here: " + command);
    }
  }

  private void eachIn(String set, LongConsumer uids) {
    for (String range : set.split(",", -1)) {
      String[] ends = range.split(":", 2);
      long last =
          Math.min(Long.parseLong(ends[ends.length - 1].replace("*", "4294967295")), messages);
      for (long uid = Long.parseLong(ends[0]); uid <= last; uid++) {
        uids.accept(uid);
      }
    }
  }

  private void fetch(long uid, String items, OutputStream out) {
    boolean large = uid == messages / 2 && largest > 0;
    byte[] message =
        items.contains("BODY") || items.contains("SIZE") ? source.apply(uid) : new byte[0];
    long size = message.length + (large ? largest : 0);
    StringBuilder line = new StringBuilder("* ").append(uid).append(" FETCH (UID ").append(uid);
    if (items.contains("FLAGS")) {
      line.append(uid % 3 == 0 ? " FLAGS ()" : " FLAGS (\\Seen)");
    }
    if (items.contains("INTERNALDATE")) {
      line.append(" INTERNALDATE \"").append(INTERNAL.format(mail.date(uid))).append('"');
    }
    if (items.contains("RFC822.SIZE")) {
      line.append(" RFC822.SIZE ").append(size);
    }
    try {
      if (items.contains("BODY")) {
        say(out, line + " BODY[] {" + size + "}");
        out.write(message);
        if (large) {
          filling(out, uid);
        }
        line.setLength(0);
      }
      say(out, line + ")");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void filling(OutputStream out, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] line = new byte[LINE + 2];
    line[LINE] = '\r';
    line[LINE + 1] = '\n';
    for (long done = 0; done < largest; done += line.length) {
      for (int i = 0; i < LINE; i++) {
        line[i] = (byte) ('A' + random.nextInt(26));
      }
      out.write(line, 0, (int) Math.min(line.length, largest - done));
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
