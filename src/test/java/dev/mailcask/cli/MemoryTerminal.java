package dev.mailcask.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailcask.base.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A terminal that remembers.
final class MemoryTerminal implements Terminal {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<Runnable> onCancel = new CopyOnWriteArrayList<>();

  Path directory = Path.of("/");
  String input = "";
  boolean live;
  int columns;
  @Nullable String secret;

  String text() {
    return out.toString(UTF_8);
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  String errors() {
    return err.toString(UTF_8);
  }

  void cancel() {
    onCancel.forEach(Runnable::run);
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public OutputStream err() {
    return err;
  }

  @Override
  public InputStream in() {
    return new ByteArrayInputStream(input.getBytes(UTF_8));
  }

  @Override
  public boolean live() {
    return live;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public Secret askSecret(String prompt) {
    if (secret == null) {
      throw LocalTerminal.nobodyToAsk();
    }
    return new Secret(secret);
  }

  @Override
  public Path resolve(String path) {
    return directory.resolve(path);
  }

  @Override
  public void onCancel(Runnable action) {
    onCancel.add(action);
  }
}
