package dev.pristine.examples.shop;

import dev.pristine.junit.PoolProvider;
import dev.pristine.leases.Pool;
import dev.pristine.leases.Source;
import java.time.Duration;
import java.util.List;

/** Whom tests can shop as. */
final class ShopPools implements PoolProvider {

  private static final int MOST_NEW = 4;

  @Override
  public List<Pool> pools() {
    RunningShop.Here shop = RunningShop.here();
    Source accounts =
        Source.query(
            shop.database().jdbcUrl(),
            shop.database().user(),
            shop.database().password(),
            "select login, password, company from accounts where company = :company");
    return List.of(
        Pool.of("shoppers", accounts).withSecrets("password"),
        // Of a company of its own, or its accounts would be found by the query above as well.
        Pool.made("new shoppers", new NewAccounts(shop.url(), "NEWCOMERS"), MOST_NEW, Duration.ZERO)
            .withSecrets("password"));
  }
}
