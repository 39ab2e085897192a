package dev.pristine.leases;

import java.util.Map;

/** Makes a resource for each lease, and disposes of it after that: a new user for each test. */
public interface Factory {

  /**
   * Makes a resource.
   *
   * @return its attributes
   */
  Map<String, String> make() throws Exception;

  /**
   * Disposes of what was made, in this process or in one that died. Called again with growing
   * pauses where it fails.
   */
  void dispose(Resource made) throws Exception;
}
