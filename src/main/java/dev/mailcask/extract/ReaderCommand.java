package dev.mailcask.extract;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The command line and the environment of a reader process.
///
/// It gets little heap and a compiler that is cheap to start, gives way to everybody else, ends by
/// itself when memory runs out anywhere in it, knows no host by name, and knows of the environment
/// where programs are.
///
/// @param main the class to run
/// @param languages of OCR, empty for none
record ReaderCommand(
    ReaderLibraries libraries, String main, ExtractSettings settings, String languages) {

  /// The exit code of a JVM whose memory ran out.
  static final int OUT_OF_MEMORY = 3;

  /// Before its end a reader gives what it has; this share of the time is for reading.
  private static final double SOFT = 0.8;

  private static final Path SHELL = Path.of("/bin/sh");

  /// No core files, none larger than 1 GiB, and the lowest priority where it can be had.
  private static final String GIVE_WAY =
      """
      ulimit -c 0; ulimit -f 2097152
      command -v nice >/dev/null && exec nice -n 19 "$@"
      exec "$@"
      """;

  /// A process to be started.
  ///
  /// @param directory of its own for temporary files
  ProcessBuilder in(Path directory) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SHELL)) {
      command.addAll(List.of(SHELL.toString(), "-c", GIVE_WAY, "mailcask-reader"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(machine(directory));
    command.addAll(List.of("-cp", libraries.classPath(), main, directory.toString()));
    command.add(Long.toString((long) (settings.time().toMillis() * SOFT)));
    command.add(languages);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    scrub(builder.environment());
    return builder;
  }

  private List<String> machine(Path directory) {
    return List.of(
        "-Xmx" + settings.memoryMegabytes() + "m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:MaxMetaspaceSize=192m",
        "-XX:MaxDirectMemorySize=32m",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:-CreateCoredumpOnCrash",
        "-XX:ErrorFile=" + directory.resolve("crash"),
        "-XX:-UsePerfData",
        "-Xlog:disable",
        "-Xlog:all=error:stderr",
        "-Dfile.encoding=UTF-8",
        "-Duser.language=en",
        "-Duser.country=US",
        "-Duser.timezone=UTC",
        "-Duser.home=" + directory,
        "-Djava.io.tmpdir=" + directory,
        "-Djava.awt.headless=true",
        "-Djdk.net.hosts.file=" + directory.resolve("no-hosts"),
        "-Djavax.xml.accessExternalDTD=",
        "-Djavax.xml.accessExternalSchema=",
        "-Djavax.xml.accessExternalStylesheet=",
        "-Dslf4j.internal.verbosity=ERROR");
  }

  private static void scrub(Map<String, String> environment) {
    Map<String, String> kept = Map.copyOf(environment);
    environment.clear();
    for (String name : List.of("PATH", "TESSDATA_PREFIX", "SystemRoot")) {
      String value = kept.get(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    environment.put("LANG", "C.UTF-8");
    environment.put("OMP_THREAD_LIMIT", "1"); // Tesseract on one core
  }

  /// All that decides what can be read.
  String version(String own) {
    String text =
        "%s tika-%s %dm %ds %d %s"
            .formatted(
                own,
                libraries.tika(),
                settings.memoryMegabytes(),
                settings.time().toSeconds(),
                settings.maxBytes(),
                languages.isEmpty() ? "no-ocr" : languages);
    return text.substring(0, Math.min(text.length(), 200));
  }
}
