package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How it is noticed that transactions are counted anew. */
final class MariadbLogIdentityTests {

  private final MariadbLogIdentity identity = new MariadbLogIdentity();

  /** As 11.4.5 tells them: those of one group commit have its number, {@code ALTER} phases. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GTID 0-1-%d",
        "GTID 0-1-%d START ALTER",
        "GTID 0-1-%d cid=9 COMMIT ALTER id=12",
        "BEGIN GTID 0-1-%d",
        "BEGIN GTID 0-1-%d cid=16161",
        "XA START X'78',X'',1 GTID 0-1-%d",
        "XA START X'20475449442039',X'2d39',1 GTID 0-1-%d cid=16168"
      })
  void aNumberThatWasThereBeforeIsNoticedHoweverItIsTold(String event) {
    identity.begin("0-1-7,1-2-30");
    assertThatCode(() -> identity.enter(event.formatted(8))).doesNotThrowAnyException();
    assertThatThrownBy(() -> identity.enter(event.formatted(8)))
        .hasMessage(
            "it was begun anew: transactions of [0-1] were counted up to 8, and now from 8");
  }

  @Test
  void eachServerCountsInEachDomainForItself() {
    identity.begin("0-1-7,1-2-30");
    assertThatCode(
            () -> {
              identity.enter("BEGIN GTID 1-2-31");
              identity.enter("BEGIN GTID 0-2-1");
              identity.enter("BEGIN GTID 0-1-9");
              identity.verify("1-2-31,0-2-1,0-1-9");
            })
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> identity.verify("1-2-31,0-1-9"))
        .hasMessage(
            "it was begun anew: transactions of [0-2] were counted up to 1, and now from 0");
  }

  @Test
  void aTransactionWithoutANumberIsNotUnderstood() {
    assertThatThrownBy(() -> identity.enter("BEGIN GTID 0-1"))
        .hasMessage("a transaction's number is not understood: BEGIN GTID 0-1");
  }
}
