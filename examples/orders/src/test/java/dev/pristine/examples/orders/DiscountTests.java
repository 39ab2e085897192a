package dev.pristine.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.junit.PristineDatabase;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@PristineDatabase
class DiscountTests {

  private final Shop shop;

  DiscountTests(DataSource database) {
    shop = new Shop(database);
  }

  @Test
  void aDiscountMakesAnOrderCheaper() {
    int order = shop.checkout().place(1, Map.of("POT-1", 1), "WELCOME");

    assertThat(shop.checkout().get(order).totalCents()).isEqualTo(3060);
  }

  @Test
  void aUseIsUsedUp() {
    shop.checkout().place(1, Map.of("TEA-1", 1), "WELCOME");

    assertThat(shop.discounts().usesLeft("WELCOME")).isEqualTo(999);
  }

  @Test
  void theFirstTwoAreTheOnlyTwo() {
    shop.checkout().place(1, Map.of("TEA-1", 1), "FIRST-TWO");
    shop.checkout().place(2, Map.of("TEA-1", 1), "FIRST-TWO");

    assertThatThrownBy(() -> shop.checkout().place(3, Map.of("TEA-1", 1), "FIRST-TWO"))
        .isInstanceOf(Refused.class)
        .hasMessage("The discount FIRST-TWO cannot be used");
    assertThat(shop.checkout().ofCustomer(3)).isEmpty();
  }

  @Test
  void aRefusedOrderUsesNothingUp() {
    assertThatThrownBy(() -> shop.checkout().place(1, Map.of("POT-1", 9), "FIRST-TWO"))
        .isInstanceOf(Refused.class);

    assertThat(shop.discounts().usesLeft("FIRST-TWO")).isEqualTo(2);
  }

  @Test
  void unknownCodesAreRefused() {
    assertThatThrownBy(() -> shop.checkout().place(1, Map.of("TEA-1", 1), "FREE"))
        .isInstanceOf(Refused.class)
        .hasMessage("The discount FREE cannot be used");
  }

  @Test
  void aCodeExistsOnce() {
    shop.discounts().add("SPRING", 20, 5);

    assertThatThrownBy(() -> shop.discounts().add("SPRING", 30, 5))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("discounts_pkey");
    assertThat(shop.discounts().usesLeft("SPRING")).isEqualTo(5);
  }

  @Test
  void nothingIsGivenAway() {
    assertThatThrownBy(() -> shop.discounts().add("SPRING", 100, 5))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("discounts_percent_check");
  }

  @Test
  void theCheaperSumIsPaid() {
    int order = shop.checkout().place(1, Map.of("TEA-1", 2), "FIRST-TWO");

    assertThat(shop.payments().pay(order, 650, "card 1")).isEqualTo(2026001);
    assertThat(shop.reports().revenueCents()).isEqualTo(650);
  }
}
