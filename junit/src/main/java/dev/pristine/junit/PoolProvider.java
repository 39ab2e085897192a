package dev.pristine.junit;

import dev.pristine.leases.Pool;
import java.util.List;

/**
 * Defines pools for {@link LeasePools}.
 *
 * <pre>{@code
 * final class ShopPools implements PoolProvider {
 *   @Override
 *   public List<Pool> pools() {
 *     Path accounts = Path.of("src/test/resources/shoppers.csv");
 *     return List.of(Pool.of("shoppers", Source.csv(accounts)).withSecrets("password"));
 *   }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface PoolProvider {

  /** Returns the pools. Each process of a run asks, so it must be the same each time. */
  List<Pool> pools() throws Exception;
}
