package dev.pristine.cli;

import dev.pristine.PristineException;
import dev.pristine.SettingsException;
import dev.pristine.leases.Holding;
import dev.pristine.leases.Leases;
import java.util.List;

/** What is asked of pools that may not be what the command line believes. */
final class Pools {

  private static final int MOST_SHOWN = 50;

  private Pools() {}

  static PristineException noStore(String store, String pool) {
    return new PristineException(
        "There is no pool [%s]: there is no lease store [%s] yet. 'pristine pool add' makes one."
            .formatted(pool, store));
  }

  /**
   * Returns what is in a pool.
   *
   * @throws PristineException if there is no such pool; names those that there are
   */
  static List<Holding> require(Leases leases, String pool) {
    List<String> known = leases.stock().pools();
    if (!known.contains(pool)) {
      throw new PristineException(
          "There is no pool [%s]. %s"
              .formatted(
                  pool,
                  known.isEmpty()
                      ? "The lease store has none; 'pristine pool add' makes one."
                      : "There are: " + shortened(known) + "."));
    }
    return contents(leases, pool);
  }

  /** Returns what is in a pool, which a lock may have the name of, or the locks that are held. */
  static List<Holding> contents(Leases leases, String pool) {
    return leases.list(pool.equals(Acquisition.LOCK) ? "" : pool).stream()
        .filter(each -> each.pool().equals(pool))
        .toList();
  }

  /**
   * Makes sure that a wish names attributes that can be compared.
   *
   * @throws PristineException if there is no such pool, or no such attribute in it
   * @throws SettingsException if the attribute is secret
   */
  static void requireMatchable(Leases leases, Wish wish) {
    PoolSummary pool = PoolSummary.of(wish.pool(), require(leases, wish.pool()));
    for (String attribute : wish.match().keySet()) {
      if (pool.secrets().contains(attribute)) {
        throw new SettingsException(
            "--match does not take [%s], which is secret in the pool [%s]: others could read it in the list of processes."
                .formatted(attribute, wish.pool()));
      }
      if (!pool.attributes().contains(attribute)) {
        throw new PristineException(
            "No resource of the pool [%s] has an attribute [%s]. Those that can be matched are: %s."
                .formatted(wish.pool(), attribute, shortened(List.copyOf(pool.attributes()))));
      }
    }
  }

  static String shortened(List<String> names) {
    String some = String.join(", ", names.subList(0, Math.min(names.size(), MOST_SHOWN)));
    return names.size() > MOST_SHOWN
        ? "%s and %d more".formatted(some, names.size() - MOST_SHOWN)
        : some;
  }
}
