package dev.mailcask.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailcask.base.Failure;
import dev.mailcask.cli.Site.Globals;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One command while it is carried out: its terminal, its options that every command has, and the
/// rooms it works with.
final class Session implements AutoCloseable {

  private final Terminal terminal;
  private final Site site;
  private final PrintStream out;
  private final PrintStream err;
  private @Nullable Rooms rooms;
  private boolean json;
  private Globals globals = new Globals(null, null);

  Session(Terminal terminal, Site site) {
    this.terminal = terminal;
    this.site = site;
    this.out = stream(terminal.out());
    this.err = stream(terminal.err());
  }

  private static PrintStream stream(OutputStream to) {
    return new PrintStream(new BufferedOutputStream(to, 8192), false, UTF_8);
  }

  /// To be called before the options are known to make sense.
  void expectJson(boolean wantsJson) {
    json = wantsJson;
  }

  void options(boolean wantsJson, Globals given) {
    json = wantsJson;
    globals = given;
  }

  Terminal terminal() {
    return terminal;
  }

  Site site() {
    return site;
  }

  Globals globals() {
    return globals;
  }

  /// Whether standard output is for programs.
  boolean json() {
    return json;
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  /// The columns that text may fill: those of the terminal, within reason.
  int textWidth() {
    int columns = terminal.columns();
    return columns == 0 ? 100 : Math.clamp(columns, 40, 200);
  }

  /// The rooms of an archive that is there, opened once.
  Rooms rooms() {
    return rooms(() -> site.open(globals));
  }

  /// Likewise; an archive is begun where there is none.
  Rooms roomsOfNewArchive() {
    return rooms(() -> site.begin(globals));
  }

  /// Likewise, to bring an archive back from a copy.
  Rooms roomsForRestore(Path copy) {
    return rooms(() -> site.restore(globals, copy));
  }

  private Rooms rooms(Supplier<Rooms> opening) {
    Rooms open = rooms;
    if (open == null) {
      open = opening.get();
      rooms = open;
    }
    return open;
  }

  /// Prints one line of JSON.
  void print(Json line) {
    out.println(line);
    out.flush();
  }

  /// Prints text for people, who may have mail's own words in it.
  void print(String text) {
    out.println(text);
    out.flush();
  }

  void print(Table table) {
    out.print(table.render(terminal.columns()));
    out.flush();
  }

  /// One line on standard error.
  void error(String line) {
    out.flush();
    err.println("mailcask: " + line);
    err.flush();
  }

  /// Tells why a command failed: one line on standard error, and where programs read standard
  /// output, one object there.
  void failed(String subject, String problem, String hint) {
    if (json) {
      print(errorObject(subject, problem, hint));
    }
    String line = subject.isEmpty() ? problem : subject + ": " + problem;
    error(Plain.line(hint.isEmpty() ? line : line + "; " + hint));
  }

  static Json errorObject(String subject, String problem, String hint) {
    return new Json()
        .put("error", new Json().put("subject", subject).put("problem", problem).put("hint", hint));
  }

  /// Writes the bytes to standard output as they are.
  void copy(java.io.InputStream bytes) {
    out.flush();
    try {
      OutputStream raw = new BufferedOutputStream(terminal.out(), 65536);
      bytes.transferTo(raw);
      raw.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The text of a file that an option names.
  ///
  /// @param what the file is, for errors
  String read(String what, String file) {
    try {
      return Files.readString(terminal.resolve(file), UTF_8);
    } catch (IOException e) {
      throw wrong(
          what + " " + file,
          "it cannot be read (" + e.getClass().getSimpleName() + ")",
          "name a file that you may read");
    }
  }

  /// An argument that makes no sense.
  static Failure wrong(String argument, String problem, String hint) {
    return new Failure.Misconfigured(argument, problem, hint);
  }

  @Override
  public void close() {
    out.flush();
    err.flush();
    if (rooms != null) {
      site.leave(rooms);
    }
  }
}
