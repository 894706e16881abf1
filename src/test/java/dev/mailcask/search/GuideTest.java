package dev.mailcask.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The guide tells of every operator, and every example in the table of operators is understood.
class GuideTest {

  @ParameterizedTest
  @EnumSource(Operator.class)
  void theGuideHasTheOperator(Operator operator) throws IOException {
    assertThat(Files.readString(Path.of("src/docs/guide.md")))
        .contains("`" + operator.written() + ":");
    assertThat(operator.example()).startsWith(operator.written() + ":");
    assertThat(QueryParser.parse(operator.example(), QueryParserTest.TODAY)).isNotNull();
  }
}
