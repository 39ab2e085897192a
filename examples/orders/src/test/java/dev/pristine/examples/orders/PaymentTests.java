package dev.pristine.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.examples.orders.Checkout.Status;
import dev.pristine.junit.PristineDatabase;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@PristineDatabase
class PaymentTests {

  private final Shop shop;

  PaymentTests(DataSource database) {
    shop = new Shop(database);
  }

  @Test
  void whoPaysGetsTheFirstInvoice() {
    int order = shop.checkout().place(1, Map.of("TEA-1", 1));

    assertThat(shop.payments().pay(order, 650, "card 1")).isEqualTo(2026001);
    assertThat(shop.checkout().get(order).status()).isEqualTo(Status.PAID);
  }

  @Test
  void theSumMustBeExact() {
    int order = shop.checkout().place(1, Map.of("TEA-1", 1));

    assertThatThrownBy(() -> shop.payments().pay(order, 649, "card 1"))
        .isInstanceOf(Refused.class)
        .hasMessage("Order 1 costs 650, not 649");
    assertThat(shop.checkout().get(order).status()).isEqualTo(Status.PLACED);
    assertThat(shop.payments().count()).isZero();
  }

  @Test
  void anOrderIsPaidOnce() {
    int order = shop.checkout().place(1, Map.of("TEA-1", 1));
    shop.payments().pay(order, 650, "card 1");

    assertThatThrownBy(() -> shop.payments().pay(order, 650, "card 2"))
        .isInstanceOf(Refused.class)
        .hasMessage("Order 1 is not PLACED");
    assertThat(shop.payments().balance(order)).isEqualTo(650);
  }

  @Test
  void aReferenceIsUsedOnce() {
    int first = shop.checkout().place(1, Map.of("TEA-1", 1));
    int second = shop.checkout().place(2, Map.of("TEA-1", 1));
    shop.payments().pay(first, 650, "card 1");

    assertThatThrownBy(() -> shop.payments().pay(second, 650, "card 1"))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("payments_reference_key");
    assertThat(shop.checkout().get(second).status()).isEqualTo(Status.PLACED);
  }

  @Test
  void aCancelledOrderIsNotPaid() {
    int order = shop.checkout().place(1, Map.of("TEA-1", 1));
    shop.checkout().cancel(order);

    assertThatThrownBy(() -> shop.payments().pay(order, 650, "card 1")).isInstanceOf(Refused.class);
    assertThat(shop.payments().count()).isZero();
  }

  @Test
  void aRefundPaysEverythingBack() {
    int order = shop.checkout().place(1, Map.of("POT-1", 2));
    shop.payments().pay(order, 6800, "card 1");

    shop.payments().refund(order);

    assertThat(shop.payments().balance(order)).isZero();
    assertThat(shop.payments().count()).isEqualTo(2);
    assertThat(shop.warehouse().available("POT-1")).isEqualTo(3);
  }

  @Test
  void whatIsNotPaidIsNotPaidBack() {
    int order = shop.checkout().place(1, Map.of("POT-1", 2));

    assertThatThrownBy(() -> shop.payments().refund(order))
        .isInstanceOf(Refused.class)
        .hasMessage("Order 1 is not PAID");
  }

  @Test
  void aPaidOrderIsNotCancelledWithoutARefund() {
    int order = shop.checkout().place(1, Map.of("TEA-1", 1));
    shop.payments().pay(order, 650, "card 1");

    assertThatThrownBy(() -> shop.checkout().cancel(order)).isInstanceOf(Refused.class);
    assertThat(shop.checkout().get(order).status()).isEqualTo(Status.PAID);
  }
}
