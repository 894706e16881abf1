package dev.mailcask.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Numbers as Microsoft's formats have them.
final class LittleEndian {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  static int number(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static long unsigned(byte[] bytes, int at) {
    return number(bytes, at) & 0xFFFFFFFFL;
  }

  static int half(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8;
  }
}
