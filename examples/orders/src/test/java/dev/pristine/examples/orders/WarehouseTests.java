package dev.pristine.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.examples.orders.Warehouse.Movement;
import dev.pristine.junit.PristineDatabase;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@PristineDatabase
class WarehouseTests {

  private final Shop shop;

  WarehouseTests(DataSource database) {
    shop = new Shop(database);
  }

  @Test
  void goodsAreReceived() {
    shop.warehouse().receive("POT-1", 7);

    assertThat(shop.warehouse().onHand("POT-1")).isEqualTo(10);
  }

  @Test
  void brokenGoodsAreWrittenOff() {
    shop.warehouse().writeOff("CUP-1", 1);

    assertThat(shop.warehouse().onHand("CUP-1")).isEqualTo(99);
  }

  @Test
  void noMoreIsWrittenOffThanThereIs() {
    assertThatThrownBy(() -> shop.warehouse().writeOff("POT-1", 4))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("stock_check");
    assertThat(shop.warehouse().onHand("POT-1")).isEqualTo(3);
    assertThat(shop.warehouse().movements()).isEmpty();
  }

  @Test
  void whatIsPromisedIsNotWrittenOff() {
    shop.checkout().place(1, Map.of("POT-1", 2));

    assertThatThrownBy(() -> shop.warehouse().writeOff("POT-1", 2))
        .isInstanceOf(DatabaseFailure.class);
    assertThat(shop.warehouse().onHand("POT-1")).isEqualTo(3);
  }

  @Test
  void anOrderPromisesGoods() {
    shop.checkout().place(1, Map.of("POT-1", 2));

    assertThat(shop.warehouse().available("POT-1")).isEqualTo(1);
    assertThat(shop.warehouse().onHand("POT-1")).isEqualTo(3);
  }

  @Test
  void everyMovementIsNoted() {
    shop.warehouse().receive("TEA-1", 20);
    shop.warehouse().writeOff("TEA-2", 5);
    shop.warehouse().receive("TEA-1", 1);

    assertThat(shop.warehouse().movements())
        .containsExactly(
            new Movement("TEA-1", 20, "received"),
            new Movement("TEA-2", -5, "written off"),
            new Movement("TEA-1", 1, "received"));
  }

  @Test
  void nothingCannotBeReceived() {
    assertThatThrownBy(() -> shop.warehouse().receive("TEA-1", 0))
        .isInstanceOf(Refused.class)
        .hasMessage("Cannot receive 0 of TEA-1");
  }

  @Test
  void unknownGoodsAreRefused() {
    assertThatThrownBy(() -> shop.warehouse().receive("JAM-1", 5))
        .isInstanceOf(Refused.class)
        .hasMessage("There is no product JAM-1");
    assertThat(shop.warehouse().movements()).isEmpty();
  }
}
