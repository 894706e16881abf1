package dev.mailcask.extract;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Readers for tests: the real ones, and ones that run a class of a test.
public final class Readers {

  public static final ExtractSettings QUICK =
      new ExtractSettings(1, 128, Duration.ofSeconds(20), 20L << 20, "off");

  private Readers() {}

  public static ReaderProcesses real(Path directory, ExtractSettings settings) {
    return new ReaderProcesses(directory, libraries(), settings);
  }

  /// The real ones, with one parser more: [HostileParser].
  public static ReaderProcesses hostile(Path directory, ExtractSettings settings)
      throws IOException {
    List<Path> files = new ArrayList<>();
    files.add(HostileParser.install(directory.resolve("parser")));
    files.addAll(libraries().files());
    return new ReaderProcesses(directory.resolve("tmp"), new ReaderLibraries(files), settings);
  }

  static ReaderProcesses of(Path directory, Class<?> main, ExtractSettings settings) {
    return new ReaderProcesses(
        directory, new ReaderCommand(libraries(), main.getName(), settings, ""));
  }

  /// What this test was loaded from.
  static ReaderLibraries libraries() {
    String path =
        Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader
            ? Arrays.stream(loader.getURLs())
                .map(URL::getPath)
                .collect(Collectors.joining(File.pathSeparator))
            : System.getProperty("java.class.path");
    return ReaderLibraries.beside(path);
  }

  static Extractor.Source source(byte[] bytes) {
    return () -> new java.io.ByteArrayInputStream(bytes);
  }
}
