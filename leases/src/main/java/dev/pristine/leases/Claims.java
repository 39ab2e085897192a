package dev.pristine.leases;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The ledger: which test has claimed which value. */
final class Claims {

  private record Claim(String test, String line) {}

  private Claims() {}

  /** How long after its last claim the claims of a run are kept. */
  private static final Duration KEPT = Duration.ofDays(1);

  /** Forgets the claims of runs that ended long ago. */
  static void forget(Session session) throws SQLException {
    session.update(
        "DELETE FROM claim WHERE run IN (SELECT run FROM claim GROUP BY run HAVING max(at) < ?)",
        session.now() - KEPT.toMillis());
  }

  static void claim(Store store, String kind, String value, String test, String line) {
    Texts.name("kind of a value", kind);
    Texts.name("value of the kind [" + kind + "]", value);
    Texts.value("name of a test", test);
    String run = Places.run();
    Claim first =
        store.transact(
            "claim a value",
            session -> {
              session.update(
                  "INSERT INTO claim (run, kind, value, test, line, at) VALUES (?, ?, ?, ?, ?, ?)"
                      + " ON CONFLICT (run, kind, value) DO NOTHING",
                  run,
                  kind,
                  value,
                  test,
                  line,
                  session.now());
              List<Claim> found =
                  session.query(
                      row -> new Claim(row.getString(1), row.getString(2)),
                      "SELECT test, line FROM claim WHERE run = ? AND kind = ? AND value = ?",
                      run,
                      kind,
                      value);
              return found.get(0);
            });
    if (!first.test().equals(test)) {
      throw new LeaseException(
          "The "
              + kind
              + " ["
              + value
              + "] was claimed by the test ["
              + first.test()
              + "] at "
              + first.line()
              + ". Choose another in ["
              + test
              + "], or a unique value.");
    }
  }
}
