package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.enginetests.Shortening;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShorteningTests {

  private static final List<Integer> NUMBERS = IntStream.range(0, 100).boxed().toList();

  @Test
  void onlyWhatIsNeededIsLeft() throws Exception {
    assertThat(Shortening.of(NUMBERS, list -> list.containsAll(List.of(3, 50, 51, 99))))
        .containsExactly(3, 50, 51, 99);
  }

  @Test
  void whatHappensAnywayNeedsNothing() throws Exception {
    assertThat(Shortening.of(NUMBERS, list -> true)).isEmpty();
  }

  @Test
  void whatNeedsEverythingStaysWhole() throws Exception {
    assertThat(Shortening.of(NUMBERS, NUMBERS::equals)).isEqualTo(NUMBERS);
  }
}
