package dev.mailcask.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {

  @TempDir Path dir;

  private Path tree() throws IOException {
    Path root = Files.createDirectories(dir.resolve("tree"));
    Files.createDirectories(root.resolve("a/b"));
    Files.writeString(root.resolve("a/b/file"), "x");
    Files.writeString(root.resolve("file"), "x");
    return root;
  }

  @Test
  void deletesAllThatIsInIt() throws IOException {
    Path root = tree();
    FileTree.delete(root);
    assertThat(root).doesNotExist();
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void emptiesAndLeavesTheDirectory() throws IOException {
    Path root = tree();
    FileTree.empty(root);
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void followsNoLinkOutOfIt() throws IOException {
    Path kept = Files.createDirectories(dir.resolve("kept"));
    Files.writeString(kept.resolve("file"), "x");
    Path root = tree();
    Files.createSymbolicLink(root.resolve("a/out"), kept);
    FileTree.delete(root);
    assertThat(root).doesNotExist();
    assertThat(kept.resolve("file")).exists();
  }
}
