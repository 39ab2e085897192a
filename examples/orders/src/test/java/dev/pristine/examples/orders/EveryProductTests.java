package dev.pristine.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.examples.orders.Checkout.Order;
import dev.pristine.junit.PristineDatabase;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds for each product, whose tests are run with one after the other. */
@PristineDatabase
@ParameterizedClass
@CsvSource({"TEA-1, 650", "TEA-2, 890", "POT-1, 3400", "CUP-1, 1200", "TIN-1, 499"})
class EveryProductTests {

  private final String sku;
  private final long priceCents;
  private final Shop shop;

  EveryProductTests(String sku, long priceCents, DataSource database) {
    this.sku = sku;
    this.priceCents = priceCents;
    shop = new Shop(database);
  }

  @Test
  void canBeOrdered() {
    int order = shop.checkout().place(1, Map.of(sku, 2));

    assertThat(shop.checkout().get(order).totalCents()).isEqualTo(2 * priceCents);
    assertThat(shop.checkout().ofCustomer(1)).extracting(Order::id).containsExactly(1);
  }

  @Test
  void canBeWithdrawn() {
    shop.catalogue().withdraw(sku);

    assertThat(shop.catalogue().onSale()).hasSize(4);
  }

  @Test
  void canBeReceived() {
    int before = shop.warehouse().onHand(sku);

    shop.warehouse().receive(sku, 5);

    assertThat(shop.warehouse().onHand(sku)).isEqualTo(before + 5);
    assertThat(shop.warehouse().movements()).hasSize(1);
  }
}
