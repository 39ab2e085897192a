package dev.pristine.junit;

import dev.pristine.leases.Pool;
import dev.pristine.leases.Resource;
import dev.pristine.leases.Source;
import java.util.List;
import java.util.Map;

/** What the samples share: two shoppers of one company and one of another, and a mailbox. */
final class ShopPools implements PoolProvider {

  @Override
  public List<Pool> pools() {
    return List.of(
        Pool.of(
                "shoppers",
                Source.of(
                    shopper("alice", "ACME", "31"),
                    shopper("bob", "ACME", "47"),
                    shopper("carol", "Umbrella", "old")))
            .withSecrets("password", "pin"),
        Pool.of("mailboxes", Source.named("inbox")));
  }

  private static Resource shopper(String name, String company, String age) {
    return Resource.of(
        name,
        Map.of("company", company, "age", age, "password", "secret of " + name, "pin", "x" + age));
  }
}
