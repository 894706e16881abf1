package dev.mailcask;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Holds the table of rooms in `src/docs/design.md`. A room may use only rooms above it, and only
/// those in its row.
class ArchitectureTest {

  private static final String ROOT = "dev.mailcask";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  /// Comes with Angus; nobody needs it, and nobody else may have it.
  private static final String MAIL_API = "jakarta.mail..";

  /// Room to the rooms that it may use, in reading order.
  private static final Map<String, Set<String>> ROOMS = new LinkedHashMap<>();

  /// Library to the only rooms that may touch it.
  private static final Map<String, Set<String>> LIBRARIES = new LinkedHashMap<>();

  static {
    room("base");
    room("secrets", "base");
    room("oauth", "base");
    room("message", "base");
    room("mailbox", "base");
    room("demo", "base");
    room("archive", "base", "message");
    room("catalog", "base", "message", "archive");
    room("accounts", "base", "secrets", "oauth", "mailbox", "archive", "catalog");
    room("sync", "base", "message", "mailbox", "archive", "catalog", "accounts");
    room("extract", "base");
    room("index", "base", "message", "extract", "archive", "catalog");
    room("search", "base", "message", "archive", "catalog", "index");
    room("restore", "base", "mailbox", "archive", "catalog", "accounts");
    room("replica", "base", "secrets", "archive");
    room("verify", "base", "mailbox", "archive", "catalog", "accounts", "index");
    room("access", "base");
    room(
        "jobs",
        "base",
        "archive",
        "catalog",
        "accounts",
        "sync",
        "index",
        "search",
        "restore",
        "replica",
        "verify");
    String[] doors = {
      "base",
      "oauth",
      "message",
      "mailbox",
      "archive",
      "catalog",
      "accounts",
      "sync",
      "extract",
      "index",
      "search",
      "restore",
      "replica",
      "verify",
      "access",
      "jobs"
    };
    room("web", doors);
    room("cli", doors);
    room("config", "base", "mailbox", "archive", "sync", "extract", "index", "jobs", "web");

    library("org.eclipse.angus..", "mailbox");
    library(MAIL_API, "mailbox");
    library("org.jsoup..", "message");
    library("com.ibm.icu..", "message", "index", "search");
    library("org.owasp..", "web");
    library("com.github.luben.zstd..", "archive");
    library("org.apache.commons.compress..", "archive");
    library("java.sql..", "catalog");
    library("org.sqlite..", "catalog");
    library("org.apache.tika..", "extract");
    library("org.apache.lucene..", "index", "search");
    library("org.quartz..", "jobs");
    library("io.javalin..", "web");
    library("com.password4j..", "access", "archive");
    library("picocli..", "cli");
  }

  private static void room(String name, String... mayUse) {
    Set<String> rooms = new TreeSet<>(List.of(mayUse));
    assertThat(ROOMS.keySet()).as("rooms above " + name).containsAll(rooms);
    ROOMS.put(name, rooms);
  }

  private static void library(String packages, String... rooms) {
    LIBRARIES.put(packages, Set.of(rooms));
  }

  @Test
  void everyRoomUsesOnlyTheRoomsOfItsRow() {
    ROOMS.forEach(
        (name, allowed) -> {
          String[] others =
              ROOMS.keySet().stream()
                  .filter(room -> !room.equals(name) && !allowed.contains(room))
                  .map(room -> ROOT + "." + room + "..")
                  .toArray(String[]::new);
          noClasses()
              .that()
              .resideInAPackage(ROOT + "." + name + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(others)
              .allowEmptyShould(true)
              .because(
                  "the reading order is one-way: %s stands on %s alone, so that it can be read and"
                          .formatted(name, allowed)
                      + " replaced without the rooms below it; see src/docs/design.md")
              .check(MAIN);
        });
  }

  @Test
  void everyClassLivesInARoomOfTheTable() {
    Set<String> strangers = new TreeSet<>();
    for (JavaClass type : MAIN) {
      String rest = type.getPackageName().substring(ROOT.length());
      String room = rest.isEmpty() ? "" : rest.substring(1).split("\\.", 2)[0];
      if (!room.isEmpty() && !ROOMS.containsKey(room)) {
        strangers.add(type.getName());
      }
    }
    assertThat(strangers).as("classes outside of the table of rooms").isEmpty();
    assertThat(MAIN.size()).as("classes looked at").isGreaterThan(50);
  }

  @Test
  void onlyTheRootKnowsThatEverythingIsWired() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .because("the root is the only place that says new to implementations")
        .check(MAIN);
  }

