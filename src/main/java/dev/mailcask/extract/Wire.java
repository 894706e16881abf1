package dev.mailcask.extract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StreamCorruptedException;

/// What Mailcask and a reader process say to each other over the reader's standard input and
/// output.
///
///     reader:   MAGIC                                         it is ready
///     Mailcask: name type { length bytes } 0                  a file, in chunks; or
///     Mailcask: name type { length bytes } -1                 a file that has no end: forget it
///     reader:   MAGIC kind [ length UTF-8 | reason ]          what became of it
///
/// Numbers are four bytes, big end first. A reader that met a hostile file may say anything: every
/// length is checked here before it is believed.
public final class Wire {

  /// Chars of the longest text.
  public static final int MAX_TEXT = 2 << 20;

  private static final int MAGIC = 0x4D434552; // MCER
  private static final int MAX_NAME = 255;
  private static final int CHUNK = 64 << 10;
  private static final int ABANDONED = -1;

  private static final int NOTHING = 0;
  private static final int TEXT = 1;
  private static final int CUT = 2;
  private static final int REFUSED = 3;

  private Wire() {}

  /// A file as its reader gets to know it.
  public record Named(String name, String type) {}

  /// Says that a reader is ready.
  public static void sayReady(DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.flush();
  }

  /// Waits for [#sayReady].
  static void awaitReady(DataInputStream in) throws IOException {
    checkMagic(in);
  }

  /// Announces a file; its bytes follow.
  static void sendName(DataOutputStream out, String name, String type) throws IOException {
    out.writeUTF(end(name));
    out.writeUTF(end(type));
  }

  private static String end(String text) {
    // a file's ending says more than its beginning
    return text.length() <= MAX_NAME ? text : text.substring(text.length() - MAX_NAME);
  }

  /// Sends some of the bytes.
  static void sendChunk(DataOutputStream out, byte[] bytes, int length) throws IOException {
    out.writeInt(length);
    out.write(bytes, 0, length);
  }

  /// Ends the bytes.
  ///
  /// @param whole whether these were all of them; if not, the reader forgets the file
  static void sendEnd(DataOutputStream out, boolean whole) throws IOException {
    out.writeInt(whole ? 0 : ABANDONED);
    out.flush();
  }

  /// The next file's name, for [#receive] to go on.
  ///
  /// @throws EOFException when there will be no further file
  public static Named receiveName(DataInputStream in) throws IOException {
    return new Named(in.readUTF(), in.readUTF());
  }

  /// Copies the bytes of a file.
  ///
  /// @return whether the file is whole
  public static boolean receive(DataInputStream in, OutputStream to) throws IOException {
    byte[] buffer = new byte[CHUNK];
    int length = in.readInt();
    while (length > 0) {
      int read = in.readNBytes(buffer, 0, Math.min(length, CHUNK));
      if (read == 0) {
        throw new EOFException();
      }
      to.write(buffer, 0, read);
      length -= read;
      if (length == 0) {
        length = in.readInt();
      }
    }
    return length == 0;
  }

  /// Says what became of a file.
  public static void answer(DataOutputStream out, Extraction extraction) throws IOException {
    out.writeInt(MAGIC);
    switch (extraction) {
      case Extraction.Nothing() -> out.writeInt(NOTHING);
      case Extraction.Refused(Reason reason) -> {
        out.writeInt(REFUSED);
        out.writeUTF(reason.name());
      }
      case Extraction.Text(String text, boolean cut) -> {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeInt(cut ? CUT : TEXT);
        out.writeInt(bytes.length);
        out.write(bytes);
      }
    }
    out.flush();
  }

  /// Reads an answer.
  ///
  /// @throws StreamCorruptedException if this is not one
  static Extraction receiveAnswer(DataInputStream in) throws IOException {
    checkMagic(in);
    int kind = in.readInt();
    return switch (kind) {
      case NOTHING -> new Extraction.Nothing();
      case TEXT, CUT -> new Extraction.Text(text(in), kind == CUT);
      case REFUSED -> new Extraction.Refused(reason(in.readUTF()));
      default -> throw new StreamCorruptedException("no such answer");
    };
  }

  private static Reason reason(String name) throws IOException {
    for (Reason reason : Reason.values()) {
      if (reason.name().equals(name)) {
        return reason;
      }
    }
    throw new StreamCorruptedException("no such reason");
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > 3 * MAX_TEXT) {
      throw new StreamCorruptedException("no text is so long");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new StreamCorruptedException("the text ends too early");
    }
    String text = new String(bytes, UTF_8);
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }

  private static void checkMagic(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new StreamCorruptedException("a reader does not speak so");
    }
  }
}
