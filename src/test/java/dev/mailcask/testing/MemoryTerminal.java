package dev.mailcask.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.cli.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A terminal that remembers what was written to it, and answers as the test says.
public final class MemoryTerminal implements Terminal {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<Runnable> onCancel = new CopyOnWriteArrayList<>();

  private int asked;

  public Path directory = Path.of("/");
  public String input = "";
  public boolean live;

  /// Presses ctrl-C as soon as somebody listens for it.
  public boolean cancelAtOnce;

  public int columns;
  public @Nullable String secret;

  /// What is typed from the second question on, where it is something else.
  public @Nullable String secretAgain;

  /// Types an answer to what was shown on standard error, in place of the secret.
  public @Nullable UnaryOperator<String> typist;

  public String text() {
    return out.toString(UTF_8);
  }

  public byte[] bytes() {
    return out.toByteArray();
  }

  /// Forgets what was written.
  public void clear() {
    out.reset();
    err.reset();
  }

  public String errors() {
    return err.toString(UTF_8);
  }

  public void cancel() {
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
    if (typist != null) {
      return new Secret(typist.apply(errors() + prompt));
    }
    if (secret == null) {
      throw new Failure.Misconfigured("password", "there is no terminal to ask for it", "-");
    }
    String typed = asked++ > 0 && secretAgain != null ? secretAgain : secret;
    return new Secret(typed);
  }

  @Override
  public Path resolve(String path) {
    return directory.resolve(path);
  }

  @Override
  public void onCancel(Runnable action) {
    onCancel.add(action);
    if (cancelAtOnce) {
      action.run();
    }
  }
}
