package dev.pristine.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.examples.orders.Invoices.Invoice;
import dev.pristine.junit.PristineDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Many customers at once, in threads of the test's own. */
@PristineDatabase
class RushTests {

  private final Shop shop;
  private final ExecutorService customers = Executors.newFixedThreadPool(4);

  RushTests(DataSource database) {
    shop = new Shop(database);
  }

  @AfterEach
  void customersGoHome() {
    customers.shutdownNow();
  }

  @RepeatedTest(3)
  void noMoreIsSoldThanThereIs() throws Exception {
    int sold = howManySucceed(10, () -> shop.checkout().place(1, Map.of("POT-1", 1)));

    assertThat(sold).isEqualTo(3);
    assertThat(shop.warehouse().available("POT-1")).isZero();
  }

  @RepeatedTest(3)
  void aDiscountForTwoServesTwo() throws Exception {
    int served = howManySucceed(8, () -> shop.checkout().place(2, Map.of("TEA-1", 1), "FIRST-TWO"));

    assertThat(served).isEqualTo(2);
    assertThat(shop.discounts().usesLeft("FIRST-TWO")).isZero();
  }

  @Nested
  class AtTheTill {

    private int order;

    @BeforeEach
    void somebodyOrders() {
      order = shop.checkout().place(3, Map.of("CUP-1", 2));
    }

    @Test
    void anOrderIsPaidOnce() throws Exception {
      int paid = howManySucceed(8, () -> shop.payments().pay(order, 2400, "card"));

      assertThat(paid).isEqualTo(1);
      assertThat(shop.invoices().all()).containsExactly(new Invoice(2026001, 1, 2400));
    }

    @Test
    void anOrderIsEitherPaidOrCancelled() throws Exception {
      int done =
          howManySucceed(1, () -> shop.payments().pay(order, 2400, "card"))
              + howManySucceed(1, () -> cancelled(order));

      assertThat(done).isEqualTo(1);
    }
  }

  private int cancelled(int order) {
    shop.checkout().cancel(order);
    return order;
  }

  private int howManySucceed(int times, Callable<Integer> attempt) throws Exception {
    List<Callable<Boolean>> attempts = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      attempts.add(() -> succeeds(attempt));
    }
    int succeeded = 0;
    for (Future<Boolean> outcome : customers.invokeAll(attempts)) {
      succeeded += outcome.get() ? 1 : 0;
    }
    return succeeded;
  }

  private static boolean succeeds(Callable<Integer> attempt) throws Exception {
    try {
      attempt.call();
      return true;
    } catch (Refused | DatabaseFailure refused) {
      return false;
    }
  }
}
