package dev.mailcask.extract;

import dev.mailcask.base.DiskFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The class path of reader processes.
///
/// Tika and what it needs, near 60 files, lie in `lib/extract/` beside Mailcask's own libraries in
/// `lib/`: so nobody but a reader looks through them. A reader does not log, thus logback stays
/// out.
///
/// @param files jars and directories of classes
public record ReaderLibraries(List<Path> files) {

  private static final String TIKA = "tika-core-";

  public ReaderLibraries {
    files = List.copyOf(files);
  }

  /// The ones beside a class path: those of the directories `lib/extract` and `lib` next to the jar
  /// on it, where they are, as in an installation; else the class path itself, as in tests.
  public static ReaderLibraries beside(String classPath) {
    List<Path> own = Arrays.stream(classPath.split(File.pathSeparator, -1)).map(Path::of).toList();
    for (Path file : own) {
      Path libraries = file.resolveSibling("extract");
      if (file.toString().endsWith(".jar") && Files.isDirectory(libraries)) {
        List<Path> all = new ArrayList<>(jars(libraries));
        all.addAll(own);
        return without(all);
      }
    }
    return without(own);
  }

  private static ReaderLibraries without(List<Path> files) {
    return new ReaderLibraries(
        files.stream()
            .filter(file -> !name(file).startsWith("logback-"))
            .map(Path::toAbsolutePath)
            .toList());
  }

  private static List<Path> jars(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .sorted(Comparator.comparing(ReaderLibraries::name))
          .toList();
    } catch (IOException e) {
      throw DiskFailure.of("libraries of Mailcask", e);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /// As `java -cp` takes it.
  String classPath() {
    return String.join(File.pathSeparator, files.stream().map(Path::toString).toList());
  }

  /// The version of Tika: `3.3.1`.
  String tika() {
    return files.stream()
        .map(ReaderLibraries::name)
        .filter(name -> name.startsWith(TIKA) && name.endsWith(".jar"))
        .map(name -> name.substring(TIKA.length(), name.length() - ".jar".length()))
        .findFirst()
        .orElse("none");
  }
}
