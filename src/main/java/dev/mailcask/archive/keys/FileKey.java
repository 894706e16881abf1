package dev.mailcask.archive.keys;

import dev.mailcask.archive.storage.FileHeader;
import java.nio.ByteBuffer;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/// Seals and opens the frames of one file: AES-256-GCM, the frame's number as nonce, the file's
/// header as associated data. So a frame opens in its own place in its own file and nowhere else.
/// Thread-safe.
public final class FileKey {

  /// Where in a sealed frame its content lies.
  public static final int HEAD = FileHeader.FRAME_OVERHEAD + FileHeader.TAG_BYTES;

  /// How much longer than its content a sealed frame is.
  public static final int OVERHEAD = HEAD + Gcm.TAG_BYTES;

  private static final String TAG = "MCSKSEAL";

  private final SecretKey key;
  private final FileHeader header;

  FileKey(SecretKey key, FileHeader header) {
    this.key = key;
    this.header = header;
  }

  /// What the file begins with.
  public FileHeader header() {
    return header;
  }

  /// Seals the content that lies in `frame[HEAD, HEAD + length)` where it is, with its head before
  /// and its tag behind it.
  ///
  /// @param number each only once in a file
  /// @return the length of the frame
  public int seal(long number, byte[] frame, int length) {
    int whole = length + OVERHEAD;
    FileHeader.beginFrame(ByteBuffer.wrap(frame), TAG, whole - FileHeader.FRAME_OVERHEAD);
    Gcm.seal(key, nonce(number), header.bytes(), frame, HEAD, length);
    return whole;
  }

  /// The sealed frame of some content.
  ///
  /// @param number each only once in a file
  public byte[] seal(long number, byte[] content) {
    byte[] frame = new byte[content.length + OVERHEAD];
    System.arraycopy(content, 0, frame, HEAD, content.length);
    int _ = seal(number, frame, content.length);
    return frame;
  }

  /// The content of a frame, or null if it is not that frame of this file under this key.
  public byte @Nullable [] open(long number, byte[] frame) {
    byte[] content = new byte[Math.max(0, frame.length - OVERHEAD)];
    return open(number, ByteBuffer.wrap(frame), ByteBuffer.wrap(content)) ? content : null;
  }

  /// Likewise between buffers, which need not lie in the heap.
  ///
  /// @param frame from its position to its limit
  /// @param into with room for the content
  /// @return whether it is that frame of this file under this key
  public boolean open(long number, ByteBuffer frame, ByteBuffer into) {
    ByteBuffer in = frame.duplicate();
    int length = in.remaining() - FileHeader.FRAME_OVERHEAD;
    return in.remaining() >= OVERHEAD
        && FileHeader.isFrame(in, TAG, length)
        && Gcm.open(key, nonce(number), header.bytes(), in, into);
  }

  private static byte[] nonce(long number) {
    byte[] nonce = new byte[Gcm.NONCE_BYTES];
    ByteBuffer.wrap(nonce).putLong(Gcm.NONCE_BYTES - Long.BYTES, number);
    return nonce;
  }
}
