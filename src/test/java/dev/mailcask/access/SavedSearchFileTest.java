package dev.mailcask.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.access.SavedSearches.SavedSearch;
import dev.mailcask.base.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedSearchFileTest {

  @TempDir private Path dir;
  private SavedSearches searches;

  @BeforeEach
  void open() {
    searches = new SavedSearchFile(dir);
  }

  @Test
  void whatIsKeptOutlivesTheProcessAndBelongsToOneUser() throws Exception {
    searches.keep("Ada", new SavedSearch("Invoices", "subject:invoice"));
    searches.keep("ada", new SavedSearch("big files", "larger:5M"));
    SavedSearches again = new SavedSearchFile(dir);
    assertThat(again.of("ADA"))
        .containsExactly(
            new SavedSearch("big files", "larger:5M"),
            new SavedSearch("Invoices", "subject:invoice"));
    assertThat(again.of("grace")).isEmpty();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(dir.resolve("searches.json"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aNameIsThereOnce() {
    searches.keep("ada", new SavedSearch("Invoices", "invoice"));
    searches.keep("ada", new SavedSearch("  INVOICES ", "subject:invoice"));
    assertThat(searches.of("ada")).containsExactly(new SavedSearch("INVOICES", "subject:invoice"));
    searches.forget("ada", "invoices");
    searches.forget("ada", "never kept");
    assertThat(searches.of("ada")).isEmpty();
  }

  @Test
  void nonsenseIsRefusedAndNothingIsChanged() {
    for (SavedSearch bad :
        List.of(
            new SavedSearch(" ", "x"),
            new SavedSearch("x", "  "),
            new SavedSearch("a\nb", "x"),
            new SavedSearch("x".repeat(SavedSearches.MAX_NAME + 1), "x"),
            new SavedSearch("x", "x".repeat(SavedSearches.MAX_QUERY + 1)))) {
      assertThatThrownBy(() -> searches.keep("ada", bad)).isInstanceOf(Failure.Misconfigured.class);
    }
    assertThat(searches.of("ada")).isEmpty();
  }

  @Test
  void thereIsAnEndToIt() {
    for (int i = 0; i < SavedSearches.MAX; i++) {
      searches.keep("ada", new SavedSearch("s" + i, "q"));
    }
    assertThatThrownBy(() -> searches.keep("ada", new SavedSearch("one more", "q")))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("delete one");
    searches.keep("ada", new SavedSearch("s7", "another"));
    assertThat(searches.of("ada")).hasSize(SavedSearches.MAX);
  }

  @Test
  void aDamagedFileIsNamedAndLeftAlone() throws Exception {
    Path file = dir.resolve("searches.json");
    Files.writeString(file, "{\"version\":1,");
    assertThatThrownBy(() -> searches.of("ada"))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining("secrets/searches.json");
    assertThatThrownBy(() -> searches.keep("ada", new SavedSearch("a", "b")))
        .isInstanceOf(Failure.Corrupt.class);
    assertThat(Files.readString(file)).isEqualTo("{\"version\":1,");
    Files.writeString(file, "{\"version\":2,\"users\":{}}");
    assertThatThrownBy(() -> new SavedSearchFile(dir).of("ada")).isInstanceOf(Failure.TooNew.class);
  }
}
