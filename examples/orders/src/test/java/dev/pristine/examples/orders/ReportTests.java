package dev.pristine.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.junit.PristineDatabase;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@PristineDatabase
class ReportTests {

  private final Shop shop;

  ReportTests(DataSource database) {
    shop = new Shop(database);
  }

  @Test
  void aNewShopHasSoldNothing() {
    assertThat(shop.reports().revenueCents()).isZero();
    assertThat(shop.reports().bestsellers()).isEmpty();
    assertThat(shop.reports().history()).isEmpty();
  }

  @Test
  void revenueIsWhatWasPaidLessWhatWasPaidBack() {
    int kept = shop.checkout().place(1, Map.of("TEA-1", 1));
    int returned = shop.checkout().place(2, Map.of("POT-1", 1));
    shop.payments().pay(kept, 650, "card 1");
    shop.payments().pay(returned, 3400, "card 2");
    assertThat(shop.reports().revenueCents()).isEqualTo(4050);

    shop.payments().refund(returned);

    assertThat(shop.reports().revenueCents()).isEqualTo(650);
  }

  @Test
  void theBestsellerComesFirst() {
    shop.checkout().place(1, Map.of("TEA-1", 5, "CUP-1", 2));
    shop.checkout().place(2, Map.of("CUP-1", 4));

    assertThat(shop.reports().bestsellers()).containsExactly("Cup", "Assam");
  }

  @Test
  void cancelledOrdersDoNotCount() {
    int cancelled = shop.checkout().place(1, Map.of("TEA-1", 50));
    shop.checkout().place(2, Map.of("CUP-1", 4));
    shop.checkout().cancel(cancelled);

    assertThat(shop.reports().bestsellers()).containsExactly("Cup");
  }

  @Test
  void theHistoryTellsTheLifeOfAnOrder() {
    int order = shop.checkout().place(1, Map.of("POT-1", 1));
    shop.payments().pay(order, 3400, "card 1");
    shop.shipping().deliver(shop.shipping().ship(order, 1));

    assertThat(shop.reports().history())
        .containsExactly(
            "1 1: PLACED",
            "2 1: PLACED -> PAID",
            "3 1: PAID -> SHIPPED",
            "4 1: SHIPPED -> DELIVERED");
  }

  @Test
  void theHistoryTellsOrdersApart() {
    shop.checkout().place(1, Map.of("TEA-1", 1));
    int second = shop.checkout().place(2, Map.of("TEA-1", 1));
    shop.checkout().cancel(second);

    assertThat(shop.reports().history())
        .containsExactly("1 1: PLACED", "2 2: PLACED", "3 2: PLACED -> CANCELLED");
  }
}
