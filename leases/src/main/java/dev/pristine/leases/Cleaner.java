package dev.pristine.leases;

import java.time.Duration;
import java.util.List;

/**
 * Makes a used resource fit for its next holder: empties the cart, say. It runs in the background,
 * by itself with the resource, and is called again with growing pauses where it fails.
 */
@FunctionalInterface
public interface Cleaner {

  /**
   * Cleans a resource. It may have been half cleaned before, by a process that died.
   *
   * @param resource what to clean
   * @param generation a number greater than that of any earlier lease of the resource, by which an
   *     outside system can refuse late writers
   * @throws Exception if it is not clean now
   */
  void clean(Resource resource, long generation) throws Exception;

  /**
   * Cleans by a command, which finds the name in {@code LEASE_RESOURCE}, the generation in {@code
   * LEASE_GENERATION}, and each attribute in {@code LEASE_} and its name in upper case, in which
   * everything but A to Z and digits is replaced by {@code _}. It has failed if its exit code is
   * not 0, or if it takes longer; then it is ended with all that it started. What it prints is not
   * kept.
   */
  static Cleaner command(Duration longest, String... command) {
    return new CommandCleaner(List.of(command), longest);
  }
}
