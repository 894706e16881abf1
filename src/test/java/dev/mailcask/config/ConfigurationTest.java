package dev.mailcask.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.config.YamlEntries.Entry;
import dev.mailcask.jobs.UpkeepSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

  private static final Path EXAMPLE = Path.of("config/mailcask.yaml");

  @TempDir Path home;

  @Test
  void theExampleIsCompleteAndShowsTheDefaults() throws IOException {
    List<Entry> entries = YamlEntries.read(Files.readString(EXAMPLE, UTF_8));
    assertThat(entries).extracting(Entry::path).containsExactlyElementsOf(Key.paths());
    assertThat(entries)
        .allSatisfy(
            entry ->
                assertThat(entry.value()).isEqualTo(Key.of(entry.path()).orElseThrow().standard()));
  }

  @Test
  void everyKeyOfTheExampleIsExplained() throws IOException {
    List<String> lines = Files.readAllLines(EXAMPLE, UTF_8);
    for (Entry entry : YamlEntries.read(String.join("\n", lines))) {
      String above = lines.get(entry.line() - 2).strip();
      assertThat(above)
          .as("line above %s", entry.path())
          .matches(line -> line.startsWith("#") || line.startsWith("commit-size:"));
    }
  }

  @Test
  void theManualsNameSettingsThatThereAre() throws IOException {
    Pattern setting =
        Pattern.compile(
            "`((?:archive|listen|imap|backup|verify|compact|copy|extract|log|web)\\.[a-z-]+)`");
    List<String> named =
        setting
            .matcher(
                Files.readString(Path.of("src/docs/guide.md"), UTF_8)
                    + Files.readString(Path.of("README.md"), UTF_8))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(named).contains("imap.trusted-certificates").isSubsetOf(Key.paths());
  }

  @Test
  void withoutAFileEverythingHasItsDefault() {
    Configuration configuration = Configuration.read(null, Map.of(), home);
    assertThat(configuration.data()).isEqualTo(home.resolve("data"));
    assertThat(configuration.bind()).isEqualTo("localhost");
    assertThat(configuration.port()).isEqualTo(8080);
    assertThat(configuration.hosts()).isEmpty();
    assertThat(configuration.https()).isFalse();
    assertThat(configuration.connections()).isEqualTo(2);
    assertThat(configuration.connectTimeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(configuration.readTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(configuration.trustedCertificates()).isNull();
    assertThat(configuration.parallel()).isEqualTo(3);
    assertThat(configuration.commitSize()).isEqualTo(32L << 20);
    assertThat(configuration.commitInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(configuration.copyTo()).isNull();
    assertThat(configuration.heads()).isNull();
    assertThat(configuration.verifyRate()).isEqualTo(32L << 20);
    assertThat(configuration.logLevel()).isEqualTo("info");
  }

  @Test
  void headsGoToAFileOrAnAddress() {
    assertThat(with("MAILCASK_ARCHIVE_HEADS", "heads.jsonl").heads())
        .isEqualTo(home.resolve("heads.jsonl").toAbsolutePath().toUri());
    assertThat(with("MAILCASK_ARCHIVE_HEADS", "https://log.example/heads?of=me").heads())
        .isEqualTo(URI.create("https://log.example/heads?of=me"));
    assertThatThrownBy(() -> with("MAILCASK_ARCHIVE_HEADS", "https:// log"))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("write an address as https://host/path");
  }

  private Configuration with(String variable, String value) {
    return Configuration.read(null, Map.of(variable, value), home);
  }

  @Test
  void theEnvironmentOutweighsTheFile() throws IOException {
    Path file =
        write(
            """
            data: /srv/mail
            listen:
              port: 9090
              hosts: [one.example, two.example]
            imap:
              read-timeout: 5 min
              trusted-certificates: ca.pem
            """);
    Configuration configuration =
        Configuration.read(
            file, Map.of("MAILCASK_LISTEN_PORT", "7070", "MAILCASK_LISTEN_HTTPS", "true"), home);
    assertThat(configuration.port()).isEqualTo(7070);
    assertThat(configuration.https()).isTrue();
    assertThat(configuration.data()).isEqualTo(Path.of("/srv/mail"));
    assertThat(configuration.hosts()).containsExactly("one.example", "two.example");
    assertThat(configuration.readTimeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(configuration.trustedCertificates()).isEqualTo(home.resolve("ca.pem"));
  }

  @Test
  void everyKeyHasAnEnvironmentVariable() {
    assertThat(Key.IMAP_READ_TIMEOUT.variable()).isEqualTo("MAILCASK_IMAP_READ_TIMEOUT");
    for (Key key : Key.values()) {
      Map<String, String> environment = Map.of(key.variable(), key.standard());
      if (!key.standard().isEmpty()) {
        assertThat(Configuration.read(null, environment, home)).isNotNull();
      }
    }
  }

  @Test
  void allProblemsComeInOneReport() throws IOException {
    Path file =
        write(
            """
            listn:
              port: 8080
            listen:
              port: http
              port: 8081
            imap:
              conections: 2
              read-timeout: 30
            log:
              level: loud
            """);
    assertThatThrownBy(
            () -> Configuration.read(file, Map.of("MAILCASK_BACKUP_COMMIT_SIZE", "3 MB"), home))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("line 2, listn.port: unknown key, did you mean listen.port?")
        .hasMessageContaining("line 4, listen.port: 'http' cannot be read, write a whole number")
        .hasMessageContaining("line 5, listen.port: it was set before")
        .hasMessageContaining("line 7, imap.conections: unknown key, did you mean imap.connections")
        .hasMessageContaining("line 8, imap.read-timeout: '30' cannot be read, write it with its")
        .hasMessageContaining("line 10, log.level: 'loud' cannot be read, write one of error, warn")
        .hasMessageContaining("MAILCASK_BACKUP_COMMIT_SIZE: '3 MB' cannot be read");
  }

  @Test
  void valuesOutOfRangeAreTold() {
    Map<String, String> environment =
        Map.of(
            "MAILCASK_LISTEN_PORT", "70000",
            "MAILCASK_IMAP_CONNECTIONS", "3",
            "MAILCASK_IMAP_READ_TIMEOUT", "10 ms",
            "MAILCASK_BACKUP_COMMIT_SIZE", "1 KiB",
            "MAILCASK_BACKUP_WATCH", "INBOX, A, B, C");
    assertThatThrownBy(() -> Configuration.read(null, environment, home))
        .hasMessageContaining("listen.port: 70000 is not from 0 to 65535")
        .hasMessageContaining("imap.connections: 3 is not from 1 to 2")
        .hasMessageContaining("imap.read-timeout: use one second or more")
        .hasMessageContaining("backup.commit-size: use 1 MiB or more")
        .hasMessageContaining("backup.watch: name three folders at the most");
  }

  @Test
  void anArchiveHasOneKeyFromAFileOrAVariable() {
    Configuration none = Configuration.read(null, Map.of(), home);
    assertThat(none.archiveKeyFile()).isNull();
    assertThat(none.archivePassphraseFile()).isNull();
    assertThat(none.archivePassphrase()).isEmpty();
    Map<String, String> words = Map.of("MAILCASK_ARCHIVE_PASSPHRASE", " four words ");
    assertThat(Configuration.read(null, words, home).archivePassphrase())
        .contains(new Secret(" four words "));
    Map<String, String> file = Map.of("MAILCASK_ARCHIVE_KEY_FILE", "mail.key");
    assertThat(Configuration.read(null, file, home).archiveKeyFile())
        .isEqualTo(home.resolve("mail.key"));
    Map<String, String> both =
        Map.of(
            "MAILCASK_ARCHIVE_PASSPHRASE", "four words", "MAILCASK_ARCHIVE_PASSPHRASE_FILE", "f");
    assertThatThrownBy(() -> Configuration.read(null, both, home))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining(
            "archive.passphrase-file and MAILCASK_ARCHIVE_PASSPHRASE: the archive has one key")
        .hasMessageNotContaining("four words");
  }

  @Test
  void upkeepIsPlannedAndACopyOnlyWhereThereIsAPlaceForIt() throws IOException {
    Configuration configuration = Configuration.read(null, Map.of(), home);
    assertThat(configuration.upkeep())
        .isEqualTo(new UpkeepSettings("0 30 5 * * ?", 5, "0 15 0 ? * SUN", ""));
    Path file = write("copy:\n  to: /mnt/nas\nverify:\n  sample: 100%\n  schedule: ''\n");
    configuration = Configuration.read(file, Map.of(), home);
    assertThat(configuration.copyTo()).isEqualTo(Path.of("/mnt/nas"));
    assertThat(configuration.upkeep())
        .isEqualTo(new UpkeepSettings("", 100, "0 15 0 ? * SUN", "0 10 5 * * ?"));
    Path wrong = write("compact:\n  schedule: nightly\nverify:\n  sample: 0 %\n");
    assertThatThrownBy(() -> Configuration.read(wrong, Map.of(), home))
        .hasMessageContaining("line 2, compact.schedule: 'nightly' cannot be read, give seconds")
        .hasMessageContaining("line 4, verify.sample: '0 %' cannot be read, write a share");
  }

  @Test
  void whatIsCommentedOutHasItsDefault() throws IOException {
    Path file = write("data:\nlisten:\n#  port: 1\nimap:\n  connections: 1\n");
    Configuration configuration = Configuration.read(file, Map.of(), home);
    assertThat(configuration.port()).isEqualTo(8080);
    assertThat(configuration.data()).isEqualTo(home.resolve("data"));
    assertThat(configuration.connections()).isEqualTo(1);
  }

  @Test
  void whatIsNotYamlIsToldWithItsLine() throws IOException {
    Path file = write("listen:\n  port: [1\nlog: {");
    assertThatThrownBy(() -> Configuration.read(file, Map.of(), home))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("is not YAML");
  }

  @Test
  void aFileThatIsNotThereIsTold() {
    assertThatThrownBy(() -> Configuration.read(home.resolve("none.yaml"), Map.of(), home))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("none.yaml: it cannot be read");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(home.resolve("mailcask.yaml"), text, UTF_8);
  }
}
