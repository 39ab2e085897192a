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
 *
 * <p>Made by its constructor without parameters and asked once in each process of a run (with JUnit
 * 5.12 in each execution of its launcher), by the thread of the first test or class that leases
 * something and is told of it; others wait meanwhile. If it fails, whoever needs it fails by the
 * same. The provider is not kept, but its pools are: their sources, cleaners and factories are
 * called from several threads until the run ends. Nobody closes what they use: let it end with the
 * process.
 */
@FunctionalInterface
public interface PoolProvider {

  /**
   * Returns the pools. They must be the same in each process of a run.
   *
   * @throws Exception if they cannot be defined: tests that need them fail then
   */
  List<Pool> pools() throws Exception;
}
