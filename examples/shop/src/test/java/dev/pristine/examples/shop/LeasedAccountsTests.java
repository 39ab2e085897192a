package dev.pristine.examples.shop;

import dev.pristine.junit.LeasePools;
import dev.pristine.junit.Leased;
import org.junit.jupiter.api.BeforeEach;

/** Each test has one of ACME's three accounts to itself, and waits its turn for it. */
@LeasePools(ShopPools.class)
final class LeasedAccountsTests extends Shopping {

  @BeforeEach
  void enterAs(@Leased(value = "shoppers", with = "company=ACME") Shopper shopper, Visit visit) {
    enter(visit, shopper);
  }
}
