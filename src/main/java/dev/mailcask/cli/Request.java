package dev.mailcask.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What a client tells the appliance at the beginning.
///
/// @param directory its working directory
/// @param live whether its standard error is a terminal
/// @param columns of its terminal, 0 for none
record Request(List<String> arguments, String directory, boolean live, int columns) {

  /// Raised when the frames change: client and appliance may come from different installations.
  private static final int VERSION = 1;

  Request {
    arguments = List.copyOf(arguments);
  }

  byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(VERSION);
      out.writeUTF(directory);
      out.writeBoolean(live);
      out.writeInt(columns);
      out.writeInt(arguments.size());
      for (String argument : arguments) {
        out.writeUTF(argument);
      }
    }
    return bytes.toByteArray();
  }

  static Request of(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readInt();
      if (version != VERSION) {
        throw new IOException("the client is of another version of Mailcask");
      }
      String directory = in.readUTF();
      boolean live = in.readBoolean();
      int columns = in.readInt();
      int count = in.readInt();
      List<String> arguments = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        arguments.add(in.readUTF());
      }
      return new Request(arguments, directory, live, columns);
    }
  }
}
