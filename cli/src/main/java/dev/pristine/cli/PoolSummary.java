package dev.pristine.cli;

import dev.pristine.leases.Holding;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A pool.
 *
 * @param states how many of its resources are in which state
 * @param attributes the names of the attributes that can be matched
 * @param secrets the names of those that are masked
 */
record PoolSummary(
    String pool,
    int resources,
    Map<String, Long> states,
    Collection<String> attributes,
    Collection<String> secrets) {

  private static final List<String> STATES =
      List.of("free", "busy", "dirty", "cleaning", "quarantined");

  static PoolSummary of(String pool, List<Holding> all) {
    Map<String, Long> states = new LinkedHashMap<>();
    for (String state : STATES) {
      states.put(state, all.stream().filter(each -> each.state().equals(state)).count());
    }
    TreeSet<String> attributes = new TreeSet<>();
    TreeSet<String> secrets = new TreeSet<>();
    for (Holding each : all) {
      attributes.addAll(each.resource().printable().keySet());
      secrets.addAll(each.resource().secrets());
    }
    attributes.removeAll(secrets);
    return new PoolSummary(pool, all.size(), states, attributes, secrets);
  }

  String number(String state) {
    return Long.toString(states.getOrDefault(state, 0L));
  }
}
