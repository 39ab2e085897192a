package dev.pristine.cli;

import dev.pristine.PristineException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a command finds in its environment of what is leased for it. The names are those that
 * cleaners find. They do not begin with PRISTINE_, because what does is a setting.
 */
final class Variables {

  /** What all their names begin with. */
  static final String PREFIX = "LEASE_";

  private static final Charset SYSTEMS =
      Charset.forName(System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

  private final Map<String, String> values = new TreeMap<>();

  private Variables() {}

  /**
   * Returns them.
   *
   * @throws PristineException if two attributes would become one variable, or if a value could not
   *     be passed on exactly
   */
  static Map<String, String> of(List<Held> held) {
    Variables variables = new Variables();
    for (int i = 0; i < held.size(); i++) {
      variables.add(held.get(i), i == 0 ? PREFIX : PREFIX + (i + 1) + "_");
    }
    return variables.values;
  }

  private void add(Held held, String prefix) {
    put(held, prefix + "POOL", held.pool());
    put(held, prefix + "RESOURCE", held.resource().name());
    put(held, prefix + "GENERATION", Long.toString(held.generation()));
    for (String attribute : held.resource().printable().keySet()) {
      String name = attribute.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
      put(held, prefix + name, held.resource().attribute(attribute).orElseThrow());
    }
  }

  private void put(Held held, String variable, String value) {
    String other = values.putIfAbsent(variable, value);
    if (other != null && !other.equals(value)) {
      throw new PristineException(
          ("Two different values would be in the variable %s for [%s/%s]: its attributes need names"
                  + " that differ in more than punctuation and case, and from POOL, RESOURCE and"
                  + " GENERATION. It was given back.")
              .formatted(variable, held.pool(), held.resource().name()));
    }
    for (Charset charset : List.of(SYSTEMS, Charset.defaultCharset())) {
      if (!charset.newEncoder().canEncode(value)) {
        throw new PristineException(
            ("The variable %s for [%s/%s] holds characters that cannot be passed on in this locale"
                    + " (%s). Set LC_ALL=C.UTF-8. It was given back.")
                .formatted(variable, held.pool(), held.resource().name(), charset));
      }
    }
  }
}
