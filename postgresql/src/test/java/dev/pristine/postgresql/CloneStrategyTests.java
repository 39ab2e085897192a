package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.postgresql.CloneStrategy.Way;
import org.junit.jupiter.api.Test;

final class CloneStrategyTests {

  private static final long MILLISECOND = 1_000_000;

  @Test
  void filesAreCopiedWhereTheServerDoesNotWaitForItsDisk() {
    assertThat(new CloneStrategy(false).choose()).isEqualTo(Way.FILE_COPY);
  }

  @Test
  void theLogIsUsedWhereItDoes() {
    assertThat(new CloneStrategy(true).choose()).isEqualTo(Way.WAL_LOG);
  }

  @Test
  void theOtherWayIsTriedOnceWhereTheExpectedOneIsSlow() {
    CloneStrategy strategy = new CloneStrategy(true);
    strategy.took(Way.WAL_LOG, 900 * MILLISECOND);
    assertThat(strategy.choose()).isEqualTo(Way.FILE_COPY);
    strategy.took(Way.FILE_COPY, 1_200 * MILLISECOND);
    assertThat(strategy.choose()).isEqualTo(Way.WAL_LOG);
  }

  @Test
  void whicheverTookLessIsUsedFromThenOn() {
    CloneStrategy strategy = new CloneStrategy(false);
    strategy.took(Way.FILE_COPY, 900 * MILLISECOND);
    strategy.took(Way.WAL_LOG, 300 * MILLISECOND);
    assertThat(strategy.choose()).isEqualTo(Way.WAL_LOG);
  }

  @Test
  void whatIsFastEnoughIsKept() {
    CloneStrategy strategy = new CloneStrategy(true);
    strategy.took(Way.WAL_LOG, 30 * MILLISECOND);
    assertThat(strategy.choose()).isEqualTo(Way.WAL_LOG);
  }
}
