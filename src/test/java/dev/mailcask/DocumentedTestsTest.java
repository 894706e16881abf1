package dev.mailcask;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A page that names a test as proof names one that is there.
class DocumentedTestsTest {

  private static final Pattern NAMED =
      Pattern.compile("`([A-Z]\\w*(?:Test|Contract))(?:\\.(\\w+))?`");

  private static final Pattern ROWS = Pattern.compile("^\\| (\\d[^|]*) \\|", Pattern.MULTILINE);

  @Test
  void everyTestThatAPageNamesIsThere() throws IOException {
    Map<String, String> tests = sources();
    List<String> missing = new ArrayList<>();
    int named = 0;
    for (Path page : files(Path.of("src/docs"), ".md")) {
      Matcher name = NAMED.matcher(Files.readString(page));
      while (name.find()) {
        named++;
        String source = tests.get(name.group(1));
        if (source == null
            || (name.group(2) != null && !source.contains("void " + name.group(2) + "("))) {
          missing.add(page.getFileName() + ": " + name.group());
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(named).as("tests named in pages").isGreaterThan(50);
  }

  @Test
  void everySituationOfTheListHasItsPlaceOnThePageAboutImap() throws IOException {
    String page = Files.readString(Path.of("src/docs/imap.md"));
    List<String> rows = new ArrayList<>();
    Matcher line = ROWS.matcher(page.substring(page.indexOf("## The list, row by row")));
    while (line.find()) {
      rows.addAll(List.of(line.group(1).split(", ", -1)));
    }
    List<String> all = new ArrayList<>(List.of("65a", "65b", "65c"));
    IntStream.rangeClosed(1, 118).mapToObj(String::valueOf).forEach(all::add);
    assertThat(rows).containsExactlyInAnyOrderElementsOf(all);
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (Path file : files(Path.of("src/test/java"), ".java")) {
      String name = file.getFileName().toString();
      sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
    }
    return sources;
  }

  private static List<Path> files(Path root, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
