package dev.mailcask.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.store.ByteArrayDataInput;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void whereLuceneIsLedAstrayTheIndexIsDamaged() {
    Throwable astray = catchThrowable(() -> new ByteArrayDataInput(new byte[0]).readByte());
    assertThat(astray).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(Failures.isDamage(astray)).isTrue();
    assertThat(Failures.isDamage(new IOException(astray))).isTrue();
  }

  @Test
  void aMistakeOfOurOwnIsNoDamage() {
    Throwable ours = catchThrowable(() -> List.of().get(0));
    assertThat(ours).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(Failures.isDamage(ours)).isFalse();
    assertThat(Failures.isDamage(new IOException("anything"))).isFalse();
  }
}
