package dev.pristine.examples.shop;

import dev.pristine.junit.LeasePools;
import dev.pristine.junit.Leased;
import org.junit.jupiter.api.BeforeEach;

/** Each test gets an account that is opened for it, and closed after it. */
@LeasePools(ShopPools.class)
final class NewAccountsTests extends Shopping {

  @BeforeEach
  void enterAs(@Leased("new shoppers") Shopper shopper, Visit visit) {
    enter(visit, shopper);
  }
}
