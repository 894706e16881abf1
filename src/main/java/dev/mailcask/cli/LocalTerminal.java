package dev.mailcask.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The streams of this process.
public final class LocalTerminal implements Terminal {

  /// How long ctrl-C waits for the command to reach a safe point.
  private static final int PATIENCE_SECONDS = 40;

  private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)");

  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private final OutputStream err = new FileOutputStream(FileDescriptor.err);
  private final boolean outIsTerminal = isTerminal(1);
  private final boolean errIsTerminal = isTerminal(2);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int exitCode;
  private int columns = -1;

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
    return new FileInputStream(FileDescriptor.in);
  }

  @Override
  public boolean live() {
    return errIsTerminal;
  }

  @Override
  public int columns() {
    if (columns < 0) {
      columns = outIsTerminal || errIsTerminal ? askSize() : 0;
    }
    return columns;
  }

  @Override
  @SuppressWarnings("SystemConsoleNull") // JDK 25 went back to null where nobody is there
  public Secret askSecret(String prompt) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw nobodyToAsk();
    }
    char[] secret = console.readPassword("%s", prompt);
    if (secret == null) {
      throw nobodyToAsk();
    }
    return new Secret(new String(secret));
  }

  static Failure nobodyToAsk() {
    return Session.wrong(
        "password",
        "none was given, and there is no terminal to ask for it",
        "give --password-file or --password-stdin");
  }

  @Override
  public Path resolve(String path) {
    return Path.of(path).toAbsolutePath();
  }

  /// Java offers no other portable way to meet ctrl-C than the end of the process: its end waits
  /// until the command has.
  @Override
  public void onCancel(Runnable action) {
    Thread hook =
        new Thread(
            () -> {
              if (ended.getCount() > 0) {
                action.run();
                awaitEnd();
              }
            },
            "ctrl-c");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      action.run(); // the process is ending already
    }
  }

  private void awaitEnd() {
    try {
      if (ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(exitCode);
      } else {
        err.write(
            "mailcask: not stopped in time; nothing that was saved is lost\n".getBytes(UTF_8));
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The command has ended: the process may, with this exit code even after ctrl-C.
  public void ended(int code) {
    exitCode = code;
    ended.countDown();
  }

  /// What Linux says the stream is; elsewhere a terminal is taken for none.
  private static boolean isTerminal(int descriptor) {
    try {
      Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
      return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }

  private static int askSize() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(stty.getInputStream().readAllBytes(), UTF_8);
      Matcher size = SIZE.matcher(answer.strip());
      return size.matches() ? Integer.parseInt(size.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
