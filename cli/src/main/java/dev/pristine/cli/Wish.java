package dev.pristine.cli;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for of one pool.
 *
 * @param match the attributes that it must have
 * @param resource the one that it must be; null for any
 */
record Wish(String pool, Map<String, String> match, @Nullable String resource) {

  static Wish of(String pool) {
    return new Wish(pool, Map.of(), null);
  }

  Wish with(String attribute, String value) {
    Map<String, String> more = new TreeMap<>(match);
    more.put(attribute, value);
    return new Wish(pool, more, resource);
  }

  Wish named(String name) {
    return new Wish(pool, match, name);
  }
}
