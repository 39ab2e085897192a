package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.postgresql.CloneStrategy.Way;
import org.junit.jupiter.api.Test;

final class CostsTests {

  private static final long MILLISECOND = 1_000_000;
  private static final long MEGABYTE = 1 << 20;

  private final CloneStrategy strategy = new CloneStrategy(false);
  private final Costs costs = new Costs(strategy);

  @Test
  void aBusyMachineIsComparedWithCopiesMadeOnABusyMachine() {
    copiesTake(10, 40, 41, 42, 43, 44);
    costs.restored(10_000, 60 * MILLISECOND);
    assertThat(costs.isTooMuch(10_000)).isFalse();
    copiesTake(10, 10, 10, 10, 10);
    assertThat(costs.isTooMuch(10_000)).isTrue();
  }

  @Test
  void oneCopyThatTookLongOrOneThatTookNoTimeIsNoMeasure() {
    copiesTake(10, 10, 900, 10, 1);
    costs.restored(10_000, 25 * MILLISECOND);
    assertThat(costs.isTooMuch(10_000)).isTrue();
    costs.restored(10_000, MILLISECOND);
    for (int i = 0; i < 50; i++) {
      costs.restored(10_000, 15 * MILLISECOND);
    }
    assertThat(costs.isTooMuch(10_000)).isFalse();
  }

  @Test
  void aLittleIsAlwaysReadAndRestored() {
    copiesTake(1);
    costs.restored(Costs.MANY_BLOCKS, 1_000 * MILLISECOND);
    costs.readLog(MEGABYTE, 1_000 * MILLISECOND);
    assertThat(costs.isTooMuch(Costs.MANY_BLOCKS - 1)).isFalse();
    assertThat(costs.isTooMuch(Costs.MANY_BLOCKS)).isTrue();
    assertThat(costs.mostLog(1)).isEqualTo(4 * MEGABYTE);
  }

  private void copiesTake(long... milliseconds) {
    for (long each : milliseconds) {
      strategy.took(Way.FILE_COPY, each * MILLISECOND);
    }
  }
}
