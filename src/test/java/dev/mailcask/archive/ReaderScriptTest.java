package dev.mailcask.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mailcask.archive.keys.ArchiveKey;
import dev.mailcask.archive.keys.Credential;
import dev.mailcask.archive.keys.KeyRing;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.archive.storage.LocalStorage;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Secret;
import dev.mailcask.testing.ArchiveFiller;
import dev.mailcask.testing.TestKeys;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs the script at the end of `src/docs/archive-format.md`: the archive is readable without
/// Mailcask.
class ReaderScriptTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T04:50:43Z"));
  private static final ArchiveSettings SMALL = new ArchiveSettings(3, 1024, 512, 4096, 4);

  /// Without parts.
  private static final ArchiveSettings WHOLE = new ArchiveSettings(3, 1024, 1 << 20, 4096, 4);

  @TempDir Path directory;

  private final long seed = System.nanoTime();
  private final ArchiveFiller filler = new ArchiveFiller(seed);

  /// Of an encrypted archive.
  private @Nullable ArchiveKey key;

  private static String script() throws IOException {
    String page = Files.readString(Path.of("src/docs/archive-format.md"));
    String fence = "```python\n";
    int begin = page.indexOf(fence) + fence.length();
    return page.substring(begin, page.indexOf("```", begin));
  }

  /// Whether everything must be there, as scripts/test sees to.
  private static boolean everything() {
    return Boolean.getBoolean("mailcask.everything");
  }

  private static boolean exists(String command) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(d -> Files.isExecutable(Path.of(d, command)));
  }

  /// Runs the script and returns its exit code and what it said.
  private Map.Entry<Integer, String> read() throws Exception {
    return read(List.of());
  }

  /// @param key the third argument, or none
  private Map.Entry<Integer, String> read(List<String> key) throws Exception {
    assumeTrue(
        everything() || (exists("python3") && exists("zstd")),
        "needs python3 and zstd on the PATH");
    Path file = Files.writeString(directory.resolve("reader.py"), script());
    List<String> command = new ArrayList<>();
    command.add(key.isEmpty() ? "python3" : pythonWithModules());
    for (Path argument : List.of(file, directory.resolve("archive"), directory.resolve("out"))) {
      command.add(argument.toString());
    }
    command.addAll(key);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Map.entry(process.waitFor(), said);
  }

  private PackedArchive open(ArchiveSettings settings) {
    return PackedArchive.open(storage(), settings, CLOCK, key);
  }

  private LocalStorage storage() {
    return LocalStorage.open(directory.resolve("archive"));
  }

  private void fill() {
    try (PackedArchive archive = open(SMALL)) {
      filler.fill(archive);
      ArchiveFiller.Message first = filler.committed().getFirst();
      JournalEvent.Placed placed = first.placed();
      try (ArchiveWriter writer = archive.writer(first.account())) {
        writer.record(
            new JournalEvent.FlagsChanged(
                placed.folder(), placed.uidValidity(), placed.uid(), List.of("$new")));
        writer.record(
            new JournalEvent.Gone(placed.folder(), placed.uidValidity(), List.of(placed.uid())));
        writer.commit();
      }
    }
  }

  @Test
  void theScriptBringsBackEveryMessageAtItsPlace() throws Exception {
    fill();
    assertAllIsThere(read());
  }

  @Test
  void theScriptReadsAnEncryptedArchiveWithAnyOfItsKeys() throws Exception {
    assumeTrue(
        everything() || !pythonWithModules().isEmpty(), "needs Python's cryptography and argon2");
    key = TestKeys.create(storage());
    try (KeyRing ring = new KeyRing(storage())) {
      ring.open(TestKeys.configured(TestKeys.FILE));
      ring.add(() -> new Credential.Passphrase(new Secret("Gr\u00fc\u00dfe aus K\u00f6ln")));
    }
    fill();
    Path file = Files.write(directory.resolve("mail.key"), TestKeys.FILE.bytes());
    assertAllIsThere(read(List.of(file.toString())));
    Path words = Files.writeString(directory.resolve("words"), "Gru\u0308\u00dfe aus Ko\u0308ln\n");
    assertAllIsThere(read(List.of(words.toString())));
    Files.writeString(words, "Gr\u00fc\u00dfe aus Bonn\n");
    assertThat(read(List.of(words.toString()))).isEqualTo(Map.entry(1, "the key opens no slot\n"));
    assertThat(read().getValue()).startsWith("the archive is encrypted: give its key file");
  }

  /// The first Python that can decrypt: packages of the system are not seen by one of the user's
  /// own.
  private static String pythonWithModules() throws Exception {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      if ((exists(python) || Files.isExecutable(Path.of(python)))
          && new ProcessBuilder(python, "-c", "import argon2, cryptography")
                  .redirectError(ProcessBuilder.Redirect.DISCARD)
                  .start()
                  .waitFor()
              == 0) {
        return python;
      }
    }
    return "";
  }

  private void assertAllIsThere(Map.Entry<Integer, String> result) throws IOException {
    assertThat(result.getValue()).as("seed %d", seed).contains(", 0 problems");
    assertThat(result.getKey()).isZero();
    Map<Long, JsonNode> index = new HashMap<>();
    for (AccountId account : ArchiveFiller.ACCOUNTS) {
      for (String line : Files.readAllLines(out(account + "/index.jsonl"))) {
        JsonNode entry = JsonMapper.builder().build().readTree(line);
        String file = entry.get("file").stringValue();
        index.put(Long.valueOf(file.replaceAll(".*/|\\.eml", "")), entry);
      }
    }
    assertThat(index).hasSize(filler.committed().size());
    try (PackedArchive archive = open(SMALL)) {
      long messages = filler.committed().stream().map(m -> m.placed().id()).distinct().count();
      assertThat(archive.totals().blobs()).as("with parts").isGreaterThan(messages);
    }
    for (ArchiveFiller.Message message : filler.committed()) {
      JournalEvent.Placed placed = message.placed();
      JsonNode entry = Objects.requireNonNull(index.get(placed.uid()));
      String file = entry.get("file").stringValue();
      assertThat(Files.readAllBytes(out(file))).isEqualTo(message.bytes());
      String[] parts = file.split("/", -1);
      assertThat(parts).hasSize(4).startsWith(message.account().name());
      assertThat(URLDecoder.decode(parts[1], StandardCharsets.UTF_8)).isEqualTo(message.folder());
      assertThat(parts[2]).isEqualTo(Long.toString(placed.uidValidity()));
      boolean first = message.equals(filler.committed().getFirst());
      assertThat(entry.get("gone").booleanValue()).isEqualTo(first);
      assertThat(entry.get("flags").values().stream().map(JsonNode::stringValue))
          .isEqualTo(first ? List.of("$new") : placed.flags());
    }
  }

  private Path out(String file) {
    return directory.resolve("out").resolve(file);
  }

  @Test
  void theScriptNamesADamagedFileAndReadsTheRest() throws Exception {
    fill();
    Path pack;
    try (Stream<Path> files = Files.walk(directory.resolve("archive/packs"))) {
      pack = files.filter(Files::isRegularFile).sorted().toList().getFirst();
    }
    byte[] bytes = Files.readAllBytes(pack);
    bytes[40] ^= 1;
    Files.write(pack, bytes);
    Map.Entry<Integer, String> result = read();
    assertThat(result.getKey()).isEqualTo(1);
    assertThat(result.getValue()).contains(pack.getFileName().toString());
    long sound = 0;
    for (ArchiveFiller.Message message : filler.committed()) {
      assertThat(result.getValue()).doesNotContain("Traceback");
      if (!result.getValue().contains(message.placed().id().toString())) {
        sound++;
      }
    }
    assertThat(sound).as("seed %d", seed).isPositive();
    try (Stream<Path> files = Files.walk(directory.resolve("out"))) {
      for (Path eml : files.filter(f -> f.toString().endsWith(".eml")).toList()) {
        assertThat(filler.committed())
            .anyMatch(m -> m.placed().id().equals(idOf(eml)), "one that was stored");
      }
    }
  }

  private static ContentId idOf(Path file) {
    try {
      return ContentId.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aDamagedPartIsNamedAndSoAreTheMessagesThatNeedIt() throws Exception {
    fill();
    boolean found = false;
    for (Path pack : packs()) {
      byte[] bytes = Files.readAllBytes(pack);
      bytes[40] ^= 1; // in the first block
      Files.write(pack, bytes);
      String said = read().getValue();
      assertThat(said).as("seed %d", seed).contains("block 0 is damaged");
      if (said.contains(": part ")) {
        assertThat(said).as("seed %d", seed).contains("is missing or damaged");
        found = true;
        break;
      }
      bytes[40] ^= 1;
      Files.write(pack, bytes);
    }
    assertThat(found).as("a pack begins with a part, seed %d", seed).isTrue();
  }

  @Test
  void aDamagedSegmentIsNamedAndTheJournalsAreReadBehindIt() throws Exception {
    fill();
    AccountId account = filler.committed().getFirst().account();
    Path segment = directory.resolve("archive/journal/" + account + "/0000000001.journal");
    byte[] sound = Files.readAllBytes(segment);
    for (int at : List.of(0, 9, 30, sound.length / 2, sound.length - 1)) {
      byte[] bytes = sound.clone();
      bytes[at] ^= 1;
      Files.write(segment, bytes);
      assertDamaged(segment, at);
    }
    Files.write(segment, Arrays.copyOf(sound, 11));
    assertDamaged(segment, 11);
  }

  private void assertDamaged(Path segment, int at) throws Exception {
    Map.Entry<Integer, String> result = read();
    assertThat(result.getKey()).as("altered at %d", at).isEqualTo(1);
    assertThat(result.getValue()).contains(segment + ": damaged").doesNotContain("Traceback");
    Set<ContentId> read = new HashSet<>();
    try (Stream<Path> files = Files.walk(directory.resolve("out"))) {
      files.filter(file -> file.toString().endsWith(".eml")).forEach(file -> read.add(idOf(file)));
    }
    assertThat(filler.committed())
        .filteredOn(m -> !m.account().equals(filler.committed().getFirst().account()))
        .isNotEmpty()
        .allMatch(m -> read.contains(m.placed().id()));
  }

  private List<Path> packs() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("archive/packs"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void zstdAlonePrintsAPacksMessagesInOrder() throws Exception {
    assumeTrue(everything() || exists("zstd"), "needs zstd on the PATH");
    try (PackedArchive archive = open(WHOLE);
        ArchiveWriter writer = archive.writer(new AccountId("work"))) {
      for (String text : List.of("one ", "two ", "x".repeat(3000) + " ", "four")) {
        writer.store(dev.mailcask.base.Content.of(text.getBytes(StandardCharsets.US_ASCII)));
      }
      writer.commit();
    }
    Path pack;
    try (Stream<Path> files = Files.walk(directory.resolve("archive/packs"))) {
      pack = files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    Process process = new ProcessBuilder("zstd", "-dc", pack.toString()).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor()).isZero();
    assertThat(printed).isEqualTo("one two " + "x".repeat(3000) + " four");
  }
}
