package dev.pristine.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.examples.orders.Invoices.Invoice;
import dev.pristine.junit.PristineDatabase;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@PristineDatabase
class InvoiceTests {

  private final Shop shop;

  InvoiceTests(DataSource database) {
    shop = new Shop(database);
  }

  @Test
  void numbersFollowThePayments() {
    int first = order();
    int second = order();

    assertThat(shop.payments().pay(second, 650, "card 2")).isEqualTo(2026001);
    assertThat(shop.payments().pay(first, 650, "card 1")).isEqualTo(2026002);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 10})
  void everyYearBeginsWithNumberOne(int orders) {
    for (int i = 0; i < orders; i++) {
      shop.payments().pay(order(), 650, "card " + i);
    }

    assertThat(shop.invoices().all()).hasSize(orders);
    assertThat(shop.invoices().all()).first().extracting(Invoice::number).isEqualTo(2026001);
    assertThat(shop.invoices().all())
        .last()
        .extracting(Invoice::number)
        .isEqualTo(2026000 + orders);
  }

  @Test
  void anInvoiceTellsOrderAndSum() {
    int order = shop.checkout().place(2, Map.of("POT-1", 1, "CUP-1", 4));
    shop.payments().pay(order, 8200, "card 1");

    assertThat(shop.invoices().all()).containsExactly(new Invoice(2026001, 1, 8200));
  }

  @Test
  void whatIsNotPaidHasNoInvoice() {
    assertThat(shop.invoices().ofOrder(order())).isEmpty();
  }

  @Test
  void aRefundKeepsTheInvoice() {
    int order = order();
    shop.payments().pay(order, 650, "card 1");
    shop.payments().refund(order);

    assertThat(shop.invoices().ofOrder(order)).contains(new Invoice(2026001, order, 650));
  }

  @Test
  void aFailedPaymentLeavesNoInvoice() {
    int order = order();

    assertThatThrownBy(() -> shop.payments().pay(order, 1, "card 1")).isInstanceOf(Refused.class);
    assertThat(shop.invoices().all()).isEmpty();
  }

  private int order() {
    return shop.checkout().place(1, Map.of("TEA-1", 1));
  }
}
