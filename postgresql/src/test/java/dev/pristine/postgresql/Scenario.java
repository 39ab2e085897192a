package dev.pristine.postgresql;

/**
 * A way in which a test can change a database.
 *
 * @param name what it does, for people
 * @param fixture what it is done to
 * @param expectation what is to become of the database
 * @param act what does it
 * @param next what the next lease is asked besides
 */
record Scenario(String name, Fixture fixture, Expectation expectation, Act act, Act next) {

  /** What is to become of the database. */
  enum Expectation {
    /** One of the sixty that the prototype was tried with, which it rewound. */
    REWOUND(true),
    /** One of the sixty that it replaced, or did not notice. */
    EITHER(true),
    /** Another. */
    FURTHER(false),
    /** Another, which is rewound. */
    FURTHER_REWOUND(false);

    private final boolean counts;

    Expectation(boolean counts) {
      this.counts = counts;
    }

    /** Tells whether the database must not be replaced. */
    boolean rewound() {
      return this == REWOUND || this == FURTHER_REWOUND;
    }

    /** Tells whether it is one of the sixty. */
    boolean counts() {
      return counts;
    }
  }

  /** Does something to a database. */
  interface Act {
    void on(Actor actor) throws Exception;
  }

  static Scenario rewound(String name, Act act) {
    return new Scenario(name, Fixture.PLAIN, Expectation.REWOUND, act, actor -> {});
  }

  static Scenario either(String name, Act act) {
    return new Scenario(name, Fixture.PLAIN, Expectation.EITHER, act, actor -> {});
  }

  static Scenario further(String name, Act act) {
    return new Scenario(name, Fixture.PLAIN, Expectation.FURTHER, act, actor -> {});
  }

  /** Expects that the database is not replaced. */
  Scenario isRewound() {
    return new Scenario(name, fixture, Expectation.FURTHER_REWOUND, act, next);
  }

  Scenario thenNext(Act check) {
    return new Scenario(name, fixture, expectation, act, check);
  }

  Scenario onFixture(Fixture other) {
    return new Scenario(name, other, expectation, act, next);
  }

  @Override
  public String toString() {
    return name;
  }
}
