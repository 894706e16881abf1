package dev.mailcask.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  @Test
  void aDirectoryThatIsGoneIsNoFault() throws IOException {
    FileTree.empty(dir.resolve("gone"));
    FileTree.delete(dir.resolve("gone"));
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void twoMayDeleteTheSame() throws Exception {
    for (int round = 0; round < 8; round++) {
      Path root = tree();
      for (int i = 0; i < 50; i++) {
        Files.createDirectories(root.resolve("a/" + i));
        Files.createFile(root.resolve("a/" + i + "/file"));
      }
      try (ExecutorService two = Executors.newFixedThreadPool(2)) {
        Callable<Boolean> delete =
            () -> {
              FileTree.delete(root);
              return true;
            };
        for (Future<Boolean> each : two.invokeAll(List.of(delete, delete))) {
          assertThat(each.get()).isTrue();
        }
      }
      assertThat(root).doesNotExist();
    }
  }
}
