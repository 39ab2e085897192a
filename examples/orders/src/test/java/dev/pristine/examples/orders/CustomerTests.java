package dev.pristine.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.examples.orders.Customers.Customer;
import dev.pristine.junit.PristineDatabase;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@PristineDatabase
class CustomerTests {

  private final Shop shop;

  CustomerTests(DataSource database) {
    shop = new Shop(database);
  }

  @Test
  void theFirstNewCustomerIsTheFourth() {
    assertThat(shop.customers().register("ada.l@example.com", "Ada L.")).isEqualTo(4);
  }

  @Test
  void customersAreNumberedInTheOrderOfTheirComing() {
    assertThat(shop.customers().register("barbara@example.com", "Barbara")).isEqualTo(4);
    assertThat(shop.customers().register("donald@example.com", "Donald")).isEqualTo(5);
    assertThat(shop.customers().register("edsger@example.com", "Edsger")).isEqualTo(6);
  }

  @Test
  void anAddressBelongsToOneCustomer() {
    shop.customers().register("barbara@example.com", "Barbara");

    assertThatThrownBy(() -> shop.customers().register("barbara@example.com", "Another"))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("customers_email_key");
  }

  @Test
  void aRefusedRegistrationUsesUpItsNumber() {
    assertThatThrownBy(() -> shop.customers().register("ada@example.com", "Another"))
        .isInstanceOf(DatabaseFailure.class);

    assertThat(shop.customers().register("barbara@example.com", "Barbara")).isEqualTo(5);
  }

  @Test
  void anEmailNeedsAnAt() {
    assertThatThrownBy(() -> shop.customers().register("barbara", "Barbara"))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("customers_email_check");
  }

  @Test
  void customersAreFoundByEmail() {
    assertThat(shop.customers().find("grace@example.com"))
        .contains(new Customer(2, "grace@example.com", "Grace"));
    assertThat(shop.customers().find("nobody@example.com")).isEmpty();
  }

  @Test
  void theShopBeginsWithThree() {
    assertThat(shop.customers().all())
        .extracting(Customer::name)
        .containsExactly("Ada", "Grace", "Linus");
  }

  @Test
  void whoIsForgottenTakesTheAddressesAlong() {
    shop.customers().addAddress(3, "1 Torvalds Road", "Portland", "US");
    assertThat(shop.customers().addressesOf(3)).isEqualTo(2);

    shop.customers().forget(3);

    assertThat(shop.customers().addressesOf(3)).isZero();
    assertThat(shop.customers().all()).hasSize(2);
  }

  @Test
  void whoHasOrderedIsNotForgotten() {
    shop.checkout().place(3, Map.of("TEA-1", 1));

    assertThatThrownBy(() -> shop.customers().forget(3)).isInstanceOf(DatabaseFailure.class);
    assertThat(shop.customers().all()).hasSize(3);
  }
}
