package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the comparison after a rewind sees, without any help of the server's log. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ComparisonTests {

  private RewindStage stage;

  @BeforeAll
  void openStage() throws IOException, SQLException {
    stage = RewindStage.open(Map.of());
  }

  @AfterAll
  void closeStage() throws IOException, SQLException {
    stage.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE notes ENABLE ROW LEVEL SECURITY | pg_catalog.pg_class",
        "ALTER INDEX ponies_pkey SET (fillfactor = 50) | pg_catalog.pg_class",
        "ALTER TABLE ponies DISABLE TRIGGER logged | pg_catalog.pg_trigger",
        "CREATE OR REPLACE VIEW grown AS SELECT * FROM ponies WHERE born < '2020-01-11' | pg_catalog.pg_rewrite",
        "ALTER SEQUENCE numbers INCREMENT 2 | pg_catalog.pg_sequence",
        "ALTER FUNCTION log_pony() IMMUTABLE | pg_catalog.pg_proc"
      })
  void whatIsDefinedDifferentlyIsSeenThoughThereIsAsMuchOfIt(String change, String catalog)
      throws SQLException {
    assertThat(differenceAfter(change))
        .hasValueSatisfying(
            difference ->
                assertThat(difference)
                    .startsWith("the catalog " + catalog + " has ")
                    .endsWith(" with another content"));
  }

  @Test
  void aMaterializedViewOfAnotherContentIsSeen() throws SQLException {
    assertThat(
            differenceAfter(
                "INSERT INTO ponies (stable, name) VALUES (1, 'Brief')",
                "REFRESH MATERIALIZED VIEW stable_sizes",
                "DELETE FROM ponies WHERE name = 'Brief'",
                "TRUNCATE pony_log"))
        .hasValue(
            "the table public.stable_sizes has 3 rows, the template has 3 with another content");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "VACUUM (ANALYZE, FREEZE)",
        "VACUUM FULL ponies",
        "REINDEX TABLE ponies",
        "REFRESH MATERIALIZED VIEW stable_sizes",
        "CREATE INDEX brief ON notes (note); DROP INDEX brief; VACUUM notes",
        "CREATE TABLE brief (id serial PRIMARY KEY); DROP TABLE brief"
      })
  void whatOnlyLiesElsewhereIsNoDifference(String change) throws SQLException {
    assertThat(differenceAfter(change.split("; "))).isEmpty();
  }

  private Optional<String> differenceAfter(String... changes) throws SQLException {
    try (TestDatabase database = stage.acquire(Fixture.PLAIN, "compared");
        Connection connection = stage.superuser(database.name());
        Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = pg_catalog");
      Blueprint blueprint = BlueprintReader.read(statement);
      assertThat(Comparison.of(statement, blueprint)).isEmpty();
      statement.execute("SET search_path = public");
      Actor.run(connection, changes);
      statement.execute("SET search_path = pg_catalog");
      return Comparison.of(statement, blueprint);
    }
  }
}
