package dev.pristine.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.examples.orders.Checkout.Status;
import dev.pristine.examples.orders.Shipping.Parcel;
import dev.pristine.junit.PristineDatabase;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@PristineDatabase
class ShippingTests {

  private final Shop shop;

  ShippingTests(DataSource database) {
    shop = new Shop(database);
  }

  private static final int ADDRESS_OF_ADA = 1;
  private static final int ADDRESS_OF_GRACE = 2;

  @Test
  void theFirstParcelIsNumberOne() {
    assertThat(shop.shipping().ship(paidOrder(), ADDRESS_OF_ADA)).isEqualTo("PARCEL-0001");
    assertThat(shop.shipping().ofOrder(1)).contains(new Parcel(1, "PARCEL-0001", false));
  }

  @Test
  void goodsLeaveTheShelfWithTheParcel() {
    shop.shipping().ship(paidOrder(), ADDRESS_OF_ADA);

    assertThat(shop.warehouse().onHand("POT-1")).isEqualTo(2);
    assertThat(shop.warehouse().available("POT-1")).isEqualTo(2);
    assertThat(shop.warehouse().movements()).hasSize(1);
  }

  @Test
  void whatIsNotPaidStays() {
    int order = shop.checkout().place(1, Map.of("POT-1", 1));

    assertThatThrownBy(() -> shop.shipping().ship(order, ADDRESS_OF_ADA))
        .isInstanceOf(Refused.class)
        .hasMessage("Order 1 is not PAID");
    assertThat(shop.warehouse().onHand("POT-1")).isEqualTo(3);
  }

  @Test
  void parcelsGoToTheirCustomer() {
    int order = paidOrder();

    assertThatThrownBy(() -> shop.shipping().ship(order, ADDRESS_OF_GRACE))
        .isInstanceOf(Refused.class)
        .hasMessage("Address 2 is not the customer's");
    assertThat(shop.checkout().get(order).status()).isEqualTo(Status.PAID);
  }

  @Test
  void aNewAddressWillDo() {
    int address = shop.customers().addAddress(1, "10 Ockham Park", "Ripley", "GB");

    assertThat(address).isEqualTo(4);
    assertThat(shop.shipping().ship(paidOrder(), address)).isEqualTo("PARCEL-0001");
  }

  @Test
  void anOrderIsShippedOnce() {
    int order = paidOrder();
    shop.shipping().ship(order, ADDRESS_OF_ADA);

    assertThatThrownBy(() -> shop.shipping().ship(order, ADDRESS_OF_ADA))
        .isInstanceOf(Refused.class);
    assertThat(shop.warehouse().onHand("POT-1")).isEqualTo(2);
  }

  @Test
  void aParcelArrives() {
    int order = paidOrder();

    shop.shipping().deliver(shop.shipping().ship(order, ADDRESS_OF_ADA));

    assertThat(shop.checkout().get(order).status()).isEqualTo(Status.DELIVERED);
    assertThat(shop.shipping().ofOrder(order)).contains(new Parcel(1, "PARCEL-0001", true));
  }

  @Test
  void aParcelArrivesOnce() {
    String tracking = shop.shipping().ship(paidOrder(), ADDRESS_OF_ADA);
    shop.shipping().deliver(tracking);

    assertThatThrownBy(() -> shop.shipping().deliver(tracking))
        .isInstanceOf(Refused.class)
        .hasMessage("No parcel PARCEL-0001 is on its way");
  }

  @Test
  void whatIsOnItsWayIsNotRefunded() {
    int order = paidOrder();
    shop.shipping().ship(order, ADDRESS_OF_ADA);

    assertThatThrownBy(() -> shop.payments().refund(order)).isInstanceOf(Refused.class);
    assertThat(shop.payments().balance(order)).isEqualTo(3400);
  }

  private int paidOrder() {
    int order = shop.checkout().place(1, Map.of("POT-1", 1));
    shop.payments().pay(order, 3400, "card 1");
    return order;
  }
}
