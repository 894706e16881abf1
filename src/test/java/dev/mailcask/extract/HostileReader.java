package dev.mailcask.extract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;

/// A reader process that does with a file what its name says.
final class HostileReader {

  private HostileReader() {}

  public static void main(String[] args) throws Exception {
    DataInputStream in = new DataInputStream(new FileInputStream(FileDescriptor.in));
    DataOutputStream out = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
    if (args[2].equals("stillborn")) {
      throw new IllegalStateException("no reader today");
    }
    Wire.sayReady(out);
    int files = 0;
    while (true) {
      Wire.Named named = Wire.receiveName(in);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      if (!Wire.receive(in, bytes)) {
        continue;
      }
      files++;
      switch (named.name()) {
        case "crash" -> Runtime.getRuntime().halt(134);
        case "crash unless first" -> {
          if (files > 1) {
            Runtime.getRuntime().halt(134);
          }
          Wire.answer(out, new Extraction.Text("first", false));
        }
        case "loop" -> loop();
        case "nonsense" -> out.writeUTF("this is no answer at all, not even nearly");
        case "endless text" -> {
          out.writeInt(0x4D434552);
          out.writeInt(1);
          out.writeInt(Integer.MAX_VALUE);
          while (true) {
            out.write(new byte[1 << 16]);
          }
        }
        case "child" -> {
          new ProcessBuilder("sleep", "1000").start();
          loop();
        }
        default -> Wire.answer(out, new Extraction.Text(bytes.toString(UTF_8), false));
      }
    }
  }

  private static void loop() {
    while (true) {
      Thread.onSpinWait();
    }
  }
}
