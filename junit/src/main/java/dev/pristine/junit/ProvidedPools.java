package dev.pristine.junit;

import dev.pristine.leases.LeaseException;
import dev.pristine.leases.Pool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.ReflectionSupport;

/** What {@link PoolProvider}s say. Each is asked once, and fails by the same from then on. */
final class ProvidedPools {

  private final Map<Class<? extends PoolProvider>, List<Pool>> pools = new HashMap<>();
  private final Map<Class<? extends PoolProvider>, RuntimeException> failures = new HashMap<>();
  private final Map<String, Class<? extends PoolProvider>> definedBy = new HashMap<>();

  /**
   * Returns the pools of a provider.
   *
   * @throws LeaseException if it fails
   */
  List<Pool> of(Class<? extends PoolProvider> provider) {
    RuntimeException failure = failures.get(provider);
    if (failure != null) {
      throw failure;
    }
    List<Pool> known = pools.get(provider);
    if (known == null) {
      known = ask(provider);
      pools.put(provider, known);
    }
    return known;
  }

  private List<Pool> ask(Class<? extends PoolProvider> provider) {
    try {
      List<Pool> asked = List.copyOf(ReflectionSupport.newInstance(provider).pools());
      asked.forEach(pool -> refuseSecond(pool, provider));
      return asked;
    } catch (LeaseException | ExtensionConfigurationException e) {
      failures.put(provider, e);
      throw e;
    } catch (Exception e) {
      LeaseException failure =
          new LeaseException(
              "[%s] could not define its pools: %s".formatted(HolderName.of(provider), e), e);
      failures.put(provider, failure);
      throw failure;
    }
  }

  private void refuseSecond(Pool pool, Class<? extends PoolProvider> provider) {
    Class<? extends PoolProvider> other = definedBy.putIfAbsent(pool.name(), provider);
    if (other != null && other != provider) {
      throw LeaseRefusal.definedTwice(pool.name(), other, provider);
    }
  }
}
