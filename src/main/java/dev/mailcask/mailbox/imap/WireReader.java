package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Content;
import dev.mailcask.base.Spool;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.ResponseInputStream;
import org.jspecify.annotations.Nullable;

/// Reads responses off the wire: the hot path of a backup.
///
/// It stands in for Angus's reader, which reads lines byte by byte, puts a whole response into one
/// array however large it says it will be, and stops seeing literals above 2 GiB. Here a literal
/// goes straight into an array of its exact size, or into the spool when it is large, and a line
/// may not grow without end. Angus itself reads through [#readResponse], where literals are small.
///
/// After a literal of a FETCH only `)` or another item may come. Anything else means that the
/// server announced fewer bytes than it sent and that the stream is out of step; then nothing that
/// follows can be believed. Sources: RFC 3501 sections 4.3 and 7, RFC 7888.
final class WireReader extends ResponseInputStream {

  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_LINE = 1 << 20;
  private static final int LARGEST_SMALL_LITERAL = 1 << 20;

  private final Socket socket;
  private final Spool spool;
  private final Trickle trickle = new Trickle();
  private @Nullable InputStream in;

  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;

  private @Nullable BrokenOff brokenOff;

  private byte[] line = new byte[1024];
  private int length;

  WireReader(Socket socket, Spool spool) {
    super(InputStream.nullInputStream());
    this.socket = socket;
    this.spool = spool;
  }

  /// Reads the next response. It lies in this reader's own memory and is valid until the next call;
  /// its literals last.
  WireResponse next() throws IOException {
    List<Content> literals = List.of();
    length = 0;
    int start = 0;
    appendLine();
    boolean fetch = WireResponse.isFetch(line, length);
    while (true) {
      long size = literalAtEnd(start);
      if (size < 0) {
        return new WireResponse(line, length, fetch, literals);
      }
      if (literals.isEmpty()) {
        literals = new ArrayList<>(2);
      }
      literals.add(literal(size, fetch));
      start = length;
      appendLine();
      if (fetch && (length == start || (line[start] != ')' && line[start] != ' '))) {
        throw new IOException("the server sent more bytes of a message than it announced");
      }
    }
  }

  /// What has been read of a response that broke off.
  String partial() {
    return new String(line, 0, length, StandardCharsets.ISO_8859_1);
  }

  /// For Angus: one response in one array, literals in place, CRLF at its end.
  @Override
  public ByteArray readResponse(@Nullable ByteArray unused) throws IOException {
    length = 0;
    while (true) {
      int start = length;
      appendLine();
      long size = literalAtEnd(start);
      append((byte) '\r');
      append((byte) '\n');
      if (size < 0) {
        return new ByteArray(Arrays.copyOf(line, length), 0, length);
      }
      byte[] literal = literal(size, false).toByteArray();
      ensure(literal.length);
      System.arraycopy(literal, 0, line, length, literal.length);
      length += literal.length;
    }
  }

  /// What the server sends from here on is compressed (RFC 4978), what was received and not read
  /// among it.
  void inflate() throws IOException {
    byte[] received = Arrays.copyOfRange(buffer, position, limit);
    InputStream compressed = new SequenceInputStream(new ByteArrayInputStream(received), in());
    in = new InflaterInputStream(compressed, new Inflater(true), BUFFER);
    position = 0;
    limit = 0;
  }

  /// The number of bytes that were received and not yet read.
  @Override
  public int available() {
    return limit - position;
  }

  /// Appends the bytes up to the end of the line, without it. A bare LF ends a line as well.
  private void appendLine() throws IOException {
    while (true) {
      if (position == limit) {
        fill();
      }
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      int count = end - position;
      ensure(count);
      System.arraycopy(buffer, position, line, length, count);
      length += count;
      position = end;
      if (position < limit) {
        position++;
        if (length > 0 && line[length - 1] == '\r') {
          length--;
        }
        return;
      }
      if (length > LONGEST_LINE) {
        throw new IOException("the server sent a line of more than a megabyte");
      }
    }
  }

  private void append(byte b) {
    ensure(1);
    line[length++] = b;
  }

  private void ensure(int more) {
    if (length + more > line.length) {
      line = Arrays.copyOf(line, Math.max(2 * line.length, length + more));
    }
  }

  /// The size that a `{n}` at the end of what was read of the line since `start` announces, -1 if
  /// there is none. Blanks after it and the `+` of RFC 7888 are let pass; in the text of a status
  /// response it means nothing.
  private long literalAtEnd(int start) {
    int end = length;
    while (end > start && line[end - 1] == ' ') {
      end--;
    }
    if (end < start + 3 || line[end - 1] != '}' || WireResponse.isStatus(line, length)) {
      return -1;
    }
    int last = line[end - 2] == '+' ? end - 3 : end - 2;
    int first = last;
    while (first >= start && line[first] >= '0' && line[first] <= '9') {
      first--;
    }
    int digits = last - first;
    if (first < start || line[first] != '{' || digits == 0 || digits > 18) {
      return -1;
    }
    return Long.parseLong(new String(line, first + 1, digits, StandardCharsets.US_ASCII));
  }

  private Content literal(long size, boolean mayBeLarge) throws IOException {
    if (size <= (mayBeLarge ? spool.inMemory() : LARGEST_SMALL_LITERAL)) {
      return Content.of(bytes((int) size));
    }
    if (!mayBeLarge) {
      throw new IOException("the server announced " + size + " bytes where a name was due");
    }
    return spooled(size);
  }

  private byte[] bytes(int size) throws IOException {
    byte[] bytes = new byte[size];
    int done = 0;
    while (done < size) {
      int missing = size - done;
      if (position < limit) {
        int count = Math.min(missing, limit - position);
        System.arraycopy(buffer, position, bytes, done, count);
        position += count;
        done += count;
      } else if (missing >= BUFFER) {
        done += read(bytes, done, missing);
      } else {
        limit = read(buffer, 0, BUFFER);
        position = 0;
      }
    }
    return bytes;
  }

  private Content spooled(long size) throws IOException {
    if (size > spool.capacity()) {
      throw new IOException("the server announced " + size + " bytes, more than the disk can hold");
    }
    Spool.File file = spool.begin();
    boolean needed = false;
    try {
      while (file.size() < size) {
        if (position == limit) {
          limit = read(buffer, 0, BUFFER);
          position = 0;
        }
        int count = (int) Math.min(size - file.size(), limit - position);
        file.write(buffer, position, count);
        position += count;
      }
      needed = true;
      return file;
    } catch (IOException e) {
      needed = true;
      brokenOff = new BrokenOff(file, size);
      throw e;
    } finally {
      if (!needed) {
        file.close();
      }
    }
  }

  /// The large literal that was on its way when the connection was lost; the caller closes it.
  @Nullable BrokenOff takeBrokenOff() {
    BrokenOff taken = brokenOff;
    brokenOff = null;
    return taken;
  }

  /// Reads some of a literal.
  private int read(byte[] into, int offset, int length) throws IOException {
    long began = System.nanoTime();
    int count = in().read(into, offset, length);
    if (count < 0) {
      throw closed();
    }
    trickle.came(count, System.nanoTime() - began);
    return count;
  }

  private void fill() throws IOException {
    int count = in().read(buffer, 0, BUFFER);
    if (count < 0) {
      throw closed();
    }
    position = 0;
    limit = count;
  }

  private InputStream in() throws IOException {
    if (in == null) {
      in = socket.getInputStream(); // not before: the socket is handed over unconnected
    }
    return in;
  }

  private static EOFException closed() {
    return new EOFException("the server closed the connection");
  }
}
