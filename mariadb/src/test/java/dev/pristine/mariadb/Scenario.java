package dev.pristine.mariadb;

import java.util.List;

/**
 * A way in which a test can change a database.
 *
 * @param name what it does, for people
 * @param rewound whether the database must not be replaced
 * @param act what does it
 */
record Scenario(String name, boolean rewound, Act act) {

  /** Does something to a database. */
  interface Act {
    void on(Actor actor) throws Exception;
  }

  /** One that is rewound. */
  static Scenario rewound(String name, Act act) {
    return new Scenario(name, true, act);
  }

  /** One of statements that the test runs itself, which is rewound. */
  static Scenario rewound(String name, String... statements) {
    return new Scenario(name, true, test -> test.sql(statements));
  }

  /** One that may be replaced. */
  static Scenario either(String name, Act act) {
    return new Scenario(name, false, act);
  }

  /** One of statements that the test runs itself, which may be replaced. */
  static Scenario either(String name, String... statements) {
    return new Scenario(name, false, test -> test.sql(statements));
  }

  /** Returns all of several lists. */
  static List<Scenario> all(List<List<Scenario>> lists) {
    return lists.stream().flatMap(List::stream).toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
