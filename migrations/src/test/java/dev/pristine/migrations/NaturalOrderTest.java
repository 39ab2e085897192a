package dev.pristine.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {

  private static final List<String> IN_ORDER =
      List.of(
          "01.sql",
          "1.sql",
          "2_b.sql",
          "3",
          "3/1.sql",
          "3/02.sql",
          "3/a/0.sql",
          "3.sql",
          "10_a.sql",
          "20250101000000000000000001.sql",
          "20250101000000000000000002.sql",
          "Upper.sql",
          "a.sql",
          "a1b2.sql",
          "a1b10.sql",
          "b.sql",
          "ä.sql");

  @Test
  void digitsCountAsNumbersAndFoldersStandWhereTheirNamePutsThem() {
    for (int seed = 0; seed < 50; seed++) {
      List<String> names = new ArrayList<>(IN_ORDER);
      Collections.shuffle(names, new Random(seed));
      names.sort(new NaturalOrder());
      assertThat(names).containsExactlyElementsOf(IN_ORDER);
    }
  }
}
