package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.Status;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.OpenFolder;
import dev.pristine.enginetests.SchemaMigration;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of tests, one after the other, on an embedded server. */
class EmbeddedMariadbRunsTest {

  @TempDir Path folder;

  @Test
  void theNextRunFindsTheTemplateAndNoCopies() throws Exception {
    SchemaMigration migration =
        new SchemaMigration("runs", MariadbUnderTest.SCHEMA, folder.resolve("runs"));
    try (OpenFolder cache = OpenFolder.create()) {
      Settings settings =
          Settings.builder().server("embedded:mariadb").cache(cache.path()).project("runs").build();
      try (Pristine pristine = Pristine.open(settings);
          TestDatabase database = pristine.acquire(migration, Isolation.CLONE, "first");
          Connection connection = database.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO ponies (name) VALUES ('Willow')");
      }
      try (Pristine pristine = Pristine.open(settings)) {
        assertThat(pristine.status().databases())
            .extracting(Status.Database::kind)
            .containsExactly(Status.Kind.TEMPLATE);
        try (TestDatabase database = pristine.acquire(migration, Isolation.CLONE, "second");
            Connection connection = database.dataSource().getConnection();
            Statement statement = connection.createStatement()) {
          assertThat(TestServer.rows(statement, "SELECT name FROM ponies")).containsExactly("Seed");
        }
      }
      assertThat(migration.runs()).isEqualTo(1);
    }
  }

  @Test
  void countersThatRunAheadOfTheRowsOutliveTheServer() throws Exception {
    // Five rows of a query use up seven numbers, of which the data files know five.
    List<String> schema =
        List.of(
            "CREATE TABLE foals (id int AUTO_INCREMENT PRIMARY KEY, name varchar(100))",
            "INSERT INTO foals (name) SELECT seq FROM seq_1_to_5");
    SchemaMigration migration = new SchemaMigration("counters", schema, folder.resolve("runs"));
    try (OpenFolder cache = OpenFolder.create()) {
      Settings settings =
          Settings.builder()
              .server("embedded:mariadb")
              .cache(cache.path())
              .project("counters")
              .set("pristine.clones", "1")
              .set("pristine.verify-every", "1")
              .build();
      for (int run = 0; run < 2; run++) {
        try (Pristine pristine = Pristine.open(settings)) {
          for (int test = 0; test < 3; test++) {
            try (TestDatabase database =
                    pristine.acquire(migration, Isolation.REWIND, "run %d".formatted(run));
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
              assertThat(
                      TestServer.rows(
                          statement, "INSERT INTO foals (name) VALUES ('new') RETURNING id"))
                  .containsExactly("8");
            }
          }
        }
      }
      assertThat(migration.runs()).isEqualTo(1);
    }
  }
}
