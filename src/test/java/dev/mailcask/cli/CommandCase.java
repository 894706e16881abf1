package dev.mailcask.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.testing.MemoryTerminal;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An installation, and a terminal at it.
@Timeout(60)
abstract class CommandCase {
  static final String ID = CommandWorld.ID.toString();

  @TempDir Path dir;
  CommandWorld world;

  final MemoryTerminal terminal = new MemoryTerminal();

  @BeforeEach
  void open() {
    world = new CommandWorld(dir);
  }

  @AfterEach
  void close() {
    world.close();
  }

  static JsonNode json(String text) {
    assertThat(text.lines()).as("one line of JSON").hasSize(1);
    return JsonMapper.shared().readTree(text);
  }
}
