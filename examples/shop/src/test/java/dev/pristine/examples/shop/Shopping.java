package dev.pristine.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Eight tests that shop with a browser. All visit one running shop; whose account a test may use is
 * what the classes differ in that extend this.
 */
@ExtendWith(RunningShop.class)
abstract class Shopping {

  /** Who shops. */
  record Shopper(String login, String password) {}

  /** Logs in, and empties what somebody may have left in the cart. */
  static void enter(Visit visit, Shopper shopper) {
    visit.logIn(shopper);
    visit.emptyCart();
  }

  @Test
  void nothingCannotBeBought(Visit visit) {
    assertThat(visit.total()).isEqualTo("0.00");
    assertThat(visit.checkOutInVain()).isEqualTo("The cart is empty.");
  }

  @Test
  void aSaddleIsBought(Visit visit) {
    visit.put("Saddle", 1);
    assertThat(visit.checkOut()).isEqualTo("249.00");
  }

  @Test
  void twoBrushesCostTwiceAsMuch(Visit visit) {
    visit.put("Brush", 2);
    assertThat(visit.checkOut()).isEqualTo("19.80");
  }

  @Test
  void whatIsPutInLaterIsAdded(Visit visit) {
    visit.put("Brush", 1);
    visit.put("Brush", 2);
    assertThat(visit.lines()).containsExactly("3 × Brush: 29.70");
    assertThat(visit.checkOut()).isEqualTo("29.70");
  }

  @Test
  void differentThingsAreBoughtTogether(Visit visit) {
    visit.put("Bucket", 1);
    visit.put("Bridle", 1);
    assertThat(visit.lines()).containsExactly("1 × Bridle: 89.50", "1 × Bucket: 12.90");
    assertThat(visit.checkOut()).isEqualTo("102.40");
  }

  @Test
  void anEmptiedCartIsEmpty(Visit visit) {
    visit.put("Bucket", 5);
    visit.emptyCart();
    assertThat(visit.lines()).isEmpty();
    assertThat(visit.total()).isEqualTo("0.00");
  }

  @Test
  void whatWasBoughtIsInTheCartNoLonger(Visit visit) {
    visit.put("Bridle", 1);
    assertThat(visit.checkOut()).isEqualTo("89.50");
    assertThat(visit.lines()).isEmpty();
  }

  @Test
  void theCartIsThereInTheNextVisit(Visit visit) {
    visit.put("Saddle", 2);
    visit.logInAgain();
    assertThat(visit.lines()).containsExactly("2 × Saddle: 498.00");
    assertThat(visit.checkOut()).isEqualTo("498.00");
  }
}
