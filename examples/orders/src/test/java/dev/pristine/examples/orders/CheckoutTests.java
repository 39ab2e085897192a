package dev.pristine.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.examples.orders.Checkout.Order;
import dev.pristine.examples.orders.Checkout.Status;
import dev.pristine.junit.PristineDatabase;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@PristineDatabase
class CheckoutTests {

  private final Shop shop;

  CheckoutTests(DataSource database) {
    shop = new Shop(database);
  }

  @Test
  void theFirstOrderIsNumberOne() {
    assertThat(shop.checkout().place(1, Map.of("TEA-1", 2))).isEqualTo(1);
  }

  @Test
  void anOrderIsTheSumOfItsLines() {
    int order = shop.checkout().place(2, Map.of("TEA-1", 2, "POT-1", 1));

    assertThat(shop.checkout().get(order))
        .isEqualTo(new Order(1, 2, Status.PLACED, 3, 2 * 650 + 3400));
  }

  @Test
  void ordersAreNumberedInTurn() {
    assertThat(shop.checkout().place(1, Map.of("TEA-1", 1))).isEqualTo(1);
    assertThat(shop.checkout().place(2, Map.of("TEA-1", 1))).isEqualTo(2);
    assertThat(shop.checkout().place(1, Map.of("TEA-2", 1))).isEqualTo(3);
    assertThat(shop.checkout().ofCustomer(1)).extracting(Order::id).containsExactly(1, 3);
  }

  @Test
  void moreThanThereIsCannotBeOrdered() {
    assertThatThrownBy(() -> shop.checkout().place(1, Map.of("TEA-1", 1, "POT-1", 4)))
        .isInstanceOf(Refused.class)
        .hasMessage("Not enough in stock");
    assertThat(shop.warehouse().available("TEA-1")).isEqualTo(100);
    assertThat(shop.checkout().ofCustomer(1)).isEmpty();
  }

  @Test
  void theLastPotIsSoldOnce() {
    shop.checkout().place(1, Map.of("POT-1", 3));

    assertThatThrownBy(() -> shop.checkout().place(2, Map.of("POT-1", 1)))
        .isInstanceOf(Refused.class);
    assertThat(shop.checkout().ofCustomer(2)).isEmpty();
  }

  @Test
  void anOrderNeedsAProduct() {
    assertThatThrownBy(() -> shop.checkout().place(1, Map.of()))
        .isInstanceOf(Refused.class)
        .hasMessage("An order needs a product");
  }

  @Test
  void whatIsWithdrawnCannotBeOrdered() {
    shop.catalogue().withdraw("TEA-2");

    assertThatThrownBy(() -> shop.checkout().place(1, Map.of("TEA-2", 1)))
        .isInstanceOf(Refused.class)
        .hasMessage("TEA-2 is not on sale");
  }

  @Test
  void strangersCannotOrder() {
    assertThatThrownBy(() -> shop.checkout().place(99, Map.of("TEA-1", 1)))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("orders_customer_fkey");
  }

  @Test
  void aNewPriceDoesNotChangeAnOldOrder() {
    int order = shop.checkout().place(1, Map.of("TEA-1", 1));

    shop.catalogue().setPrice("TEA-1", 9_900);

    assertThat(shop.checkout().get(order).totalCents()).isEqualTo(650);
  }

  @Test
  void aCancelledOrderBreaksItsPromises() {
    int order = shop.checkout().place(1, Map.of("POT-1", 3));

    shop.checkout().cancel(order);

    assertThat(shop.warehouse().available("POT-1")).isEqualTo(3);
    assertThat(shop.checkout().get(order).status()).isEqualTo(Status.CANCELLED);
  }

  @Test
  void anOrderIsCancelledOnce() {
    int order = shop.checkout().place(1, Map.of("POT-1", 3));
    shop.checkout().cancel(order);

    assertThatThrownBy(() -> shop.checkout().cancel(order))
        .isInstanceOf(Refused.class)
        .hasMessage("Order 1 is not PLACED");
    assertThat(shop.warehouse().available("POT-1")).isEqualTo(3);
  }
}
