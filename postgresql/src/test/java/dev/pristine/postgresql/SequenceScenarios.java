package dev.pristine.postgresql;

import static dev.pristine.postgresql.Scenario.either;
import static dev.pristine.postgresql.Scenario.further;
import static dev.pristine.postgresql.Scenario.rewound;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.postgresql.Scenario.Act;
import java.util.List;

/** Tests that move sequences. */
final class SequenceScenarios {

  private static final Act ALL_BEGIN_AGAIN =
      next -> {
        assertThat(next.ask("SELECT nextval('numbers')")).isEqualTo("100");
        assertThat(next.ask("SELECT nextval('tickets')")).isEqualTo("1");
        assertThat(next.ask("INSERT INTO ponies (stable, name) VALUES (1, 'New') RETURNING id"))
            .isEqualTo("21");
        assertThat(next.ask("INSERT INTO races DEFAULT VALUES RETURNING id")).isEqualTo("1");
      };

  private SequenceScenarios() {}

  static final List<Scenario> OF_THE_SIXTY =
      List.of(
          rewound("nextval only", test -> test.sql("SELECT nextval('numbers')"))
              .thenNext(ALL_BEGIN_AGAIN),
          rewound("rolled-back nextval", test -> test.rolledBack("SELECT nextval('numbers')"))
              .thenNext(ALL_BEGIN_AGAIN),
          rewound(
                  "setval(…, false)",
                  test ->
                      test.sql(
                          "SELECT setval('numbers', 100, false)",
                          "SELECT setval('tickets', 9, false)"))
              .thenNext(ALL_BEGIN_AGAIN),
          rewound("nextval of a cached sequence", test -> test.sql("SELECT nextval('tickets')"))
              .thenNext(ALL_BEGIN_AGAIN),
          either(
                  "ALTER SEQUENCE RESTART",
                  test -> test.sql("ALTER SEQUENCE numbers RESTART WITH 7"))
              .thenNext(ALL_BEGIN_AGAIN));

  static final List<Scenario> FURTHER =
      List.of(
          further(
                  "more numbers than one log record covers",
                  test -> test.sql("SELECT nextval('numbers') FROM generate_series(1, 100)"))
              .thenNext(ALL_BEGIN_AGAIN),
          further(
                  "setval to what it is",
                  test ->
                      test.sql(
                          "SELECT setval('numbers', 100, true)",
                          "SELECT setval('races_id_seq', 1)"))
              .thenNext(ALL_BEGIN_AGAIN),
          further(
                  "an identity column's sequence, without a row",
                  test -> test.rolledBack("INSERT INTO ponies (stable, name) VALUES (1, 'Lost')"))
              .thenNext(ALL_BEGIN_AGAIN),
          further(
                  "ALTER SEQUENCE INCREMENT",
                  test -> test.sql("ALTER SEQUENCE numbers INCREMENT 2 CACHE 3"))
              .thenNext(ALL_BEGIN_AGAIN),
          further(
                  "an identity column restarted",
                  test -> test.sql("ALTER TABLE ponies ALTER id RESTART WITH 1000"))
              .thenNext(ALL_BEGIN_AGAIN),
          further(
                  "numbers taken in a transaction that is left open",
                  test -> {
                    var left = test.borrowed();
                    left.setAutoCommit(false);
                    Actor.run(left, "SELECT nextval('numbers'), nextval('tickets')");
                  })
              .thenNext(ALL_BEGIN_AGAIN));
}
