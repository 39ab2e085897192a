package dev.pristine.enginetests;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** A fault that is planted into an engine, so that the contract suite has to notice it. */
public enum Fault {

  /** After a rewind, what the test wrote to one table is still there. */
  MISSED_TABLE,

  /** After a rewind, the numbers that the test used up do not begin again. */
  SEQUENCE_NOT_RESTORED,

  /** A template is published before its migration is done. */
  HALF_BUILT_TEMPLATE;

  static final String PREFIX = "faulty:";

  private static final String SERVER = "pristine.server";

  private static final String PLANTED = "engine-tests.fault";

  /** Runs something while every engine that is to be tested has the fault. */
  <T> T whilePlanted(Callable<T> work) throws Exception {
    System.setProperty(PLANTED, name());
    try {
      return work.call();
    } finally {
      System.clearProperty(PLANTED);
    }
  }

  /** Returns the settings that lead to an engine's server: to a faulty one while it is planted. */
  static Map<String, String> plantedInto(Map<String, String> settings) {
    String fault = System.getProperty(PLANTED, "");
    String server = settings.getOrDefault(SERVER, "");
    if (fault.isEmpty() || server.startsWith(PREFIX)) {
      return settings;
    }
    Map<String, String> faulty = new HashMap<>(settings);
    faulty.put(SERVER, PREFIX + fault + ":" + server);
    return faulty;
  }
}
