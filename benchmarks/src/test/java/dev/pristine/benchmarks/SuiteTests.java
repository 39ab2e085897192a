package dev.pristine.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The suites do what they are said to do, however their tests are kept apart. */
final class SuiteTests {

  private static final int SIZE = 12;

  @RegisterExtension static final Measuring measuring = new Measuring();

  @ParameterizedTest
  @CsvSource({
    "PRISTINE_REWIND, 0",
    "PRISTINE_REWIND_ONE, 0",
    "PRISTINE_CLONE, 0",
    "CREATE_AND_DROP, 0",
    "NEVER_RESET, 12"
  })
  void onlyADatabaseThatIsNeverResetIsDirty(SuiteWay way, int dirty) throws Exception {
    Schema schema = SuiteSchema.write(measuring.temporary().path());
    measuring.makeTemplateOnce(schema);
    SuiteMeasure measure = new SuiteMeasure(way, Suite.ofSize(SIZE), 0, 2);
    measure.round(measuring.server().access(), schema, 0);
    SuiteResult result = measure.result();
    assertThat(result.unavailable()).isNull();
    assertThat(Objects.requireNonNull(result.series()).dirtyTests()).isEqualTo(dirty);
    assertThat(Objects.requireNonNull(result.parallel()).dirtyTests()).isEqualTo(dirty);
    assertThat(result.speedUp()).isPositive();
  }

  @Test
  void aSuiteIsTheSameEachTime() {
    assertThat(Suite.ofSize(139)).isEqualTo(Suite.ofSize(139));
    assertThat(Suite.ofSize(139).tests()).hasSize(139);
  }

  @Test
  void aNewProcessTellsHowLongItsFirstDatabaseTook() throws Exception {
    List<String> options = List.of("-Xmx256m");
    String schema = Json.line(measuring.schema());
    try (Jvm process = Jvm.start(FirstDatabase.class, options, schema, "CLONE")) {
      FirstDatabase.Times times =
          Json.read(process.hear(FirstDatabase.ANSWER), FirstDatabase.Times.class);
      assertThat(times.opened()).isPositive().isLessThan(times.acquired());
      assertThat(times.acquired()).isLessThan(times.answered());
    }
  }
}
