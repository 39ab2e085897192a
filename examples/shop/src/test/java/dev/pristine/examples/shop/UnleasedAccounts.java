package dev.pristine.examples.shop;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;

/** The accounts in turn, whoever else uses them: run by {@link ShopTrials}, which sees it fail. */
final class UnleasedAccounts extends Shopping {

  private static final List<Shopper> SHOPPERS =
      List.of(
          new Shopper("anna@acme.example", "hay for 3"),
          new Shopper("berta@acme.example", "hay for 5"),
          new Shopper("carl@acme.example", "hay for 7"));

  private static final AtomicInteger TURN = new AtomicInteger();

  @BeforeEach
  void enterAsTheNext(Visit visit) {
    enter(visit, SHOPPERS.get(TURN.getAndIncrement() % SHOPPERS.size()));
  }
}
