package dev.pristine.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.examples.orders.Catalogue.Product;
import dev.pristine.junit.PristineDatabase;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@PristineDatabase
class CatalogueTests {

  private final Shop shop;

  CatalogueTests(DataSource database) {
    shop = new Shop(database);
  }

  @Test
  void theCheapestComesFirst() {
    assertThat(shop.catalogue().onSale())
        .extracting(Product::sku)
        .containsExactly("TIN-1", "TEA-1", "TEA-2", "CUP-1", "POT-1");
  }

  @Test
  void aNewProductIsTheSixth() {
    assertThat(shop.catalogue().add("TEA-3", "Ceylon", 720)).isEqualTo(6);
    assertThat(shop.catalogue().get("TEA-3")).isEqualTo(new Product(6, "TEA-3", "Ceylon", 720));
  }

  @Test
  void aNewProductIsNotInStock() {
    shop.catalogue().add("TEA-3", "Ceylon", 720);

    assertThat(shop.warehouse().onHand("TEA-3")).isZero();
  }

  @Test
  void anArticleNumberBelongsToOneProduct() {
    assertThatThrownBy(() -> shop.catalogue().add("TEA-1", "Another", 100))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("products_sku_key");
  }

  @Test
  void nothingIsFree() {
    assertThatThrownBy(() -> shop.catalogue().setPrice("TEA-1", 0))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("products_price_cents_check");
    assertThat(shop.catalogue().get("TEA-1").priceCents()).isEqualTo(650);
  }

  @Test
  void pricesChange() {
    shop.catalogue().setPrice("TIN-1", 10_000);

    assertThat(shop.catalogue().onSale()).last().extracting(Product::sku).isEqualTo("TIN-1");
  }

  @Test
  void whatIsWithdrawnIsNoLongerShown() {
    shop.catalogue().withdraw("POT-1");

    assertThat(shop.catalogue().onSale()).hasSize(4);
    assertThat(shop.catalogue().search("pot")).isEmpty();
  }

  @Test
  void searchFindsPartsOfNames() {
    assertThat(shop.catalogue().search("EE"))
        .extracting(Product::name)
        .containsExactly("Darjeeling");
  }

  @Test
  void whatIsNotThereIsRefused() {
    assertThatThrownBy(() -> shop.catalogue().withdraw("JAM-1"))
        .isInstanceOf(Refused.class)
        .hasMessage("There is no product JAM-1");
  }
}