  @Test
  void everyLibraryHasItsOwner() {
    LIBRARIES.forEach(
        (library, owners) -> {
          assertThat(
                  library.equals(MAIL_API) || MAIN.stream().anyMatch(type -> uses(type, library)))
              .as("a library that nobody uses, in pom.xml and here: %s", library)
              .isTrue();
          String[] homes =
              owners.stream().map(room -> ROOT + "." + room + "..").toArray(String[]::new);
          noClasses()
              .that()
              .resideOutsideOfPackages(homes)
              .should()
              .dependOnClassesThat()
              .resideInAPackage(library)
              .because(
                  "a library that is known in one room can be replaced in one room: "
                      + library
                      + " belongs to "
                      + owners)
              .check(MAIN);
        });
  }

  private static boolean uses(JavaClass type, String library) {
    String prefix = library.substring(0, library.length() - 1);
    return type.getDirectDependenciesFromSelf().stream()
        .anyMatch(dependency -> dependency.getTargetClass().getName().startsWith(prefix));
  }

  @Test
  void angusStaysBehindTheMailboxPort() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".mailbox")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.eclipse.angus..",
            "jakarta.mail..",
            ROOT + ".mailbox.imap..",
            ROOT + ".mailbox.pop3..",
            ROOT + ".mailbox.net..")
        .because("the port must not know the protocols behind it")
        .check(MAIN);
  }

  @Test
  void tikaStaysInItsOwnProcesses() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".extract.reader..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.tika..", ROOT + ".extract.reader..")
        .because("a file that takes all memory or never ends must not do so in Mailcask's process")
        .check(MAIN);
  }

  @Test
  void protocolsShareTheNetAndNothingElse() {
    String mailbox = ROOT + ".mailbox.";
    Map.of(
            "net", List.of("imap", "pop3"),
            "imap", List.of("pop3"),
            "pop3", List.of("imap"),
            "providers", List.of("imap", "pop3", "net"))
        .forEach(
            (room, others) ->
                noClasses()
                    .that()
                    .resideInAPackage(mailbox + room + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                        others.stream().map(it -> mailbox + it + "..").toArray(String[]::new))
                    .because(
                        "one protocol can be read, changed and dropped without the other: what both"
                            + " need is in mailbox.net, which knows neither")
                    .check(MAIN));
    noClasses()
        .that()
        .resideInAnyPackage(mailbox + "net..", mailbox + "pop3..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.eclipse.angus..", MAIL_API)
        .because("Angus is about IMAP; our POP3 client is our own")
        .check(MAIN);
  }

  @Test
  void noLuceneTypeLeavesSearch() {
    methods()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(ROOT + ".search..")
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .and()
        .arePublic()
        .should()
        .notHaveRawReturnType(
            DescribedPredicate.describe(
                "a Lucene type", type -> type.getPackageName().startsWith("org.apache.lucene")))
        .because("another engine must fit behind the same port")
        .check(MAIN);
  }

  @Test
  void timeAndChanceArePassedIn() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT)
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.time.LocalDate.class, "now")
        .orShould()
        .callMethod(java.time.LocalDateTime.class, "now")
        .orShould()
        .callMethod(java.time.ZonedDateTime.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callConstructor(java.util.Random.class)
        .orShould()
        .callMethod(Math.class, "random")
        .because("what depends on the time or on chance must be repeatable in a test")
        .check(MAIN);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Impl")
        .because("such a name says that nobody knew what the class is for")
        .check(MAIN);
  }

  @Test
  void standardStreamsBelongToTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT, ROOT + ".cli..", ROOT + ".demo..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .because("with --json standard output is one JSON object and nothing else")
        .check(MAIN);
  }

  @Test
  void settingsAreRecords() {
    classes()
        .that()
        .haveSimpleNameEndingWith("Settings")
        .and()
        .doNotHaveModifier(JavaModifier.ABSTRACT)
        .should()
        .beRecords()
        .because("settings are values that were checked once")
        .check(MAIN);
  }
}
