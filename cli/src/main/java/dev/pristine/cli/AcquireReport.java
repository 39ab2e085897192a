package dev.pristine.cli;

import java.util.List;
import java.util.Map;

/**
 * What a command had while it ran. People see only what the command prints.
 *
 * @param leases in the order in which they were asked for
 * @param exitCode the command's
 */
record AcquireReport(List<Acquired> leases, int exitCode) implements Report {

  /**
   * One of them.
   *
   * @param attributes the secret ones masked
   */
  record Acquired(String pool, String resource, long generation, Map<String, String> attributes) {
    static Acquired of(Held held) {
      return new Acquired(
          held.pool(), held.resource().name(), held.generation(), held.resource().printable());
    }
  }

  @Override
  public boolean followsForeignOutput() {
    return true;
  }

  @Override
  public void describe(Page page) {
    // The output is the command's.
  }
}
